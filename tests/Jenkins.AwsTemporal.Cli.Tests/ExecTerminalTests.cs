using System.Text.Json;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>A person at a terminal, alone or with an interactive shell, does not notice <c>exec</c>.</summary>
[Platform("Linux")]
internal sealed class ExecTerminalTests : CommandTests
{
    private const string CtrlC = "\x03";
    private const string CtrlZ = "\x1a";
    private const string Prompt = "PROMPT$ ";

    private static readonly string[] Shell = ["env", "PS1=" + Prompt, "bash", "--norc", "-i"];

    private string[] Exec => [Executable.Path, "exec", "--session", Session, "--"];

    [SetUp]
    public async Task OpenSession()
    {
        await OpenAsync();
        Cli.Environment["TERM"] = "xterm";
    }

    [Test]
    public async Task A_terminal_stays_a_terminal_of_its_size_and_its_bytes()
    {
        var run = await TypeAsync([.. Exec, "sh", "-c", "for i in 0 1 2; do [ -t $i ] && echo $i; done; tty; stty size; stty size <&1; stty size <&2; printf 'a\\nb\\r\\nc\\t\\033[1md' >&2"]);
        Assert.That(run.Succeeded().Text, Does.Match(@"\A0\r\n1\r\n2\r\n/dev/pts/[0-9]+\r\n33 101\r\n33 101\r\n33 101\r\na\r\nb\r\r\nc\t\x1b\[1md\z"));
    }

    [Test]
    public async Task Where_an_output_is_no_terminal_it_is_none_for_the_child()
    {
        foreach (var (redirection, expected) in new[] { ("2>/dev/null", "0 1"), (">/dev/null", "0 2"), ("</dev/null", "1 2"), ("2>&1 | cat >&2", "0"), ("</dev/null 2>&1 | cat >&2", "") })
        {
            var run = await TypeAsync(["sh", "-c", $"{string.Join(' ', Exec)} sh -c 'for i in 0 1 2; do [ -t $i ] && printf \"$i \" >>\"$1\"; done; true' sh '{In("found")}' {redirection}"]);
            run.Succeeded();
            Assert.That(File.Exists(In("found")) ? File.ReadAllText(In("found")).Trim() : "", Is.EqualTo(expected), redirection);
            File.Delete(In("found"));
        }
    }

    [Test]
    public async Task Secrets_are_masked_at_a_terminal()
    {
        var run = await TypeAsync([.. Exec[..^1], "--secret", "DB=/prod/db", "--", "sh", "-c", "echo \"<$DB>\"; printf 'canary-of-' >&2; printf 'the-secret-value-7c1f.'"]);
        Assert.That(run.Succeeded().Text, Is.EqualTo("<****>\r\n****."), "both outputs are one");
    }

    [Test]
    public async Task It_works_under_script()
    {
        if ((await Cli.ShellAsync("command -v script")).ExitCode != 0)
            Assert.Ignore("script is missing");
        var run = await Cli.ShellAsync($"script -qec \"{string.Join(' ', Exec)} sh -c 'test -t 0 && test -t 1 && test -t 2 && read -r word && echo got \\$word; kill -TERM \\$\\$'\" /dev/null", "word\n");
        Assert.That(run.Text, Does.Contain("got word\r\n"));
        Assert.That(run.ExitCode, Is.EqualTo(143));
    }

    [Test]
    public async Task A_password_is_asked_for_without_an_echo()
    {
        var run = await TypeAsync([.. Exec, "sh", "-c", "exec 0</dev/null; printf 'password: ' >/dev/tty; stty -echo </dev/tty; read -r word </dev/tty; stty echo </dev/tty; echo \"has ${#word}\""], ("password: ", "12345\n"));
        Assert.That(run.Succeeded().Text, Is.EqualTo("password: has 5\r\n"));
    }

    // No secret begins with a full stop, so the last character of the words waited for is never held back.
    [Test]
    public async Task A_program_that_draws_on_the_screen_gets_each_key_at_once()
    {
        const string Program = """
            import curses, os, time
            def main(screen):
                screen.addstr("press.")
                screen.refresh()
                return screen.getch()
            print("key", curses.wrapper(main))
            time.sleep(0.2)
            os.system("stty -a | grep -o '[-]*icanon'")
            """;
        var run = await TypeAsync([.. Exec, "python3", "-c", Program], ("press.", "x"));
        Assert.That(run.Succeeded().Text, Does.EndWith("key 120\r\nicanon\r\n"));
    }

