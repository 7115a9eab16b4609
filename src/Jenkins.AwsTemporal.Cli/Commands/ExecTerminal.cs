namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// The terminal that this process is controlled by. Where there is one, the child stays in our process group: the
/// terminal's keys, the shell's jobs and the other commands of a pipeline then have to do with both of us, as they would
/// with the child alone. A group of its own would need the terminal's foreground, and take it from all of them.
/// </summary>
internal sealed class ExecTerminal : IDisposable
{
    private const nint Default = 0;
    private const nint Ignore = 1;

    // What stops the child by its keys, or as it reads in the background. It does not stop us: the child is to be stopped,
    // and what it wrote handed on, before the shell has its say.
    private static readonly int[] Stops = [Libc.KeyboardStop, Libc.InputStop];

    private readonly int _descriptor;
    private readonly nint[] _inherited = new nint[Stops.Length];

    private ExecTerminal(int descriptor)
    {
        _descriptor = descriptor;
        for (var i = 0; i < Stops.Length; i++)
            _inherited[i] = Libc.Signal(Stops[i], Ignore);
    }

    /// <summary>Whether our group is in the foreground: what its keys send has come to us and to the child.</summary>
    public bool IsOurs => Libc.ForegroundGroup(_descriptor) == Libc.OwnGroup();

    /// <returns>Null where there is none, as in a build.</returns>
    public static ExecTerminal? TryOpen()
    {
        var descriptor = Libc.Open("/dev/tty", Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec, 0);
        return descriptor < 0 ? null : new ExecTerminal(descriptor);
    }

    /// <summary>The signals that are ignored here and shall not be by the child.</summary>
    public IEnumerable<int> IgnoredHere
    {
        get
        {
            for (var i = 0; i < Stops.Length; i++)
            {
                if (_inherited[i] == Default)
                    yield return Stops[i];
            }
        }
    }

    /// <summary>
    /// Stops us as the child was, until a shell makes both run again; by a signal that has no effect where none could.
    /// </summary>
    public void Stop(int signal)
    {
        var i = signal == Libc.InputStop ? 1 : 0;
        Libc.Signal(Stops[i], _inherited[i]);
        _ = Libc.Raise(Stops[i]);
        Libc.Signal(Stops[i], Ignore);
    }

    public void Dispose()
    {
        for (var i = 0; i < Stops.Length; i++)
            Libc.Signal(Stops[i], _inherited[i]);
        _ = Libc.Close(_descriptor);
    }
}
