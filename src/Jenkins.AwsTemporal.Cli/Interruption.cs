using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// What SIGINT and SIGTERM do: the first one ends whatever waits and lets what writes finish, so that nothing half-written
/// stays; the second one ends the process as if nobody had listened.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private volatile Action<PosixSignal>? _receiver;

    public Interruption() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Interrupt(context, 128 + 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Interrupt(context, 128 + 15)),
    ];

    public CancellationToken Token => _source.Token;

    /// <summary>128 and the signal's number, as shells say it.</summary>
    public int ExitCode { get; private set; } = 128 + 2;

    /// <summary>The signal that shall be this process's end when all is done; 0 for none.</summary>
    public int DeathSignal { get; set; }

    /// <summary>Gives the signals to somebody else from now on, or takes them back.</summary>
    public void HandOver(Action<PosixSignal>? receiver) => _receiver = receiver;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext context, int exitCode)
    {
        if (_receiver is { } receiver)
        {
            context.Cancel = true;
            receiver(context.Signal);
            return;
        }

        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        ExitCode = exitCode;
        _source.Cancel();
    }
}
