using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// Passes TERM, INT, HUP and QUIT on to the child; the second of them kills it. INT and QUIT that a terminal's keys send
/// reach the child by themselves.
/// </summary>
internal sealed class ExecSignals : IDisposable
{
    private const int Kill = 9;

    private readonly Interruption _interruption;
    private readonly bool _hasTerminal;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _afterEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExecProcess? _child;
    private int _early;
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
    public void SendTo(ExecProcess child)
    {
        lock (_lock)
        {
            _child = child;
            if (_early != 0)
                child.Send(_early);
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
            var number = _hasTerminal && signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT ? 0 : Number(signal);
            if (number > 0 && ++_count > 1)
                number = Kill;
            if (_child is null)
                _early = Math.Max(number, _early);
            else if (!_child.Send(number))
                _afterEnd.TrySetResult();
        }
    }

    private static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        _ => 15,
    };
}
