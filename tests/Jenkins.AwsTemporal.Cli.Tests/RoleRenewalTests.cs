using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>A role's session is taken again while the session that took it lives, without a prompt.</summary>
internal sealed class RoleRenewalTests : RoleCommandTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(-2);

    [Test]
    public async Task A_session_near_its_end_or_past_it_is_taken_again_with_all_that_it_was_taken_with([Values(15, 5, -2)] int minutes)
    {
        Deployer.TrustPrincipal(Alice.Arn);
        await TakeWithSessionAsync("--duration", "30m", "--tag", "Job=deploy", "--transitive-tag", "Job", "--source-identity", "alice");
        var first = KeyOf(Role);
        EndsIn(Role, TimeSpan.FromMinutes(minutes));

        var second = KeyOf(await CredentialsAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Is.Not.EqualTo(first).And.EqualTo(KeyOf(Role)));
            Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
            Assert.That(Document(Role)["renewal"]!["tags"]!["Job"]!.GetValue<string>(), Is.EqualTo("deploy"));
            Assert.That(Document(Role)["arn"]!.GetValue<string>(), Does.EndWith("/alice"));
        }

        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(second), "once is enough");
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_session_that_is_not_near_its_end_is_handed_out_without_a_call([Values(17, 50)] int minutes)
    {
        await TakeWithSessionAsync();
        EndsIn(Role, TimeSpan.FromMinutes(minutes));
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
    }

    [Test]
    public async Task Ten_processes_at_once_cause_one_call_and_none_of_them_fails([Values] bool isOver)
    {
        await TakeWithSessionAsync();
        var first = KeyOf(Role);
        EndsIn(Role, isOver ? Over : Soon);
        Aws.Faults.Always(Fault.Slow, action: "AssumeRole", delay: TimeSpan.FromMilliseconds(700));
        var runs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CredentialsAsync()));
        Assert.That(runs.Select(KeyOf).Distinct().Single(), Is.EqualTo(KeyOf(Role)).And.Not.EqualTo(first));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
    }

    [TestCase(Fault.Throttle)]
    [TestCase(Fault.Fail)]
    [TestCase(Fault.Reset)]
    [TestCase(Fault.RegionDisabled)]
    public async Task What_lives_still_is_handed_out_when_AWS_does_not_renew_it_and_what_does_not_tells_why(Fault fault)
    {
        Cli.Environment["AWS_MAX_ATTEMPTS"] = "1";
        await TakeWithSessionAsync();
        var first = KeyOf(Role);
        Aws.Faults.Always(fault, action: "AssumeRole");
        EndsIn(Role, Soon);
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(first));

        EndsIn(Role, Over);
        var run = (await CredentialsAsync()).FailedInTwoLines(fault == Fault.RegionDisabled ? 6 : 8);
        Assert.That(run.Error, Does.Contain($"the session of {Deployer.Arn} ended at ").And.Contain("could not be renewed: "));
        Aws.Faults.Clear();
        Assert.That(KeyOf(await CredentialsAsync()), Is.Not.EqualTo(first), "who asks next tries again");
    }

    [Test]
    public async Task While_it_lives_nobody_waits_long_for_an_AWS_that_is_silent()
    {
        await TakeWithSessionAsync();
        Aws.Faults.Always(Fault.Hang, action: "AssumeRole");
        EndsIn(Role, Soon);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var run in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CredentialsAsync())))
            Assert.That(KeyOf(run), Is.EqualTo(KeyOf(Role)));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(14)), "the SDK for .NET waits 15 seconds for a process");
    }

    [Test]
    public async Task Without_a_network_what_lives_still_is_handed_out()
    {
        await TakeWithSessionAsync();
        Cli.Environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9";
        Cli.Environment["AWS_MAX_ATTEMPTS"] = "1";
        EndsIn(Role, Soon);
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
        EndsIn(Role, Over);
        (await CredentialsAsync()).FailedInTwoLines(8);
    }

    [Test]
    public async Task When_the_base_session_has_died_the_error_says_whose_when_and_what_to_do()
    {
        await TakeWithSessionAsync();
        Expire(Session);
        EndsIn(Role, Soon);
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)), "the role's session lives still");

        EndsIn(Role, Over);
        var error = (await CredentialsAsync()).FailedInTwoLines(5).Error;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, Does.Contain($"the session of {Deployer.Arn} ended at 20").And.Contain($"the session of {Alice.Arn} that took it is over"));
            Assert.That(error, Does.Match("the credentials expired at 20[0-9T:Z-]+, [0-9]+ min [0-9]+ s ago"));
            Assert.That(error, Does.Contain("hint: hand in a new session, and take the role again"));
            Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
        }

        (await Cli.RunAsync("secret", "get", "/prod/db", "--session", Role)).FailedInTwoLines(5);
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That((await CredentialsAsync()).FailedInTwoLines(5).Error, Does.Contain("there is no session in").And.Contain(Session));
    }

    [Test]
    public async Task Status_says_of_a_session_that_is_over_whether_its_next_use_takes_it_again()
    {
        await TakeWithSessionAsync();
        EndsIn(Role, Over);
        var status = await Cli.RunAsync("status", "--session", Role, "--json");
        Assert.That((status.ExitCode, status.Json.GetProperty("renewable").GetBoolean()), Is.EqualTo((5, true)));
        Expire(Session);
        status = await Cli.RunAsync("status", "--session", Role, "--json");
        Assert.That((status.ExitCode, status.Json.GetProperty("renewable").GetBoolean()), Is.EqualTo((5, false)));
        Assert.That((await Cli.RunAsync("status", "--session", Session)).Text, Does.Not.Contain("renewed"), "it was not taken with another");
    }

    [Test]
    public async Task A_base_session_that_AWS_revoked_is_told_with_the_role()
    {
        await TakeWithSessionAsync();
        Change(Session, document => document["accessKeyId"] = "ASIAQNZGKIQY56JQ7WML");
        EndsIn(Role, Over);
        Assert.That((await CredentialsAsync()).FailedInTwoLines(6).Error, Does.Contain("ended at ").And.Contain("does not know the access key"));
    }

    [Test]
    public async Task A_role_of_a_role_is_renewed_down_to_its_root()
    {
        Deployer.Allow("sts:*");
        Account.AddRole("reader").TrustPrincipal(Deployer.Arn);
        await TakeWithSessionAsync();
        var second = In("second");
        (await Cli.RunAsync("role", "--role", "reader", "--into", second, "--session-name", "alice", "--session", Role)).Succeeded();
        EndsIn(Role, Over);
        EndsIn(second, Over);
        Assert.That(KeyOf(await CredentialsAsync(second)), Is.EqualTo(KeyOf(second)));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(4));

        EndsIn(Role, Over);
        EndsIn(second, Over);
        Expire(Session);
        var error = (await CredentialsAsync(second)).FailedInTwoLines(5).Error;
        Assert.That(error, Does.Contain("role/reader ended at").And.Contain("role/deployer ended at").And.Contain(Alice.Arn));
    }

    [Test]
    public async Task A_role_that_was_taken_with_a_code_is_not_taken_again()
    {
        await OpenAsync();
        GiveKey();
        (await TakeAsync(Device.FreshCode(), ["--environment", "--mfa-code-stdin"])).Succeeded();
        Assert.That(Document(Role)["renewal"], Is.Null);
        EndsIn(Role, Over);
        (await CredentialsAsync()).FailedInTwoLines(5);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
    }

    [TestCase(3)]
    [TestCase(-3)]
    public async Task A_clock_that_is_off_by_hours_renews_in_time(int hours)
    {
        Aws.Clock.Shift = TimeSpan.FromHours(hours);
        (await OpenAsync(Paste(Mint(TimeSpan.FromHours(5))))).Succeeded();
        (await TakeAsync("--session", Session)).Succeeded();
        EndsIn(Role, TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(30));
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
        EndsIn(Role, TimeSpan.FromHours(hours) + Soon);
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
        Assert.That(Aws.Audit.Count(entry => entry.Action == "AssumeRole" && entry.Succeeded), Is.EqualTo(2));
    }

    [Test]
    public async Task A_clock_that_was_stepped_past_the_end_costs_one_call()
    {
        await TakeWithSessionAsync();
        Aws.Clock.Shift = TimeSpan.FromHours(-3);
        EndsIn(Role, Over);
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
        Assert.That(Aws.Audit.Count(entry => entry.Action == "AssumeRole" && entry.Succeeded), Is.EqualTo(2));
        Assert.That((await Cli.RunAsync("status", "--session", Role, "--json")).Succeeded().Json.GetProperty("secondsLeft").GetInt64(), Is.InRange(3500, 3660));
    }

    [Test]
    public async Task Secrets_are_read_with_the_renewed_session()
    {
        Deployer.Allow("secretsmanager:GetSecretValue");
        await TakeWithSessionAsync();
        EndsIn(Role, Over);
        Assert.That((await Cli.RevealAsync("secret", "get", "/prod/db", "--session", Role)).Succeeded().Text, Is.EqualTo(SecretText));
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(KeyOf(Role)));
    }
}
