namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// A folder that only this user may enter, and its files, which only this user may read. Inside it nobody else can plant
/// a link or swap a file, so checking a file before opening it is safe once the folder itself was checked.
/// </summary>
internal sealed class PrivateFolder(string path)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ForOthers = ~(FolderMode | UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit);

    public string Path { get; } = path;

    /// <summary>Makes the folder if need be, and checks it.</summary>
    public void Create()
    {
        if (Check())
            return;
        if (OperatingSystem.IsWindows())
            AccessList.CreateFolder(Path);
        else
            Directory.CreateDirectory(Path, FolderMode);
        CheckSafe(Path, isFolder: true);
    }

    /// <summary>Whether the folder is there. One that is there and not safe is refused.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>: it is a link or no folder, another user's, or open to others.</exception>
    public bool Check()
    {
        try
        {
            CheckSafe(Path, isFolder: true);
            return true;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Writes a whole file; no reader sees a part of it.</summary>
    public void Write(string name, ReadOnlySpan<byte> content) => PrivateFile.Write(File(name), content);

    /// <summary>Reads a whole file, or null when there is none; one that is larger counts as empty.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>: the file is a link or no file, another user's, or open to others.</exception>
    public byte[]? Read(string name, int maxLength)
    {
        var file = File(name);
        try
        {
            CheckSafe(file, isFolder: false);
            // A pipe has no length either, and would be waited for.
            var length = new FileInfo(file).Length;
            if (length == 0 || length > maxLength)
                return [];
            using var stream = PrivateFile.Open(file);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    private void CheckSafe(string path, bool isFolder)
    {
        var kind = isFolder ? "folder" : "file";
        var attributes = System.IO.File.GetAttributes(path);
        if (attributes.HasFlag(FileAttributes.ReparsePoint))
            throw Unsafe(path, kind, "is a symbolic link");
        if (attributes.HasFlag(FileAttributes.Directory) != isFolder)
            throw Unsafe(path, kind, $"is no {kind}");
        if (OperatingSystem.IsWindows())
        {
            if (AccessList.FaultOf(path, isFolder) is { } fault)
                throw Unsafe(path, kind, fault);
            return;
        }

        if (!isFolder && Owner.IsSpecialFile(path))
            throw Unsafe(path, kind, "is a device, a pipe or a socket");
        if (!Owner.IsThisUser(path))
            throw Unsafe(path, kind, "belongs to another user");
        if ((System.IO.File.GetUnixFileMode(path) & ForOthers) != UnixFileMode.None)
            throw Unsafe(path, kind, "can be used by others");
    }

    private SessionException Unsafe(string path, string kind, string fault) => new(
        ErrorCode.UnsafeFolder, Path, $"the {kind} {path} {fault}", (OperatingSystem.IsWindows() ? "if it is yours, let nobody else use it (icacls)" : "if it is yours, make it private (chmod 700)") + "; else name another folder, best one that does not exist yet");
}
