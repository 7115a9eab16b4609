using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// Passes TERM, INT, HUP and QUIT on to the child; the second of them kills it. INT and QUIT that a terminal's keys send
/// reach the child by themselves.
/// </summary>
internal sealed partial class ExecSignals : IDisposable
{
    private readonly Interruption _interruption;
    private readonly bool _hasTerminal;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _afterEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _child;
    private PosixSignal? _early;
    private int _count;

    public ExecSignals(Interruption interruption, bool hasTerminal)
    {
        (_interruption, _hasTerminal) = (interruption, hasTerminal);
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Catch),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Catch),
        ];
        interruption.HandOver(Receive);
    }

    /// <summary>Ends when a signal comes although the child has ended.</summary>
    public Task AfterEnd => _afterEnd.Task;

    /// <summary>The child is there; a signal that came before it was is passed on now.</summary>
    public void SendTo(Process child)
    {
        lock (_lock)
        {
            _child = child;
            if (_early is { } signal)
                Send(child, signal);
        }
    }

    public void Dispose()
    {
        _interruption.HandOver(null);
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void Catch(PosixSignalContext context)
    {
        context.Cancel = true;
        Receive(context.Signal);
    }

    private void Receive(PosixSignal signal)
    {
        lock (_lock)
        {
            _count++;
            if (_child is null)
                _early = signal;
            else if (_child.HasExited)
                _afterEnd.TrySetResult();
            else if (_count > 1)
                Kill(_child);
            else if (!_hasTerminal || signal is not (PosixSignal.SIGINT or PosixSignal.SIGQUIT))
                Send(_child, signal);
        }
    }

    private static void Send(Process child, PosixSignal signal)
    {
        if (OperatingSystem.IsWindows())
            Kill(child);
        else if (!child.HasExited)
            _ = SendSignal(child.Id, Number(signal));
    }

    private static void Kill(Process child)
    {
        try
        {
            child.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        _ => 15,
    };

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
