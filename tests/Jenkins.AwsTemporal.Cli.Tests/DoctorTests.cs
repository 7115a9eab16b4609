using System.Text.Json;
using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class DoctorTests : CommandTests
{
    [Test]
    public async Task A_live_session_is_well_from_the_machine_to_the_identity()
    {
        await OpenAsync();
        var checks = await ExamineAsync(0, "--session", Session);
        Assert.That(checks.Values.Select(check => check.State), Is.All.EqualTo("ok"));
        Assert.That(checks.Keys, Is.SupersetOf(["version", "platform", "settings", "session", "endpoint", "clock", "identity", "mfa"]));
        Assert.That(checks["identity"].Finding, Is.EqualTo(Alice.Arn));
        Assert.That(checks["mfa"].Finding, Does.Contain("arn:aws:iam::123456789012:mfa/alice"));
    }

    [Test]
    public async Task People_read_a_line_for_each_check_and_what_to_do_below_it()
    {
        Aws.Clock.Shift = TimeSpan.FromHours(2);
        await OpenAsync(Paste(Mint(TimeSpan.FromHours(3))));
        var text = (await Cli.RunAsync("doctor", "--session", Session)).Text;
        Assert.That(text, Does.Match(@"(?m)^warning +clock +1 h 59 min behind AWS's$|^warning +clock +2 h 0 min behind AWS's$"));
        Assert.That(text, Does.Match("(?m)^ +to do: set this machine's clock by NTP"));
    }

    [Test]
    public async Task Nothing_to_ask_with_is_an_error_that_says_so()
    {
        var checks = await ExamineAsync(9);
        Assert.That(checks["credentials"].State, Is.EqualTo("error"));
        Assert.That(checks["credentials"].Advice, Does.Contain("session"));
    }

    [Test]
    public async Task An_expired_session_is_an_error_with_its_exit_code()
    {
        await OpenAsync();
        Expire(Session);
        var checks = await ExamineAsync(5, "--session", Session);
        Assert.That(checks["session"].State, Is.EqualTo("error"));
        Assert.That(checks, Does.Not.ContainKey("endpoint"));
    }

    [Test]
    public async Task An_expired_session_still_tells_its_Region()
    {
        await OpenAsync();
        Expire(Session);
        Cli.Environment.Remove("AWS_REGION");
        var checks = await ExamineAsync(5, "--session", Session);
        Assert.That(checks["settings"].State, Is.EqualTo("ok"));
        Assert.That(checks["settings"].Finding, Does.StartWith($"region {Region}, "));
    }

    [Test]
    public async Task An_endpoint_that_does_not_answer_is_an_error_with_its_exit_code()
    {
        await OpenAsync();
        Aws.Faults.Always(Fault.Garbage);
        Assert.That((await ExamineAsync(8, "--session", Session))["endpoint"].State, Is.EqualTo("error"));
    }

    [Test]
    public async Task Variables_that_win_over_the_session_are_named()
    {
        await OpenAsync();
        Cli.Environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/nowhere";
        var rivals = (await ExamineAsync(0, "--session", Session))["rivals"];
        Assert.That(rivals.State, Is.EqualTo("warning"));
        Assert.That(rivals.Finding, Does.Contain("AWS_WEB_IDENTITY_TOKEN_FILE"));
    }

    [TestCase(true, "without a code")]
    [TestCase(false, "can be assumed without a code for this call")]
    public async Task A_role_is_tried_and_its_demand_of_a_code_told(bool requireMfa, string finding)
    {
        Alice.Allow("sts:AssumeRole");
        Aws.Account("123456789012").AddRole("deployer").TrustPrincipal(Alice.Arn, requireMfa);
        await OpenAsync();
        var role = (await ExamineAsync(0, "--session", Session, "--role", "deployer"))["role"];
        Assert.That(role.State, Is.EqualTo("warning"));
        Assert.That(role.Finding, Does.Contain(finding));
    }

    [Test]
    public async Task A_permanent_key_is_told_to_be_one_and_its_secret_is_not_shown()
    {
        var key = Alice.CreateAccessKey();
        // The keys are in the environment here because that is where doctor looks for them.
        Cli.Environment["AWS_ACCESS_KEY_ID"] = key.AccessKeyId;
        Cli.Environment["AWS_SECRET_ACCESS_KEY"] = key.SecretAccessKey;
        var output = (await Cli.RunAsync("doctor", "--environment", "--json")).Text;
        Assert.That(output, Does.Contain("permanent key"));
        Assert.That(output, Does.Not.Contain(key.SecretAccessKey));
    }

    private async Task<Dictionary<string, (string State, string Finding, string? Advice)>> ExamineAsync(int exitCode, params string[] arguments)
    {
        var finished = await Cli.RunAsync(["doctor", "--json", .. arguments]);
        Assert.That(finished.ExitCode, Is.EqualTo(exitCode), finished.Text + finished.Error);
        return JsonDocument.Parse(finished.Text).RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
            check => check.GetProperty("check").GetString()!,
            check => (check.GetProperty("state").GetString()!, check.GetProperty("finding").GetString()!, check.GetProperty("advice").GetString()));
    }
}
