namespace Jenkins.AwsTemporal.Sessions;

/// <summary>Finds the sessions of dead builds in a folder of sessions, and wipes them.</summary>
internal static class SessionSweep
{
    // A folder without a session may be one that is just being opened: a prompt's answer takes no longer than this.
    private static readonly TimeSpan OpeningTime = TimeSpan.FromMinutes(5);

    public static List<string> Run(string directory, IReadOnlyCollection<string> keep, TimeProvider time)
    {
        var wiped = new List<string>();
        var root = new DirectoryInfo(directory);
        if (!root.Exists)
            return wiped;
        foreach (var entry in root.EnumerateDirectories())
        {
            var isKept = keep.Any(prefix => entry.Name.StartsWith(prefix, StringComparison.Ordinal));
            var folder = new PrivateFolder(entry.FullName);
            if (!IsSessionFolder(folder) || !IsDead(entry, isKept, keep.Count > 0, time))
                continue;
            SessionWipe.Wipe(folder);
            wiped.Add(entry.FullName);
        }

        return wiped;
    }

    private static bool IsSessionFolder(PrivateFolder folder)
    {
        try
        {
            folder.Check();
            return SessionWipe.ForeignEntry(folder) is null;
        }
        catch (SessionException)
        {
            return false;
        }
    }

    private static bool IsDead(DirectoryInfo entry, bool isKept, bool anyKept, TimeProvider time)
    {
        try
        {
            var session = new SessionFolder(entry.FullName).Read();
            return session.Lifetime.IsOverAt(session.Now(time)) || (anyKept && !isKept);
        }
        catch (SessionException)
        {
            return (anyKept && !isKept) || time.GetUtcNow().UtcDateTime - entry.LastWriteTimeUtc > OpeningTime;
        }
    }
}
