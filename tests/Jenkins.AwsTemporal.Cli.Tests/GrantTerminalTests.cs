using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>grant</c> and the person at the terminal.</summary>
[Platform("Linux")]
internal sealed class GrantTerminalTests : GrantCommandTests
{
    private const string Question = "Grant this session? [y/N] ";
    private const string TokenQuestion = "which is not shown, then press Enter";

    private string[] Grant => [Executable.Path, "grant", Build];

    [TestCase("y")]
    [TestCase("YES")]
    public async Task A_yes_grants_and_the_token_is_asked_for_without_echo(string yes)
    {
        var run = (await TypeAsync(Grant, (TokenQuestion, Token + "\n"), (Question, yes + "\n"))).Succeeded();
        Assert.That(run.Text, Does.Contain($"paste the API token of alice for {Jenkins.Url[..^8]}").And.Contain("answered: build 12 of team/deploy"));
        Assert.That(run.Text.IndexOf("agent       linux-1", StringComparison.Ordinal), Is.InRange(0, run.Text.IndexOf(Question, StringComparison.Ordinal)));
        await OpenedAsync(Waiting.Value, run);
    }

    [TestCase("")]
    [TestCase("n")]
    [TestCase("ye")]
    [TestCase("yyyyyyyyyyyyyyyyyyyyyyyyyyy")]
    [TestCase("Ctrl-D")]
    public async Task Anything_else_makes_no_session(string answer)
    {
        // In the name of a test a control character would be lost with its test.
        var run = await TypeAsync(Grant, (TokenQuestion, Token + "\n"), (Question, answer == "Ctrl-D" ? "\u0004" : answer + "\n"));
        Assert.That(run.ExitCode, Is.EqualTo(4), run.Text);
        Assert.That(run.Text, Does.Contain("not granted, and nothing was made"));
        Assert.That((Aws.Requests("GetSessionToken"), Jenkins.Count(Submission)), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task What_was_typed_before_the_question_is_no_answer()
    {
        Jenkins.Instead = async (_, path) =>
        {
            if (path.Contains("wfapi"))
                await Task.Delay(1000);
            return false;
        };
        await File.WriteAllTextAsync(In("token"), Token);
        var run = await TypeAsync(
            ["sh", "-c", $"JENKINS_API_TOKEN=$(cat '{In("token")}'); export JENKINS_API_TOKEN; echo ready; exec \"$X\" grant '{Build}'"],
            ("ready", "y\n"), (Question, "n\n"));
        Assert.That(run.ExitCode, Is.EqualTo(4), run.Text);
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);
    }

    [Test]
    public async Task An_interruption_at_the_question_makes_no_session()
    {
        var run = await TypeAsync(Grant, (TokenQuestion, Token + "\n"), (Question, "\u0003"));
        Assert.That(run.ExitCode, Is.EqualTo(130), run.Text);
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);
    }

    [Test]
    public async Task An_MFA_code_is_asked_for_after_the_yes()
    {
        var code = Device.FreshCode();
        var run = (await TypeAsync([.. Grant, "--mfa"], (TokenQuestion, Token + "\n"), (Question, "y\n"), ("type the code of the MFA device", code + "\n"))).Succeeded();
        Assert.That(run.Text, Does.Not.Contain(code));
        Assert.That((await OpenedAsync(Waiting.Value, run)).MfaAt, Is.Not.Null);
    }
}
