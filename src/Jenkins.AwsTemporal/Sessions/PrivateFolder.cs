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

    public bool Exists => Directory.Exists(Path) || IsLink(Path);

    /// <summary>Makes the folder if need be, and checks it.</summary>
    public void Create()
    {
        if (!Exists)
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(Path);
            else
                Directory.CreateDirectory(Path, FolderMode);
        }

        Check();
    }

    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>.</exception>
    public void Check() => CheckSafe(Path, "folder");

    /// <summary>Writes a whole file; no reader sees a part of it.</summary>
    public void Write(string name, ReadOnlySpan<byte> content) => PrivateFile.Write(File(name), content);

    /// <summary>Reads a whole file, or null when there is none.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.UnsafeFolder"/>: the file is a link, another user's, or open to others.</exception>
    public byte[]? Read(string name)
    {
        var file = File(name);
        if (!System.IO.File.Exists(file) && !IsLink(file))
            return null;
        CheckSafe(file, "file");
        try
        {
            return System.IO.File.ReadAllBytes(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    private void CheckSafe(string path, string kind)
    {
        if (IsLink(path))
            throw Unsafe(path, kind, "is a symbolic link");
        if (OperatingSystem.IsWindows())
            return;
        if (!Owner.IsThisUser(path))
            throw Unsafe(path, kind, "belongs to another user");
        if ((System.IO.File.GetUnixFileMode(path) & ForOthers) != UnixFileMode.None)
            throw Unsafe(path, kind, "can be used by others");
    }

    private SessionException Unsafe(string path, string kind, string fault) => new(
        ErrorCode.UnsafeFolder, Path, $"the {kind} {path} {fault}", "name a folder for --session that does not exist yet");

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
