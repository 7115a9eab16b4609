namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Finds the program that a command names as shells do: in PATH, unless there is a slash in its name.</summary>
internal static class ExecProgram
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <returns>Its absolute path.</returns>
    /// <exception cref="ExecException">It is not there, or cannot be run.</exception>
    public static string Find(string name, string? path)
    {
        // .NET would also look beside this executable and in the working folder.
        string? other = null;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            other = Path.GetFullPath(name);
            if (IsProgram(other))
                return other;
        }
        else if (name.Length > 0)
        {
            foreach (var folder in (path ?? "/usr/local/bin:/usr/bin:/bin").Split(Path.PathSeparator))
            {
                var candidate = Path.Combine(Path.GetFullPath(folder.Length == 0 ? "." : folder), name);
                if (IsProgram(candidate))
                    return candidate;
                if (File.Exists(candidate))
                    other ??= candidate;
            }
        }

        throw other is not null && (File.Exists(other) || Directory.Exists(other)) ? ExecException.CannotRun(name) : ExecException.NotFound(name);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
}
