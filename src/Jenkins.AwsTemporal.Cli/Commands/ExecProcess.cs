using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>A child that runs, or ran.</summary>
internal sealed class ExecProcess
{
    private const int ById = 1;
    private const int NoHang = 1;
    private const int Stopped = 2;
    private const int Ended = 4;
    private const int Continued = 8;
    private const int KeepIt = 0x1000000;
    private const int SignalMask = 0x7f;
    private const int Unknown = 125;
    private const int StopMark = 0x7f;

    // What it wrote before it stopped stands before what the shell says to that.
    private const int LastWords = 50;

    private readonly int _id;
    private readonly ExecTerminal? _terminal;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    /// <param name="id">The child's id.</param>
    /// <param name="terminal">
    /// That of the group in which it and we are: who stops the child waits for our stop. Without one it leads a group of
    /// its own, which signals go to.
    /// </param>
    public ExecProcess(int id, ExecTerminal? terminal)
    {
        (_id, _terminal) = (id, terminal);
        new Thread(Wait) { IsBackground = true }.Start();
    }

    /// <summary>Ends when the child has.</summary>
    public Task End => _end.Task;

    /// <summary>After the end: 128 and the number of the signal that it died of, or its own code.</summary>
    public int ExitCode { get; private set; }

    /// <summary>After the end: the signal that it died of, or 0.</summary>
    public int DeathSignal { get; private set; }

    /// <summary>Sends a signal, unless it has ended; returns whether it had not.</summary>
    public bool Send(int signal)
    {
        lock (_lock)
        {
            if (!_hasEnded)
                _ = Libc.Kill(_terminal is null ? -_id : _id, signal);
            return !_hasEnded;
        }
    }

    private void Wait()
    {
        Span<byte> facts = stackalloc byte[Libc.OpaqueSize];
        var happening = _terminal is null ? Ended : Ended | Stopped;
        while (true)
        {
            if (Libc.WaitFor(ById, _id, ref MemoryMarshal.GetReference(facts), happening | KeepIt) < 0
                && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            // Of a stop nothing is left when it runs again by now.
            if (HasEnded(out var stop))
                break;
            if (stop > 0)
                StopToo(stop);
        }

        _end.SetResult();
    }

    // The system gives its number to nobody else before it is reaped, which is when no signal is sent any more.
    private bool HasEnded(out int stop)
    {
        lock (_lock)
        {
            var reaped = Libc.Reap(_id, out var status, _terminal is null ? NoHang : NoHang | Stopped);
            stop = reaped > 0 && (status & 0xff) == StopMark ? status >> 8 : 0;
            if (stop > 0 || reaped == 0)
                return false;
            _hasEnded = true;
            DeathSignal = status & SignalMask;
            ExitCode = reaped < 0 ? Unknown : DeathSignal > 0 ? 128 + DeathSignal : (status >> 8) & 0xff;
            return true;
        }
    }

    private void StopToo(int signal)
    {
        Thread.Sleep(LastWords);
        if (Libc.Reap(_id, out _, NoHang | Continued) <= 0)
            _terminal?.Stop(signal);
    }
}
