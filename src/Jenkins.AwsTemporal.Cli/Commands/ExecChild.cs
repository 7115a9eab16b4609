using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Runs the child: its input is ours, its outputs are masked, its signals are passed on.</summary>
[SupportedOSPlatform("linux")]
internal static class ExecChild
{
    public static async Task<int> RunAsync(
        Surroundings surroundings, Interruption interruption, ExecMasks masks, ExecExpiry expiry, byte[] program, byte[][] words, ExecEnvironment environment)
    {
        using var terminal = ExecTerminal.TryOpen();
        using var signals = new ExecSignals(interruption, terminal, surroundings.Time);
        using var outputs = new ExecOutputs(surroundings, terminal);
        ExecProcess child;
        try
        {
            child = new ExecProcess(ExecSpawn.Start(program, words, environment.Entries, outputs.Output, outputs.Error, terminal), terminal);
        }
        finally
        {
            outputs.Leave();
        }

        signals.SendTo(child);
        LeaveInput(surroundings);
        outputs.Carry(masks);
        using var ended = new CancellationTokenSource();
        _ = expiry.WatchAsync(outputs.Tell, signal => child.Send(signal), ended.Token);
        await child.End.ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        var all = outputs.ChildEndedAsync();
        if (await Task.WhenAny(all, signals.AfterEnd).ConfigureAwait(false) == all && all.Exception is { } lost)
            throw ExecException.OutputLost(lost.InnerException!.Message);
        // At a terminal we die as the child did: the shell then does what it does after such a death, such as to bring the
        // terminal's modes in order, or to end a loop after Ctrl-C.
        if (terminal is not null)
            interruption.DeathSignal = child.DeathSignal;
        return child.ExitCode;
    }

    // The child alone holds it: who writes to it is told when the child has closed it.
    private static void LeaveInput(Surroundings surroundings)
    {
        surroundings.In.Dispose();
        var nothing = Libc.Open("/dev/null", Libc.ReadWrite | Libc.CloseOnExec, 0);
        if (nothing > 0)
        {
            _ = Libc.Duplicate(nothing, 0);
            _ = Libc.Close(nothing);
        }
    }
}
