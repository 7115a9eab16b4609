using System.Text;
using System.Text.RegularExpressions;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>secret put</c> asks a person at a terminal.</summary>
[Platform("Linux")]
internal sealed partial class SecretPromptTests : CommandTests
{
    [SetUp]
    public async Task OpenWithAllRights()
    {
        Alice.Allow("secretsmanager:*");
        await OpenAsync();
        foreach (var variable in new[] { "HOME", "PYENV_ROOT" })
            if (Environment.GetEnvironmentVariable(variable) is { } value)
                Cli.Environment[variable] = value;
    }

    [TestCase("hidden-value^J", "hidden-value")]
    [TestCase("hidden-value^M", "hidden-value")]
    [TestCase("hidden-value^D", "hidden-value")]
    [TestCase("typo^?^?^?^?hidden-\u00e9^?value^J", "hidden-value")]
    [TestCase("wrong^Uhidden-value^J", "hidden-value")]
    [TestCase("tab^Ihere \u00fc^J", "tab\there \u00fc")]
    public async Task What_is_typed_is_stored_and_not_shown(string keys, string value)
    {
        var run = await TypeAsync(keys);
        Assert.That(run.ExitCode, Is.Zero, run.Shown);
        Assert.That(run.Shown, Does.Contain("paste or type the value, which is not shown, then press Enter").And.Not.Contain("idden").And.Not.Contain("here"));
        Assert.That((run.Echoes, run.CutsLines, run.Restored), Is.EqualTo((false, false, true)));
        Assert.That(await StoredAsync(), Is.EqualTo(value));
    }

    [Test]
    public async Task A_long_paste_comes_whole()
    {
        var value = string.Concat(Enumerable.Range(0, 65536 / 8).Select(i => $"{i:x8}"));
        var run = await TypeAsync(value + "^J");
        Assert.That(run.ExitCode, Is.Zero, run.Shown);
        Assert.That(await StoredAsync(), Is.EqualTo(value));
        Assert.That(run.Shown, Does.Not.Contain("warning").And.Not.Contain("00000"));
    }

    [Test]
    public async Task A_paste_that_fits_no_secret_is_refused_and_read_to_its_end()
    {
        var run = await TypeAsync(new string('x', 90_000) + "^J");
        Assert.That((run.ExitCode, run.Restored), Is.EqualTo((2, true)), run.Shown);
        Assert.That(run.Shown, Does.Contain("more than the 65536 bytes").And.Not.Contain("xx"));
        Assert.That(Aws.Requests("CreateSecret"), Is.Zero);
    }

    [Test]
    public async Task Lines_are_taken_until_Ctrl_D_when_asked_for()
    {
        var run = await TypeAsync("first^Jsecond^J^D", "--multi-line");
        Assert.That(run.ExitCode, Is.Zero, run.Shown);
        Assert.That(await StoredAsync(), Is.EqualTo("first\nsecond\n"));
    }

    [TestCase("first^Jsecond-line^J", "more than one line was pasted, and nothing is stored")]
    [TestCase("val^[[Due^J", "what was typed holds control characters")]
    [TestCase("^J", "the value is empty")]
    public async Task What_cannot_have_been_meant_is_not_stored(string keys, string message)
    {
        var run = await TypeAsync(keys);
        Assert.That((run.ExitCode, run.Restored), Is.EqualTo((2, true)), run.Shown);
        Assert.That(run.Shown, Does.Contain(message).And.Not.Contain("second-line"));
        Assert.That(Aws.Requests("CreateSecret"), Is.Zero);
    }

    [TestCase("half a val^C", null, 130)]
    [TestCase("half a val", "SIGINT", 130)]
    [TestCase("half a val", "SIGTERM", 143)]
    [TestCase("half a val", "SIGHUP", 129)]
    [TestCase("half a val", "SIGQUIT", 131)]
    public async Task An_interruption_gives_the_terminal_back_as_it_was(string keys, string? signal, int exitCode)
    {
        var run = await TypeUntilAsync(keys, signal);
        Assert.That((run.ExitCode, run.Echoes, run.Restored), Is.EqualTo((exitCode, false, true)), run.Shown);
        Assert.That(run.Shown, Does.Contain("interrupted").And.Not.Contain("half a val"));
        Assert.That(Aws.Requests("CreateSecret"), Is.Zero);
    }

    [Test]
    public async Task Keys_that_would_leave_the_terminal_hidden_do_nothing()
    {
        var run = await TypeAsync("^\\^Z^J");
        Assert.That((run.ExitCode, run.Restored), Is.EqualTo((2, true)), run.Shown);
        Assert.That(run.Shown, Does.Contain("control characters"));
    }

    [Test]
    public async Task Nothing_but_words_is_written_to_a_terminal()
    {
        Cli.Environment["TERM"] = "xterm";
        var run = await Terminal.TypeAsync(Cli, Folder, Bytes("typo^?^?^?^?no paste^J^D"), null, "inspect");
        Assert.That((run.ExitCode, run.Restored), Is.EqualTo((3, true)), run.Shown);
        Assert.That(run.Shown, Does.Contain("aws-temporal: error: "));
        Assert.That(run.Shown.Contains('\u001b'), Is.False, "escape sequences");
    }

    [Test]
    public async Task A_terminal_given_as_a_file_is_refused()
    {
        var run = await Terminal.TypeAsync(Cli, Folder, [], null, "secret", "put", "new", "--session", Session, "--file", "/dev/tty");
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Shown);
        Assert.That(run.Shown, Does.Contain("--file names a terminal"));
    }

    private Task<TerminalRun> TypeAsync(string keys, params string[] options) =>
        Terminal.TypeAsync(Cli, Folder, Bytes(keys), null, ["secret", "put", "new", "--session", Session, .. options]);

    private Task<TerminalRun> TypeUntilAsync(string keys, string? signal) =>
        Terminal.TypeAsync(Cli, Folder, Bytes(keys), signal, "secret", "put", "new", "--session", Session);

    // A control character is written as a terminal shows it, because in the name of a test it would be lost with its test.
    private static byte[] Bytes(string keys) =>
        Encoding.UTF8.GetBytes(Control().Replace(keys, key => ((char)(key.Value[1] ^ '@')).ToString()));

    [GeneratedRegex(@"\^[?-_]")]
    private static partial Regex Control();

    private async Task<string> StoredAsync() => (await Cli.RevealAsync("secret", "get", "new", "--session", Session)).Succeeded().Text;
}
