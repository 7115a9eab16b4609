using System.Diagnostics;
using System.Globalization;
using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

[Platform("Linux")]
internal sealed class SignalTests : CommandTests
{
    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    [TestCase("HUP", 129)]
    [TestCase("QUIT", 131)]
    public async Task A_signal_ends_a_hanging_call_at_once_and_leaves_nothing(string signal, int exitCode)
    {
        Aws.Faults.Always(Fault.Hang);
        using var process = Cli.Start("open", "--session", Session);
        await process.StandardInput.WriteAsync(Paste(Given));
        process.StandardInput.Close();
        await UntilAsync(() => Aws.Requests("GetCallerIdentity") > 0);
        Cli.CheckForCanaries(await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline"), "the command line");
        Cli.CheckForCanaries(await File.ReadAllTextAsync($"/proc/{process.Id}/environ"), "the environment");

        await EndsAsync(process, signal, exitCode);
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    [TestCase("HUP", 129)]
    [TestCase("QUIT", 131)]
    public async Task A_signal_ends_the_wait_for_a_paste(string signal, int exitCode)
    {
        using var process = Cli.Start("open", "--session", Session);
        await process.StandardInput.WriteAsync(Paste(Given)[..20]);
        await process.StandardInput.FlushAsync();
        await Task.Delay(300);
        await EndsAsync(process, signal, exitCode);
    }

    [Test]
    public async Task A_signal_during_a_secret_leaves_the_old_file()
    {
        await OpenAsync();
        File.WriteAllText(In("value"), "old");
        Aws.Faults.Always(Fault.HalfBody, action: "GetSecretValue");
        using var process = Cli.Start("secret", "get", "/prod/db", "--session", Session, "--out", In("value"));
        await UntilAsync(() => Aws.Requests("GetSecretValue") > 0);
        await EndsAsync(process, "TERM", 143);
        Assert.That(File.ReadAllText(In("value")), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(Folder, "*.tmp"), Is.Empty);
    }

    [TestCase("TERM")]
    [TestCase("HUP")]
    [TestCase("QUIT")]
    public async Task A_signal_before_a_file_has_its_name_leaves_no_other(string signal)
    {
        await OpenAsync();
        var run = await Cli.ShellAsync($"strace -f -o /dev/null -e trace=pwrite64 -e inject=pwrite64:signal={signal}:when=1 \"$X\" secret get /prod/db --session '{Session}' --out '{In("value")}'; strace -o /dev/null true");
        if (run.ExitCode != 0)
            Assert.Ignore("strace, which sends a signal at a chosen system call, cannot be used here");
        Assert.That(Directory.GetFiles(Folder, "*.tmp"), Is.Empty);
        Assert.That(File.ReadAllText(In("value")), Is.EqualTo(SecretText));
    }

    [Test]
    public async Task A_crash_leaves_no_memory_on_disk()
    {
        if (!File.ReadAllText("/proc/sys/kernel/core_pattern").StartsWith("core", StringComparison.Ordinal))
            Assert.Ignore("this machine does not write core dumps into the working folder");
        var script = $"cd '{Folder}' && ulimit -c unlimited && ";
        if ((await Cli.ShellAsync(script + "sh -c 'kill -ABRT $$'; ls core*")).ExitCode != 0)
            Assert.Ignore("no core dump can be had here");
        (await Cli.ShellAsync($"rm '{Folder}'/core*")).Succeeded();

        Aws.Faults.Always(Fault.Hang);
        var crash = Cli.ShellAsync(script + $"exec \"$X\" open --session '{Session}'", Paste(Given));
        await UntilAsync(() => Aws.Requests("GetCallerIdentity") > 0);
        var pid = Process.GetProcessesByName("aws-temporal").Single(process => File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(Session)).Id;
        await SendAsync("ABRT", pid);
        Assert.That((await crash).ExitCode, Is.EqualTo(128 + 6));
        Assert.That(Directory.GetFiles(Folder, "core*"), Is.Empty);
    }

    // The shell's own kill: a small system has no program of that name.
    private static async Task SendAsync(string signal, int process)
    {
        using var shell = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -s {signal} {process}")]);
        await shell.WaitForExitAsync();
    }

    private static async Task EndsAsync(Process process, string signal, int exitCode)
    {
        await SendAsync(signal, process.Id);
        // Well before the call's own deadline, which is 30 seconds.
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill();
            Assert.Fail("the signal is not heard");
        }

        Assert.That(process.ExitCode, Is.EqualTo(exitCode));
        var error = await process.StandardError.ReadToEndAsync();
        Assert.That(error, Is.EqualTo("aws-temporal: error: interrupted\nhint: run it again\n"));
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 200 && !isSo(); i++)
            await Task.Delay(25);
        Assert.That(isSo(), Is.True);
    }
}
