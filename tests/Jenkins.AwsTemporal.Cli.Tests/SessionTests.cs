using System.Text.Json.Nodes;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class SessionTests : CommandTests
{
    [TestCase("process")]
    [TestCase("env")]
    [TestCase("env-no-export")]
    [TestCase("powershell")]
    [TestCase("windows-cmd")]
    [TestCase("fish")]
    public async Task Credentials_come_in_every_format_and_can_be_pasted_again(string format)
    {
        await OpenAsync();
        var text = (await Cli.RevealAsync("credentials", "--session", Session, "--format", format)).Succeeded().Text;
        var again = PastedCredentials.Parse(text).Credentials;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.AccessKeyId, Is.EqualTo(Given.AccessKeyId));
            Assert.That(again.SecretAccessKey, Is.EqualTo(Given.SecretAccessKey));
            Assert.That(again.SessionToken, Is.EqualTo(Given.SessionToken));
            Assert.That(again.Expiration, Is.EqualTo(Given.Expiration).Within(TimeSpan.FromSeconds(1)));
        }
    }

    [Test]
    public async Task The_default_format_is_what_SDKs_ask_for()
    {
        await OpenAsync();
        var answer = (await Cli.RevealAsync("credentials", "--session", Session, "--json")).Succeeded().Json;
        Assert.That(answer.GetProperty("Version").GetInt32(), Is.EqualTo(1));
        Assert.That(answer.GetProperty("AccountId").GetString(), Is.EqualTo("123456789012"));
        Assert.That(Aws.RequestCounts.Values.Sum(), Is.EqualTo(1), "no call is made");
    }

    [Test]
    public async Task What_is_told_stays_in_its_line_and_steers_no_terminal()
    {
        var name = In("a\nstate    live\u001b[2J\u009b1m\u202e\u2028b");
        foreach (var words in new[] { (await Cli.RunAsync("status", "--session", name)).Text, (await Cli.RunAsync("credentials", "--session", name)).Error })
        {
            Assert.That(words.Split('\n'), Has.Length.LessThanOrEqualTo(4));
            Assert.That(words.Replace("\n", ""), Does.Not.Match(@"[\p{C}\p{Zl}\p{Zp}]"));
        }
    }

    [Test]
    public async Task A_shell_can_evaluate_them()
    {
        await OpenAsync();
        var run = await Cli.ShellAsync($"eval \"$(\"$X\" credentials --session '{Session}' --format env)\" && printf %s \"$AWS_SESSION_TOKEN\"", outputIsSecret: true);
        Assert.That(run.Text, Is.EqualTo(Given.SessionToken));
    }

    [Test]
    public async Task A_live_session_tells_its_life()
    {
        await OpenAsync();
        var status = (await Cli.RunAsync("status", "--session", Session, "--json")).Succeeded().Json;
        Assert.That(status.GetProperty("state").GetString(), Is.EqualTo("live"));
        Assert.That(status.GetProperty("secondsLeft").GetInt64(), Is.InRange(880, 900));
        Assert.That((await Cli.RunAsync("status", "--session", Session)).Succeeded().Text, Does.StartWith("state       live\n"));
    }

    [Test]
    public async Task An_expired_session_is_never_handed_out()
    {
        await OpenAsync();
        Expire(Session);
        await FailsAsync(5, ErrorCode.Expired, "", "credentials", "--session", Session);
        await FailsAsync(5, ErrorCode.Expired, "", "credentials", "--session", Session, "--format", "env");
        await FailsAsync(5, ErrorCode.Expired, "", "secret", "get", "/prod/db", "--session", Session);
        var status = await Cli.RunAsync("status", "--session", Session, "--json");
        Assert.That(status.ExitCode, Is.EqualTo(5));
        Assert.That(status.Json.GetProperty("state").GetString(), Is.EqualTo("expired"));
        Assert.That(status.Json.GetProperty("secondsLeft").GetInt64(), Is.Zero);
        Assert.That(Aws.Requests("GetSecretValue"), Is.Zero);
    }

    [Test]
    public async Task A_session_explodes_when_its_time_is_over()
    {
        (await OpenAsync(Paste(Mint(TimeSpan.FromSeconds(3))), "--no-verify")).Succeeded();
        (await Cli.RevealAsync("credentials", "--session", Session)).Succeeded();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await FailsAsync(5, ErrorCode.Expired, "", "credentials", "--session", Session);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("null")]
    [TestCase("""{"version":2}""")]
    public async Task A_damaged_session_counts_as_closed(string content)
    {
        await OpenAsync();
        File.WriteAllText(Path.Combine(Session, "session.json"), content);
        await ShouldBeClosedAsync();
    }

    [TestCase("version", "2")]
    [TestCase("version", "\"1\"")]
    [TestCase("clockSkewSeconds", "9223372036854775807")]
    [TestCase("clockSkewSeconds", "100000000000")]
    [TestCase("expiration", "\"tomorrow\"")]
    [TestCase("sessionToken", "\"short\"")]
    [TestCase("arn", "\"me\"")]
    public async Task A_session_with_a_wrong_field_counts_as_closed(string field, string value)
    {
        await OpenAsync();
        var file = Path.Combine(Session, "session.json");
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        document[field] = JsonNode.Parse(value);
        File.WriteAllText(file, document.ToJsonString());
        await ShouldBeClosedAsync();
    }

    [Test]
    public async Task Where_no_session_is_everything_says_so_and_closing_is_done_already()
    {
        await ShouldBeClosedAsync();
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
    }

    [Test]
    public async Task Closing_leaves_nothing()
    {
        await OpenAsync();
        Directory.CreateDirectory(Path.Combine(Session, "files", "deep"));
        File.WriteAllText(Path.Combine(Session, "files", "deep", "cert"), SecretText);
        var closed = (await Cli.RunAsync("close", "--session", Session, "--json")).Succeeded();
        Assert.That(closed.Json.GetProperty("state").GetString(), Is.EqualTo("closed"));
        Assert.That(Path.Exists(Session), Is.False);
        await ShouldBeClosedAsync();
    }

    private async Task ShouldBeClosedAsync()
    {
        await FailsAsync(7, ErrorCode.NoSession, "", "credentials", "--session", Session);
        await FailsAsync(7, ErrorCode.NoSession, "", "secret", "get", "x", "--session", Session);
        var status = await Cli.RunAsync("status", "--session", Session, "--json");
        Assert.That(status.ExitCode, Is.EqualTo(7));
        Assert.That(status.Json.GetProperty("state").GetString(), Is.EqualTo("closed"));
        Assert.That((await Cli.RunAsync("status", "--session", Session)).Text, Does.Match("(?m)^left +0 s$"));
    }
}
