using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// Passes TERM, INT, HUP and QUIT on to the child; the second of them kills it. What a terminal sends to the child too is
/// left to it: INT and QUIT of its keys are not passed on, and HUP, which also shells send, does not count.
/// </summary>
internal sealed class ExecSignals : IDisposable
{
    private readonly Interruption _interruption;
    private readonly ExecTerminal? _terminal;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _afterEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExecProcess? _child;
    private int _early;
    private long? _first;

    /// <exception cref="OperationCanceledException">A signal came already, so nothing is to be started.</exception>
    public ExecSignals(Interruption interruption, ExecTerminal? terminal, TimeProvider time)
    {
        (_interruption, _terminal, _time) = (interruption, terminal, time);
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

    public void Dispose() => _interruption.TakeBack();

    private void Receive(PosixSignal signal)
    {
        lock (_lock)
        {
            var isOfKeys = signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT && _terminal is { IsOurs: true };
            var number = isOfKeys ? 0 : Interruption.Number(signal);
            if (!isOfKeys && !(signal == PosixSignal.SIGHUP && _terminal is not null))
            {
                if (_first is { } first && _time.GetElapsedTime(first) > Interruption.AtOnce)
                    number = Libc.KillSignal;
                _first ??= _time.GetTimestamp();
            }

            if (_child is null)
                _early = Math.Max(number, _early);
            else if (!_child.Send(number))
                _afterEnd.TrySetResult();
        }
    }
}