    [Test]
    public async Task A_window_that_changes_its_size_is_told()
    {
        const string Program = """
            import os, signal, time
            sizes = []
            signal.signal(signal.SIGWINCH, lambda *_: sizes.append(os.get_terminal_size(1)))
            print("ready.", flush=True)
            while (60, 50) not in sizes: time.sleep(0.05)
            """;
        (await TypeAsync([.. Exec, "python3", "-c", Program], ("ready.", (int[])[50, 60]))).Succeeded();
    }

    [Test]
    public async Task The_keys_of_a_terminal_reach_the_child_as_often_as_they_are_pressed()
    {
        var run = await TypeAsync([.. Exec, "sh", "-c", "trap 'n=$((n+1)); echo got $n.' INT; echo ready.; while [ \"$n\" != 3 ]; do sleep 0.05; done; exit 7"],
            ("ready.", CtrlC), ("got 1.", CtrlC), ("got 2.", CtrlC));
        Assert.That(run.ExitCode, Is.EqualTo(7));
    }

    [Test]
    public async Task Ctrl_C_ends_the_child_and_the_shells_loop_around_it()
    {
        var run = await TypeAsync([.. Exec, "sh", "-c", "echo ready.; sleep 9"], ("ready.", CtrlC));
        Assert.That(run.ExitCode, Is.EqualTo(130));
        run = await TypeAsync(["bash", "-c", $"for i in 1 2 3; do {string.Join(' ', Exec)} sh -c 'echo ready.; sleep 9'; done"], ("ready.", CtrlC));
        Assert.That(run.Text, Is.EqualTo("ready.\r\n^C"));
    }

    [TestCase("sleep 0.6", true)]
    [TestCase("printf last-words.; kill -STOP $$", false)]
    [TestCase("printf last-words.; kill -TSTP 0", false)]
    public async Task What_stops_the_child_stops_it_too_and_the_shell_makes_both_run_again(string stops, bool byKeys)
    {
        File.WriteAllText(In("job"), $"echo ready.; {stops}; echo woke\n");
        var steps = new List<(string, object)> { (Prompt, $"{string.Join(' ', Exec)} sh '{In("job")}'\n") };
        if (byKeys)
            steps.Add(("ready.", CtrlZ));
        var run = await TypeAsync(Shell, [.. steps, ("Stopped", "echo in the shell\n"), ("in the shell\r", "fg\n"), ("woke\r", "exit\n")]);
        Assert.That(run.ExitCode, Is.Zero);
        if (!byKeys)
            Assert.That(run.Text.IndexOf("last-words.", StringComparison.Ordinal), Is.InRange(0, run.Text.IndexOf("Stopped", StringComparison.Ordinal)));
    }

    [Test]
    public async Task In_the_background_it_leaves_the_terminal_to_the_shell_until_it_is_fetched()
    {
        File.WriteAllText(In("job"), "sleep 0.5; echo in the background; read -r word; echo \"got $word\"\n");
        var run = await TypeAsync(Shell, (Prompt, $"{string.Join(' ', Exec)} sh '{In("job")}' &\n"), ("in the background\r", "echo in the shell\n"),
            ("Stopped", "fg\n"), ("aws-temporal", "word\n"), ("got word\r", "exit\n"));
        Assert.That(run.Succeeded().Text, Does.Contain("in the shell\r\n"));
    }

    [Test]
    public async Task The_other_commands_of_a_pipeline_have_the_terminal_too()
    {
        var run = await TypeAsync(Shell,
            (Prompt, $"echo words | {string.Join(' ', Exec)} cat | sh -c 'cat; read -r word </dev/tty; echo \"got $word\"'\n"), ("words\r", "word\n"), ("got word\r", "exit\n"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public async Task The_shell_brings_the_terminal_in_order_when_the_child_was_killed()
    {
        File.WriteAllText(In("job"), "stty raw -echo; kill -KILL $$\n");
        var run = await TypeAsync(Shell, (Prompt, $"{string.Join(' ', Exec)} sh '{In("job")}'; stty -a | grep -o '.icanon'\n"), (" icanon", "exit\n"));
        Assert.That(run.Text, Does.Contain("Killed"));
    }

    private async Task<Finished> TypeAsync(string[] command, params (string Await, object Type)[] steps)
    {
        if ((await Cli.ShellAsync("python3 -c 'import pty, curses'")).ExitCode != 0)
            Assert.Ignore("python3 is missing");
        var driver = Path.Combine(TestContext.CurrentContext.TestDirectory, "Running", "terminal.py");
        var given = JsonSerializer.Serialize(new { command, steps = steps.Select(step => new[] { step.Await, step.Type }) });
        var run = await Cli.ShellAsync($"exec python3 '{driver}'", given);
        Assert.That(run.Text, Does.Not.Contain("STILL AWAITED"));
        return run;
    }
}
