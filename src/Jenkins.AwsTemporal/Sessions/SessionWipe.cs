namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// Removes a session folder, the secrets first. Only files that a session has are touched: a folder with anything else
/// in it was not made by us, and is refused whole.
/// </summary>
internal static class SessionWipe
{
    private const string Files = "files";

    // A paste is handed over through this file; it goes as the first.
    private const string Paste = "paste";
    private const string Lock = "lock";

    // Links are removed with the folder, and what they point to is never touched.
    private static readonly EnumerationOptions EveryRealFile = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>The name of something in the folder that no session has, or null.</summary>
    public static string? ForeignEntry(PrivateFolder folder)
    {
        foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos())
        {
            if (!IsOurs(entry))
                return entry.Name;
        }

        return null;
    }

    public static void Wipe(PrivateFolder folder)
    {
        if (ForeignEntry(folder) is { } foreign)
            throw new SessionException(
                ErrorCode.UnsafeFolder,
                folder.Path,
                $"the folder {folder.Path} is no session folder: it holds {foreign}",
                "remove by hand what does not belong there");
        var root = new DirectoryInfo(folder.Path);
        foreach (var file in root.EnumerateFiles("*", EveryRealFile).OrderBy(file => Rank(file.Name)).ToArray())
            Wipe(file);
        try
        {
            root.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else closed it at the same moment.
        }
    }

    // Overwriting reaches the disk's old blocks only on file systems that write in place; elsewhere it clears the page
    // cache and no more. Renamed first, so that a process killed here leaves no half session under its name.
    private static void Wipe(FileInfo file)
    {
        try
        {
            if (SessionFolder.IsDocument(file.Name))
                file.MoveTo($"{file.FullName}.{Guid.NewGuid():N}.tmp");
            using (var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
            {
                var zeros = new byte[4096];
                for (var left = stream.Length; left > 0; left -= zeros.Length)
                    stream.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
            }

            file.Delete();
        }
        catch (FileNotFoundException)
        {
            // Somebody else wiped it at the same moment.
        }
    }

    private static bool IsOurs(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not null)
            return false;
        if (entry is DirectoryInfo)
            return entry.Name == Files;
        return SessionFolder.IsDocument(entry.Name)
            || entry.Name is SdkFiles.Config or SdkFiles.Credentials or Paste or Lock
            || entry.Name.EndsWith(".tmp", StringComparison.Ordinal);
    }

    private static int Rank(string name) => name switch
    {
        Paste => 0,
        SdkFiles.Config or SdkFiles.Credentials or Lock => 2,
        _ => 1,
    };
}
