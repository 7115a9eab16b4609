namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Finds the program that a command names as shells do: in PATH, unless there is a slash in its name.</summary>
internal static class ExecProgram
{
    private const int Exists = 0;
    private const int IsExecutable = 1;

    /// <returns>Its path as a shell would run it, which a script gets to see: not made absolute.</returns>
    /// <exception cref="ExecException">It is not there, or cannot be run.</exception>
    public static byte[] Find(string command, byte[] name, byte[]? path)
    {
        // Elsewhere the system looks for it.
        if (!OperatingSystem.IsLinux())
            return name;
        byte[]? other = null;
        if (name.AsSpan().Contains((byte)'/'))
        {
            if (IsProgram(name))
                return name;
            other = name;
        }
        else if (name.Length > 0)
        {
            var rest = path is null ? "/usr/local/bin:/usr/bin:/bin"u8 : path;
            for (var more = true; more;)
            {
                var end = rest.IndexOf((byte)':');
                var folder = end < 0 ? rest : rest[..end];
                more = end >= 0;
                rest = rest[(end + 1)..];
                byte[] candidate = [.. folder.IsEmpty ? "."u8 : folder, (byte)'/', .. name];
                if (IsProgram(candidate))
                    return candidate;
                if (Is(candidate, Exists) && !IsFolder(candidate))
                    other ??= candidate;
            }
        }

        throw other is not null && Is(other, Exists) ? ExecException.CannotRun(command) : ExecException.NotFound(command);
    }

    private static bool IsProgram(byte[] path) => Is(path, IsExecutable) && !IsFolder(path);

    private static bool IsFolder(byte[] path) => Is([.. path, (byte)'/', (byte)'.'], Exists);

    private static bool Is(byte[] path, int mode) => Libc.Access([.. path, 0], mode) == 0;
}
