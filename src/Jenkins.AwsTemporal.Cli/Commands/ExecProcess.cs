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
    private const int StopMark = 0x7f;

    private const nint Ignore = 1;

    // What it wrote before it stopped stands before what the shell says to that.
    private const int LastWords = 50;

    private readonly int _id;
    private readonly bool _leadsGroup;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    /// <param name="id">The child's id.</param>
    /// <param name="leadsGroup">
    /// Whether it leads a group, which signals go to. If not, it is in ours: who stops the child waits for our stop.
    /// </param>
    public ExecProcess(int id, bool leadsGroup)
    {
        (_id, _leadsGroup) = (id, leadsGroup);
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
                _ = Libc.Kill(_leadsGroup ? -_id : _id, signal);
            return !_hasEnded;
        }
    }

    private void Wait()
    {
        Span<byte> facts = stackalloc byte[Libc.OpaqueSize];
        // At a terminal it is the child that is stopped, and stops us when we have handed on what it wrote.
        var (ours, oursOfInput) = _leadsGroup ? (0, 0) : (Libc.Signal(Libc.KeyboardStop, Ignore), Libc.Signal(Libc.InputStop, Ignore));
        var happening = _leadsGroup ? Ended : Ended | Stopped;
        while (true)
        {
            if (Libc.WaitFor(ById, _id, ref MemoryMarshal.GetReference(facts), happening | KeepIt) < 0
                && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            // Of a stop nothing is left when it runs again by now.
            if (HasEnded(out var stop))
                break;
            if (stop == Libc.InputStop)
                StopToo(stop, oursOfInput);
            else if (stop > 0)
                StopToo(Libc.KeyboardStop, ours);
        }

        _end.SetResult();
    }

    // The system gives its number to nobody else before it is reaped, which is when no signal is sent any more.
    private bool HasEnded(out int stop)
    {
        lock (_lock)
        {
            var reaped = Libc.Reap(_id, out var status, _leadsGroup ? NoHang : NoHang | Stopped);
            stop = reaped > 0 && (status & 0xff) == StopMark ? status >> 8 : 0;
            if (stop > 0 || reaped == 0)
                return false;
            _hasEnded = true;
            DeathSignal = status & SignalMask;
            ExitCode = DeathSignal > 0 ? 128 + DeathSignal : (status >> 8) & 0xff;
            return true;
        }
    }

    // By a signal that has no effect where no shell could make us run again, whatever stopped the child.
    private void StopToo(int signal, nint ours)
    {
        Thread.Sleep(LastWords);
        if (Libc.Reap(_id, out _, NoHang | Continued) > 0)
            return;
        Libc.Signal(signal, ours);
        _ = Libc.Raise(signal);
        Libc.Signal(signal, Ignore);
    }
}
