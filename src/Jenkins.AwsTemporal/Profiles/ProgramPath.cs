namespace Jenkins.AwsTemporal.Profiles;

/// <summary>
/// Finds a program in PATH, in its absolute folders alone: the current folder may be anybody's, such as a checkout, and .NET
/// and Windows look there first.
/// </summary>
internal static class ProgramPath
{
    /// <summary>The absolute path of a program, or null.</summary>
    public static string? Find(string? path, string name)
    {
        foreach (var folder in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Path.IsPathFullyQualified(folder))
                continue;
            var program = Path.Combine(folder, name);
            if (IsProgram(program))
                return program;
            if (OperatingSystem.IsWindows() && IsProgram(program + ".exe"))
                return program + ".exe";
        }

        return null;
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None);
}
