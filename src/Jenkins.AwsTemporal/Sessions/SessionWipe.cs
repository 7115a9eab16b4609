using System.Runtime.ExceptionServices;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// Removes a session folder, the secrets first. Only files that a session has are touched: a folder with anything else
/// in it, or without anything that only a session has, was not made by us, and is refused.
/// </summary>
internal static class SessionWipe
{
    public const string Files = "files";

    // A paste is handed over through this file; it goes as the first.
    private const string Paste = "paste";

    /// <summary>The key pair of a prompt that is not answered yet.</summary>
    public const string Seal = "seal.json";
    public const string Lock = "lock";

    // Links are removed with the folder, and what they point to is never touched.
    private static readonly EnumerationOptions EveryRealFile = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>The name of something in the folder that shows it not to be a session's, or null. An empty folder may be.</summary>
    public static string? ForeignEntry(PrivateFolder folder)
    {
        string? unmarked = null;
        var isMarked = false;
        foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos())
        {
            if (!MayBeOurs(entry))
                return entry.Name;
            if (IsMark(folder, entry.Name))
                isMarked = true;
            else
                unmarked = entry.Name;
        }

        return isMarked ? null : unmarked;
    }

    public static void Wipe(PrivateFolder folder)
    {
        try
        {
            if (ForeignEntry(folder) is { } foreign)
                throw Refuse(folder, foreign);
            var root = new DirectoryInfo(folder.Path);
            var files = root.EnumerateFiles("*", EveryRealFile).OrderBy(file => Rank(file.Name)).ToArray();
            Wipe(files.Where(file => Rank(file.Name) < MarkRank));
            // Before the last marks, so that a process killed here leaves what the next sweep still knows.
            if (Directory.Exists(folder.File(Files)))
                Directory.Delete(folder.File(Files), recursive: true);
            Wipe(files.Where(file => Rank(file.Name) == MarkRank));
            root.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else closed it at the same moment.
        }
    }

    // Whatever else lies there, a session that is ours does not outlive its end.
    private static SessionException Refuse(PrivateFolder folder, string foreign)
    {
        var isSession = WipeSecrets(folder);
        return new SessionException(
            ErrorCode.UnsafeFolder,
            folder.Path,
            $"the folder {folder.Path} is no session folder: it holds {foreign}{(isSession ? "; the session in it was wiped" : "")}",
            "remove by hand what does not belong there");
    }

    /// <summary>Wipes a folder of secrets within a session's; one that is not there is wiped already.</summary>
    public static void WipeFiles(string path)
    {
        try
        {
            var root = new DirectoryInfo(path);
            Wipe(root.GetFiles("*", EveryRealFile));
            root.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else wiped it at the same moment.
        }
    }

    /// <summary>
    /// Wipes the credentials and secrets of a session, or the key that waits for one, and what a killed process left of
    /// either; leaves everything else. False when there is nothing of them.
    /// </summary>
    public static bool WipeSecrets(PrivateFolder folder)
    {
        var isLeft = false;
        foreach (var name in (string[])[Paste, Seal, SessionFolder.Document])
            isLeft |= WipeTemporaries(folder, name);
        var session = new SessionFolder(folder.Path);
        if (!session.IsOpen && session.PromptEnd is null)
            return isLeft;
        var files = new DirectoryInfo(folder.File(Files));
        if (files is { Exists: true, LinkTarget: null })
        {
            foreach (var held in files.GetDirectories())
                if (held.LinkTarget is null && IsFilesName(held.Name))
                    WipeFiles(held.FullName);
        }

        foreach (var name in (string[])[Paste, Seal, SessionFolder.Document])
        {
            var file = new FileInfo(folder.File(name));
            if (file is { Exists: true, LinkTarget: null })
                Wipe(file);
        }

        return true;
    }

    /// <summary>Wipes what a process that was killed left of a file's writing or wiping; false when there is none.</summary>
    public static bool WipeTemporaries(PrivateFolder folder, string name)
    {
        var isLeft = false;
        foreach (var file in new DirectoryInfo(folder.Path).GetFiles(name + ".*"))
        {
            if (file.LinkTarget is not null || !PrivateFile.IsTemporaryName(file.Name))
                continue;
            Wipe(file);
            isLeft = true;
        }

        return isLeft;
    }

    /// <summary>Whether a folder in <see cref="Files"/> bears a name of those that are made for secrets.</summary>
    public static bool IsFilesName(string name) => Guid.TryParseExact(name, "N", out _);

    // One that somebody has open on Windows must not save the others.
    private static void Wipe(IEnumerable<FileInfo> files)
    {
        ExceptionDispatchInfo? fault = null;
        foreach (var file in files)
        {
            try
            {
                Wipe(file);
            }
            catch (Exception refusal) when (refusal is UnauthorizedAccessException or (IOException and not DirectoryNotFoundException))
            {
                fault ??= ExceptionDispatchInfo.Capture(refusal);
            }
        }

        fault?.Throw();
    }

    // Overwriting reaches the disk's old blocks only on file systems that write in place; elsewhere it clears the page
    // cache and no more. Renamed first, so that a process killed here leaves no half file under its name.
    public static void Wipe(FileInfo file)
    {
        try
        {
            file.MoveTo(PrivateFile.TemporaryNameOf(file.FullName));
            Overwrite(file);
            file.Delete();
        }
        catch (FileNotFoundException)
        {
            // Somebody else wiped it at the same moment.
        }
    }

    /// <summary>The same, but of a link only the link.</summary>
    public static void WipeOrUnlink(FileInfo file)
    {
        if (file.LinkTarget is null)
            Wipe(file);
        else
            file.Delete();
    }

    private static void Overwrite(FileInfo file)
    {
        // Or it could not be deleted.
        if (OperatingSystem.IsWindows())
            file.IsReadOnly = false;
        // A pipe has no length, and would wait for a reader.
        if (file.Length == 0)
            return;
        if (!OperatingSystem.IsWindows())
        {
            // A program is no secret, and one that runs cannot be written to.
            if ((file.UnixFileMode & UnixFileMode.UserExecute) != UnixFileMode.None)
                return;
            file.UnixFileMode |= UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var zeros = new byte[4096];
        for (var left = stream.Length; left > 0; left -= zeros.Length)
            stream.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
    }

    private static bool MayBeOurs(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not null)
            return false;
        if (entry is DirectoryInfo)
            return entry.Name == Files;
        return entry.Name is SessionFolder.Document or SdkFiles.Config or SdkFiles.Credentials or Paste or Seal or Lock
            || PrivateFile.IsTemporaryName(entry.Name);
    }

    // People have files named config and credentials too, and a folder of them in their home.
    private static bool IsMark(PrivateFolder folder, string name) => name switch
    {
        SessionFolder.Document or Paste or Seal => true,
        SdkFiles.Config or SdkFiles.Credentials => SdkFiles.IsOurs(folder.File(name)),
        _ => PrivateFile.IsTemporaryName(name),
    };

    private const int MarkRank = 2;

    private static int Rank(string name) => name switch
    {
        Paste or Seal => 0,
        SdkFiles.Config or SdkFiles.Credentials or Lock => MarkRank,
        _ => 1,
    };
}
