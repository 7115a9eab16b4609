using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Handover;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Runs the child: its input is ours, its outputs are masked, its signals are passed on.</summary>
[SupportedOSPlatform("linux")]
internal static class ExecChild
{
    private const string OwnDescriptors = "/proc/self/fd/";

    public static async Task<int> RunAsync(
        Surroundings surroundings, Interruption interruption, MaskPatterns patterns, byte[] program, byte[][] words, ExecEnvironment environment)
    {
        using var terminal = ExecTerminal.TryOpen();
        using var signals = new ExecSignals(interruption, terminal, surroundings.Time);
        Libc.Ends output = new() { Reading = -1, Writing = -1 }, error = output;
        ExecPty? outputTerminal = null, errorTerminal = null;
        var (hasOutput, hasError) = (surroundings.StandardOutput is not null, surroundings.StandardError != Stream.Null);
        if (hasOutput)
            output = Open(1, terminal, out outputTerminal);
        // One for both where ours are one: what the child writes stays in its order.
        var isOne = hasOutput && hasError && IsOneOutput();
        if (isOne)
            error.Writing = output.Writing;
        else if (hasError)
            error = Open(2, terminal, out errorTerminal);
        ExecProcess child;
        try
        {
            var isLeader = terminal is null;
            child = new ExecProcess(ExecSpawn.Start(program, words, environment.Entries, output.Writing, error.Writing, isLeader), isLeader);
        }
        finally
        {
            _ = Libc.Close(output.Writing);
            if (!isOne)
                _ = Libc.Close(error.Writing);
        }

        signals.SendTo(child);
        LeaveInput(surroundings);
        var pumps = new List<ExecPump>();
        if (output.Reading >= 0)
            pumps.Add(new ExecPump(output.Reading, outputTerminal, new ExecOutput(1), patterns));
        if (error.Reading >= 0)
            pumps.Add(new ExecPump(error.Reading, errorTerminal, new ExecOutput(2), patterns));
        await child.End.ConfigureAwait(false);
        var done = new List<Task>();
        foreach (var pump in pumps)
        {
            pump.ChildEnded();
            done.Add(pump.Done);
        }

        var all = Task.WhenAll(done);
        if (await Task.WhenAny(all, signals.AfterEnd).ConfigureAwait(false) == all && all.Exception is { } lost)
            throw ExecException.OutputLost(lost.InnerException!.Message);
        // At a terminal we die as the child did: the shell then does what it does after such a death, such as to bring the
        // terminal's modes in order, or to end a loop after Ctrl-C.
        if (terminal is not null)
            interruption.DeathSignal = child.DeathSignal;
        return child.ExitCode;
    }

    private static Libc.Ends Open(int ours, ExecTerminal? terminal, out ExecPty? pty)
    {
        pty = ExecPty.TryOpen(ours, terminal);
        if (pty is not null)
            return pty.Ends;
        return Libc.Pipe(out var ends, Libc.CloseOnExec) == 0 ? ends : throw new IOException("no pipe for the command's output can be had");
    }

    private static bool IsOneOutput()
    {
        try
        {
            return File.ResolveLinkTarget(OwnDescriptors + "1", returnFinalTarget: false) is { } output
                && File.ResolveLinkTarget(OwnDescriptors + "2", returnFinalTarget: false)?.FullName == output.FullName;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
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
