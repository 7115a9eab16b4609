using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// What INT, TERM, HUP and QUIT do: the first of them ends whatever waits and lets what writes finish, so that nothing
/// half-written stays; a later one ends the process as if nobody had listened. What is ignored here stays so.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Who ends a process and its group, as timeout does, sends it the same signal twice.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Action<PosixSignal>? _receiver;
    private long? _first;

    public Interruption(TimeProvider time)
    {
        _time = time;
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Interrupt),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>128 and the signal's number, as shells say it.</summary>
    public int ExitCode { get; private set; } = 128 + Libc.Interrupt;

    /// <summary>The signal that shall be this process's end when all is done; 0 for none.</summary>
    public int DeathSignal { get; set; }

    /// <summary>Gives the signals to somebody else from now on.</summary>
    /// <exception cref="OperationCanceledException">One came before: it is not for him, but our end.</exception>
    public void HandOver(Action<PosixSignal> receiver)
    {
        lock (_lock)
        {
            if (_first is not null)
                throw new OperationCanceledException();
            _receiver = receiver;
        }
    }

    /// <summary>Takes the signals back.</summary>
    public void TakeBack()
    {
        lock (_lock)
            _receiver = null;
    }

    /// <summary>The number that the system has for a signal.</summary>
    public static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => Libc.HangUp,
        PosixSignal.SIGINT => Libc.Interrupt,
        PosixSignal.SIGQUIT => Libc.Quit,
        _ => Libc.Terminate,
    };

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        lock (_lock)
        {
            if (_receiver is { } receiver)
            {
                context.Cancel = true;
                receiver(context.Signal);
                return;
            }

            if (_first is { } first)
            {
                context.Cancel = _time.GetElapsedTime(first) <= AtOnce;
                return;
            }

            context.Cancel = true;
            ExitCode = 128 + Number(context.Signal);
            _first = _time.GetTimestamp();
        }

        // Not within the lock: whoever waited goes on in here.
        _source.Cancel();
    }
}
