namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// The terminal that this process is controlled by. Where there is one, the child stays in our process group: the
/// terminal's keys, the shell's jobs and the other commands of a pipeline then have to do with both of us, as they would
/// with the child alone. A group of its own would need the terminal's foreground, and take it from all of them.
/// </summary>
internal sealed class ExecTerminal : IDisposable
{
    private readonly int _descriptor;

    private ExecTerminal(int descriptor) => _descriptor = descriptor;

    /// <summary>Whether our group is in the foreground: what its keys send has come to us and to the child.</summary>
    public bool IsOurs => Libc.ForegroundGroup(_descriptor) == Libc.OwnGroup();

    /// <returns>Null where there is none, as in a build.</returns>
    public static ExecTerminal? TryOpen()
    {
        var descriptor = Libc.Open("/dev/tty", Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec, 0);
        return descriptor < 0 ? null : new ExecTerminal(descriptor);
    }

    public void Dispose() => _ = Libc.Close(_descriptor);
}
