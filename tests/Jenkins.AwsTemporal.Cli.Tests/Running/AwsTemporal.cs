using System.Diagnostics;
using System.Text;

namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>
/// Runs the published executable with no environment but the given one. After every run no canary may be in its words,
/// nor in its data unless they are what was asked for, and no temporary file may be left.
/// </summary>
internal sealed class AwsTemporal
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(25);

    private readonly string _temporaryFolder;

    public AwsTemporal(string temporaryFolder)
    {
        _temporaryFolder = temporaryFolder;
        WorkingFolder = temporaryFolder;
        Environment["TMPDIR"] = temporaryFolder;
    }

    /// <summary>What shall never be seen.</summary>
    public List<string> Canaries { get; } = [];

    public Dictionary<string, string?> Environment { get; } = [];

    public string WorkingFolder { get; set; }

    public Task<Finished> RunAsync(params string[] arguments) => RunAsync("", arguments);

    public Task<Finished> RunAsync(string input, string[] arguments) => RunAsync(Encoding.UTF8.GetBytes(input), arguments);

    public Task<Finished> RunAsync(byte[] input, string[] arguments) => RunAsync(input, Executable.Path, arguments, outputIsSecret: false);

    /// <summary>A command whose data is secret: only its words are searched for canaries.</summary>
    public Task<Finished> RevealAsync(params string[] arguments) => RunAsync([], Executable.Path, arguments, outputIsSecret: true);

    /// <summary>A line of sh, in which <c>$X</c> is the executable.</summary>
    public Task<Finished> ShellAsync(string script, string input = "", bool outputIsSecret = false) =>
        RunAsync(Encoding.UTF8.GetBytes(input), "/bin/sh", ["-c", script], outputIsSecret);

    public Process Start(params string[] arguments) => Start(Executable.Path, arguments);

    /// <summary>As a build does: whoever runs the tests may sit at a terminal.</summary>
    public Process StartWithoutTerminal(params string[] arguments) => Start("setsid", [Executable.Path, .. arguments]);

    public void CheckForCanaries(string text, string where)
    {
        foreach (var canary in Canaries)
            Assert.That(text, Does.Not.Contain(canary), $"a secret is in {where}");
    }

    private async Task<Finished> RunAsync(byte[] input, string program, string[] arguments, bool outputIsSecret)
    {
        using var process = Start(program, arguments);
        using var output = new MemoryStream();
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, deadline.Token);
            var words = process.StandardError.ReadToEndAsync(deadline.Token);
            await WriteAsync(process, input, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            await reading;
            var finished = new Finished(process.ExitCode, output.ToArray(), await words);
            CheckForCanaries(finished.Error, "the words");
            if (!outputIsSecret)
                CheckForCanaries(finished.Text, "the data");
            Assert.That(Directory.EnumerateFileSystemEntries(_temporaryFolder), Is.Empty, "temporary files are left");
            return finished;
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException($"no end after {Deadline}: {string.Join(' ', arguments)}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string program, string[] arguments)
    {
        CheckForCanaries(string.Join('\n', arguments), "the arguments");
        CheckForCanaries(string.Join('\n', Environment.Values), "the environment");
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = WorkingFolder,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = System.Environment.GetEnvironmentVariable("PATH");
        start.Environment["X"] = Executable.Path;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task WriteAsync(Process process, byte[] input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything.
        }
    }
}
