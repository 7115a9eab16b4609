using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Profiles;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Runs the child where there is no Linux, by what .NET has for it: pipes, no group, and a signal kills.</summary>
internal static class ExecElsewhere
{
    public static async Task<int> RunAsync(
        Surroundings surroundings, Interruption interruption, ExecMasks masks, string[] words, ExecEnvironment environment)
    {
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Clear();
        foreach (var entry in environment.Entries)
        {
            if (Encoding.UTF8.GetString(entry).Split('=', 2) is [var name, var value])
                start.Environment[name] = value;
        }

        // By itself the system looks into our own folder and the current one first, and into our PATH instead of the child's.
        start.FileName = Path.GetFileName(words[0]) != words[0]
            ? Path.GetFullPath(words[0])
            : ProgramPath.Find(start.Environment.TryGetValue("PATH", out var path) ? path : null, words[0]) ?? throw ExecException.NotFound(words[0]);
        // Windows leaves out blanks and dots at a name's end.
        if (OperatingSystem.IsWindows() && Path.GetExtension(Path.GetFullPath(start.FileName)).ToLowerInvariant() is ".bat" or ".cmd")
            throw ExecException.BatchFile(words[0]);
        interruption.Token.ThrowIfCancellationRequested();
        using var child = Start(start, words);
        try
        {
            interruption.HandOver(_ => child.Kill());
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            throw;
        }

        var output = Task.Run(() => Carry(child.StandardOutput.BaseStream, surroundings.StandardOutput ?? Stream.Null, masks.Current()));
        var error = Task.Run(() => Carry(child.StandardError.BaseStream, surroundings.StandardError, masks.Current()));
        await Task.WhenAll(child.WaitForExitAsync(), output, error).ConfigureAwait(false);
        interruption.TakeBack();
        return child.ExitCode;
    }

    private static Process Start(ProcessStartInfo start, string[] words)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw fault.NativeErrorCode == Libc.NoSuchFile ? ExecException.NotFound(words[0]) : ExecException.CannotRun(words[0]);
        }
    }

    private static void Carry(Stream from, Stream to, MaskPatterns patterns)
    {
        var masker = new OutputMasker(patterns, to);
        var buffer = new byte[4096];
        while (from.Read(buffer) is > 0 and var length)
            masker.Write(buffer.AsSpan(0, length));
        masker.Complete();
    }
}
