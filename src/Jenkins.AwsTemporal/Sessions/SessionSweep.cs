using System.Runtime.ExceptionServices;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>Finds the sessions of dead builds in a folder of sessions, and wipes them.</summary>
internal static class SessionSweep
{
    // A folder without a session may be one that is just being opened: what a person has answered takes no longer than this.
    private static readonly TimeSpan OpeningTime = TimeSpan.FromMinutes(5);

    public static List<string> Run(string directory, IReadOnlyCollection<string> keep, TimeProvider time)
    {
        var wiped = new List<string>();
        var root = new DirectoryInfo(directory);
        if (!root.Exists)
            return wiped;
        ExceptionDispatchInfo? fault = null;
        foreach (var entry in root.EnumerateDirectories())
        {
            try
            {
                if (Sweep(entry, keep, time))
                    wiped.Add(entry.FullName);
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                // One that cannot be wiped must not save the others.
                fault ??= ExceptionDispatchInfo.Capture(refusal);
            }
        }

        fault?.Throw();
        return wiped;
    }

    private static bool Sweep(DirectoryInfo entry, IReadOnlyCollection<string> keep, TimeProvider time)
    {
        var isKept = keep.Any(prefix => entry.Name.StartsWith(prefix, StringComparison.Ordinal));
        var folder = new PrivateFolder(entry.FullName);
        try
        {
            if (!IsSafe(folder) || !IsDead(entry, isKept, keep.Count > 0, time))
                return false;
            if (SessionWipe.ForeignEntry(folder) is not null)
            {
                // Somebody's folder, but the session in it is ours and does not outlive its build.
                SessionWipe.WipeSecrets(folder);
                return false;
            }

            // Tried again where somebody writes into it at this moment.
            new SessionFolder(folder.Path).Close();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else swept it at the same moment.
            return false;
        }
    }

    private static bool IsSafe(PrivateFolder folder)
    {
        try
        {
            return folder.Check();
        }
        catch (SessionException)
        {
            return false;
        }
    }

    private static bool IsDead(DirectoryInfo entry, bool isKept, bool anyKept, TimeProvider time)
    {
        if (anyKept && !isKept)
            return true;
        var folder = new SessionFolder(entry.FullName);
        var now = time.GetUtcNow();
        var promptEnd = folder.PromptEnd;
        if (now < promptEnd)
            return false;
        try
        {
            var session = folder.Read();
            return session.Lifetime.IsOverAt(session.Now(time)) && session.Renewal?.IsPossible(time) != true;
        }
        catch (SessionException)
        {
            return promptEnd is not null || now.UtcDateTime - entry.LastWriteTimeUtc > OpeningTime;
        }
    }
}
