using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>How <c>exec</c> ends: as its child does, whatever happens to either.</summary>
[Platform("Linux")]
internal sealed class ExecEndTests : CommandTests
{
    [SetUp]
    public Task OpenSession() => OpenAsync();

    [TestCase("exit 0", 0)]
    [TestCase("exit 1", 1)]
    [TestCase("exit 255", 255)]
    [TestCase("kill -HUP $$", 129)]
    [TestCase("kill -INT $$", 130)]
    [TestCase("kill -QUIT $$", 131)]
    [TestCase("kill -ABRT $$", 134)]
    [TestCase("kill -KILL $$", 137)]
    [TestCase("kill -SEGV $$", 139)]
    [TestCase("kill -PIPE $$", 141)]
    [TestCase("kill -TERM $$", 143)]
    public async Task The_exit_code_is_the_childs(string script, int exitCode)
    {
        var run = await ExecAsync("ulimit -c 0; " + script);
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.Error, Is.Empty);
    }

    [Test]
    public async Task What_cannot_be_run_is_126_and_what_is_not_there_127()
    {
        File.WriteAllText(In("plain"), "echo plain\n");
        await FailsAsync(126, "CommandNotExecutable", In("plain"));
        await FailsAsync(126, "CommandNotExecutable", Folder);
        await FailsAsync(127, "CommandNotFound", In("nothing"));
        await FailsAsync(127, "CommandNotFound", "no-such-command");
        await FailsAsync(127, "CommandNotFound", "");
        (await Cli.ShellAsync($"chmod +x '{In("plain")}'")).Succeeded();
        Assert.That((await Cli.RunAsync("exec", "--session", Session, "--", In("plain"))).Succeeded().Text, Is.EqualTo("plain\n"));
        Assert.That(Aws.Requests("GetSecretValue"), Is.Zero);
    }

    [TestCase("sh", "-c", "echo ran", "--region", "eu-west-1")]
    [TestCase("sh", "-c", "echo ran", "--env")]
    [TestCase("sh", "--verbose", "-c", "echo ran")]
    [TestCase("sh", "--secret", "A=a", "/dev/null")]
    [TestCase("sh", "--file", "A=a", "A=a")]
    [TestCase("sh", "--", "-c", "echo ran")]
    [TestCase("--pristin", "--", "sh", "-c", "echo ran")]
    [TestCase("--pristin")]
    public async Task An_option_that_may_be_the_commands_own_is_not_taken_from_it(params string[] mixed)
    {
        var run = (await Cli.RunAsync(["exec", "--session", Session, .. mixed])).FailedInTwoLines(125);
        Assert.That(run.Error, Does.Contain("then --, then the command"));
    }

    [TestCase("sh", "-c", "echo ran")]
    [TestCase("--env", "sh", "-c", "echo ran")]
    [TestCase("--region=eu-west-1", "--", "sh", "-c", "echo ran")]
    [TestCase("--", "sh", "-c", "[ $1 = --region ] && [ $2 = -- ] && echo ran", "sh", "--region", "--")]
    public async Task Options_stand_before_the_command(params string[] arguments) =>
        Assert.That((await Cli.RunAsync(["exec", "--session", Session, .. arguments])).Succeeded().Text, Is.EqualTo("ran\n"));

    [Test]
    public async Task What_fails_before_the_child_starts_is_125()
    {
        (await Cli.RunAsync("exec", "--session", In("none"), "--", "true")).FailedInTwoLines(125);
        (await Cli.RunAsync("exec", "--json", "--session", In("none"), "--", "true")).FailedInJson(125, nameof(ErrorCode.NoSession));
        (await Cli.RunAsync("exec", "--session", Session)).FailedInTwoLines(125);
        (await Cli.RunAsync("exec", "--session", Session, "--secret", "1=a", "--", "true")).FailedInTwoLines(125);
        (await Cli.RunAsync("exec", "--session", Session, "--secret", "AWS_PROFILE=a", "--", "true")).FailedInTwoLines(125);
        (await Cli.RunAsync("exec", "--session", Session, "--secret", "A=a", "--secret", "A=b", "--", "true")).FailedInTwoLines(125);
        (await Cli.RunAsync("exec", "--session", Session, "--secret", "A=none", "--", "true")).FailedInTwoLines(125);
        Expire(Session);
        (await Cli.RunAsync("exec", "--json", "--session", Session, "--", "true")).FailedInJson(125, nameof(ErrorCode.Expired));
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    [TestCase("HUP")]
    [TestCase("QUIT")]
    public async Task A_signal_reaches_the_child(string signal)
    {
        using var process = Start($"trap 'echo got {signal}; exit 7' {signal}; echo ready.; while :; do sleep 0.05; done");
        await SignalAsync(process, signal);
        Assert.That(await EndAsync(process), Is.EqualTo(7));
        Assert.That(await process.StandardOutput.ReadToEndAsync(), Is.EqualTo($"got {signal}\n"));
    }

    [Test]
    public async Task Under_nohup_a_hangup_is_heard_by_nobody()
    {
        using var process = Process.Start(new ProcessStartInfo("nohup", [Executable.Path, "exec", "--session", Session, "--", "/bin/sh", "-c", $"echo ready.; until [ -e '{In("go")}' ]; do sleep 0.05; done; echo went on"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo("ready."));
        for (var i = 0; i < 2; i++)
            await SignalAsync(process, "HUP");
        File.WriteAllText(In("go"), "");
        Assert.That(await process.StandardOutput.ReadToEndAsync(), Is.EqualTo("went on\n"));
        Assert.That(await EndAsync(process), Is.Zero);
    }

    [Test]
    public async Task A_second_signal_kills_a_child_that_ignores_the_first()
    {
        using var process = Start("trap '' TERM; echo ready.; while :; do sleep 0.05; done");
        await SignalAsync(process, "TERM");
        Assert.That(process.WaitForExit(300), Is.False);
        await SignalAsync(process, "TERM");
        Assert.That(await EndAsync(process), Is.EqualTo(137));
    }

    [Test]
    public async Task A_signal_reaches_the_whole_group_and_the_second_kills_all_of_it()
    {
        using var process = Start($"sh -c \"trap 'echo grandchild >>{In("told")}' TERM; echo ready.; while :; do sleep 0.05; done\" & trap 'echo child >>{In("told")}' TERM; echo $!; echo $$; while :; do sleep 0.05; done", ready: null);
        var lines = new List<string>();
        while (lines.Count < 3)
            lines.Add((await process.StandardOutput.ReadLineAsync())!);
        await SignalAsync(process, "TERM");
        for (var i = 0; i < 200 && !(File.Exists(In("told")) && File.ReadAllLines(In("told")).Length == 2); i++)
            await Task.Delay(25);
        Assert.That(File.ReadAllLines(In("told")), Is.EquivalentTo(["child", "grandchild"]));
        await Task.Delay(250);
        await SignalAsync(process, "INT");
        Assert.That(await EndAsync(process), Is.EqualTo(137));
        foreach (var id in lines.Where(line => line != "ready."))
            Assert.That(File.Exists($"/proc/{id}/status") && !File.ReadAllText($"/proc/{id}/status").Contains("State:\tZ"), Is.False, "no process remains");
    }

    [Test]
    public async Task A_signal_to_the_process_and_to_its_group_is_one()
    {
        using var process = Start("trap 'sleep 0.5; echo cleaned; exit 3' TERM; echo ready.; while :; do sleep 0.05; done");
        await SignalAsync(process, "TERM");
        await SignalAsync(process, "TERM");
        Assert.That(await EndAsync(process), Is.EqualTo(3));
        Assert.That(await process.StandardOutput.ReadToEndAsync(), Is.EqualTo("cleaned\n"));
    }

    [Test]
    public async Task A_child_that_makes_itself_a_daemon_is_left_alone()
    {
        var run = await ExecAsync($"setsid sh -c 'exec </dev/null >/dev/null 2>&1; while [ ! -e \"{In("go")}\" ]; do sleep 0.05; done; echo done >\"{In("went")}\"' & echo started");
        Assert.That(run.Succeeded().Text, Is.EqualTo("started\n"));
        File.WriteAllText(In("go"), "");
        for (var i = 0; i < 200 && !(File.Exists(In("went")) && File.ReadAllText(In("went")) == "done\n"); i++)
            await Task.Delay(25);
        Assert.That(File.ReadAllText(In("went")), Is.EqualTo("done\n"));
    }

    [Test]
    public async Task A_gigabyte_passes_unchanged_in_little_memory()
    {
        const string Data = "yes 'a line of what a build says, of 64 bytes with its end, or more' | head -c 1073741824";
        using var process = Cli.StartWithoutTerminal("exec", "--session", Session, "--", "sh", "-c", Data + "; grep VmHWM /proc/$PPID/status >&2");
        using var same = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Data]) { RedirectStandardOutput = true })!;
        var sums = await Task.WhenAll(SHA256.HashDataAsync(process.StandardOutput.BaseStream).AsTask(), SHA256.HashDataAsync(same.StandardOutput.BaseStream).AsTask())
            .WaitAsync(TimeSpan.FromMinutes(3));
        Assert.That(await EndAsync(process), Is.Zero);
        Assert.That(sums[0], Is.EqualTo(sums[1]));
        TestContext.Out.WriteLine(await process.StandardError.ReadToEndAsync());
    }

    [Test]
    public async Task A_grandchild_that_holds_the_outputs_does_not_hang_it()
    {
        var clock = Stopwatch.StartNew();
        var run = await ExecAsync("sleep 6 & echo started; echo words >&2");
        Assert.That(run.Succeeded().Text, Is.EqualTo("started\n"));
        Assert.That(run.Error, Is.EqualTo("words\n"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(4)));
        clock.Restart();
        run = await ExecAsync("(for i in $(seq 200); do echo more; sleep 0.03; done) & echo started");
        Assert.That(run.Succeeded().Text, Does.StartWith("started\n").Or.Contain("more\nstarted\n"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_reader_that_goes_away_ends_the_child()
    {
        var run = await Cli.ShellAsync($"{{ timeout 20 \"$X\" exec --session '{Session}' -- yes; echo $? >&2; }} | head -n 1");
        Assert.That(run.Text, Is.EqualTo("y\n"));
        Assert.That(run.Error, Is.EqualTo("141\n"));
    }

    [Test]
    public async Task A_slow_reader_gets_everything()
    {
        var run = await Cli.ShellAsync($"\"$X\" exec --session '{Session}' -- head -c 300000 /dev/zero | {{ sleep 3; wc -c; }}");
        Assert.That(run.Text.Trim(), Is.EqualTo("300000"));
    }

    [Test]
    public async Task A_prompt_appears_before_it_is_answered()
    {
        using var process = Start("printf 'name: '; read -r name; echo \"hello $name\"", ready: null);
        var prompt = new char[6];
        Assert.That(await process.StandardOutput.ReadBlockAsync(prompt).AsTask().WaitAsync(TimeSpan.FromSeconds(10)), Is.EqualTo(6));
        Assert.That(new string(prompt), Is.EqualTo("name: "));
        await process.StandardInput.WriteLineAsync("alice");
        Assert.That(await EndAsync(process), Is.Zero);
        Assert.That(await process.StandardOutput.ReadToEndAsync(), Is.EqualTo("hello alice\n"));
    }

    private Task<Finished> ExecAsync(string script) => Cli.RunAsync("exec", "--session", Session, "--", "/bin/sh", "-c", script);

    private async Task FailsAsync(int exitCode, string code, string command)
    {
        (await Cli.RunAsync("exec", "--session", Session, "--", command)).FailedInTwoLines(exitCode);
        (await Cli.RunAsync("exec", "--json", "--session", Session, "--", command)).FailedInJson(exitCode, code);
    }

    private Process Start(string script, string? ready = "ready.")
    {
        var process = Cli.StartWithoutTerminal("exec", "--session", Session, "--", "/bin/sh", "-c", script);
        if (ready is not null)
            Assert.That(process.StandardOutput.ReadLine(), Is.EqualTo(ready));
        return process;
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static async Task<int> EndAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("it does not end");
        }

        return process.ExitCode;
    }
}
