using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Jenkins.AwsTemporal.Handover;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Runs the child: its input is ours, its two outputs are masked each by itself, its signals are passed on.</summary>
internal static partial class ExecChild
{
    private const int NoSuchFile = 2;
    private const int NotAProgram = 8;
    private const int BrokenPipe = 13;
    private const nint Default = 0;

    public static async Task<int> RunAsync(
        Surroundings surroundings, Interruption interruption, MaskPatterns patterns, string program, string[] command, ExecEnvironment environment)
    {
        using var signals = new ExecSignals(interruption, surroundings.InIsTerminal);
        using var child = Start(program, command, environment);
        signals.SendTo(child);
        var output = new ExecPump(child.StandardOutput.BaseStream, surroundings.StandardOutput ?? Stream.Null, descriptor: 1, patterns);
        var error = new ExecPump(child.StandardError.BaseStream, surroundings.StandardError, descriptor: 2, patterns);
        await child.WaitForExitAsync().ConfigureAwait(false);
        output.ChildEnded();
        error.ChildEnded();
        await Task.WhenAny(Task.WhenAll(output.Done, error.Done), signals.AfterEnd).ConfigureAwait(false);
        return child.ExitCode;
    }

    private static Process Start(string program, string[] command, ExecEnvironment environment)
    {
        try
        {
            return StartOne(program, command.AsSpan(1), environment);
        }
        catch (Win32Exception fault) when (fault.NativeErrorCode == NotAProgram)
        {
            // A script without a first line that names its shell: sh runs it, as it would for a shell.
            return StartOne("/bin/sh", [program, .. command.AsSpan(1)], environment);
        }
        catch (Win32Exception fault)
        {
            throw fault.NativeErrorCode == NoSuchFile ? ExecException.NotFound(command[0]) : ExecException.CannotRun(command[0]);
        }
    }

    private static Process StartOne(string program, ReadOnlySpan<string> arguments, ExecEnvironment environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        environment.CopyTo(start.Environment);
        if (OperatingSystem.IsWindows())
            return Process.Start(start)!;

        // .NET ignores SIGPIPE, and what is ignored stays so in a child, which then would not end when its reader does.
        var ours = SetSignal(BrokenPipe, Default);
        try
        {
            return Process.Start(start)!;
        }
        finally
        {
            _ = SetSignal(BrokenPipe, ours);
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SetSignal(int signal, nint handler);
}
