using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>A child that runs, or ran.</summary>
internal sealed class ExecProcess
{
    private const int ById = 1;
    private const int NoHang = 1;
    private const int Ended = 4;
    private const int KeepIt = 0x1000000;
    private const int Signalled = 0x7f;

    private readonly int _id;
    private readonly int _target;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    /// <param name="id">The child's id.</param>
    /// <param name="leadsGroup">Whether signals go to the group of that number too.</param>
    public ExecProcess(int id, bool leadsGroup)
    {
        (_id, _target) = (id, leadsGroup ? -id : id);
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
                _ = Libc.Kill(_target, signal);
            return !_hasEnded;
        }
    }

    // The system gives its number to nobody else before it is reaped, which is when no signal is sent any more.
    private void Wait()
    {
        Span<byte> facts = stackalloc byte[Libc.OpaqueSize];
        while (Libc.WaitFor(ById, _id, ref MemoryMarshal.GetReference(facts), Ended | KeepIt) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
            // Asked again.
        }

        lock (_lock)
        {
            _hasEnded = true;
            _ = Libc.Reap(_id, out var status, NoHang);
            DeathSignal = status & Signalled;
            ExitCode = DeathSignal > 0 ? 128 + DeathSignal : (status >> 8) & 0xff;
        }

        _end.SetResult();
    }
}
