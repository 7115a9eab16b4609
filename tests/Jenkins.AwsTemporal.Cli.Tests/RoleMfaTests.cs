using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class RoleMfaTests : RoleCommandTests
{
    [SetUp]
    public void DemandMfa()
    {
        GiveKey();
        Deployer.TrustPrincipal("123456789012", requireMfa: true);
    }

    [Test]
    public async Task The_code_is_read_from_standard_input_for_the_callers_own_device([Values("{0}", "{0}\n", " {0}\r\n", "\uFEFF{0}\nmore\n")] string input)
    {
        var code = Code();
        (await TakeAsync(string.Format(null, input, code), ["--mfa-code-stdin"])).Succeeded();
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(Aws.Audit.Last().IssuedAccessKeyId));
    }

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("90817")]
    [TestCase("9081726")]
    [TestCase("908 172")]
    [TestCase("90817x")]
    [TestCase("９０８１７２")]
    [TestCase("aws sts get-session-token --serial-number arn:aws:iam::123456789012:mfa/alice --token-code 908172")]
    public async Task A_malformed_code_is_refused_before_anything_is_sent_and_not_quoted(string input)
    {
        foreach (var command in (string[][])[["role", "--role", "deployer", "--session-name", "alice"], ["get-session-token"]])
        {
            var run = (await Cli.RunAsync(input, [.. command, "--into", Role, "--mfa-code-stdin"])).FailedInTwoLines(2);
            Assert.That(run.Error, Does.Contain("MFA code"));
            if (input.Trim().Length > 0)
                Assert.That(run.Error, Does.Not.Contain(input.Trim()));
        }

        Assert.That(Aws.RequestCounts, Is.Empty);
        Assert.That(Directory.Exists(Role), Is.False);
    }

    [Test]
    public async Task A_wrong_code_a_used_one_and_a_wrong_device_are_told_apart_and_leave_the_folder_as_it_was()
    {
        await NotTakenAsync(6, "may not be assumed", []);
        var used = Code();
        (await TakeAsync(used, ["--mfa-code-stdin"])).Succeeded();
        await NotTakenAsync(6, "the MFA code is wrong, or was used before", used, ["--mfa-code-stdin"]);
        await NotTakenAsync(6, "is no MFA device of the caller", Code(), ["--mfa-code-stdin", "--serial", "arn:aws:iam::123456789012:mfa/bob"]);
        var run = await Cli.RunAsync(used, ["role", "--role", "deployer", "--into", Role, "--session-name", "alice", "--mfa-code-stdin", "--json"]);
        run.FailedInJson(6, nameof(ErrorCode.WrongMfaCode));
    }

    [TestCase(Fault.Close, 8)]
    [TestCase(Fault.Reset, 8)]
    [TestCase(Fault.Throttle, 8)]
    [TestCase(Fault.Fail, 8)]
    [TestCase(Fault.RegionDisabled, 6)]
    public async Task A_code_is_sent_once_whatever_happens_to_it(Fault fault, int exitCode)
    {
        Aws.Faults.Always(fault, action: "AssumeRole");
        Aws.Faults.Always(fault, action: "GetSessionToken");
        await NotTakenAsync(exitCode, "", Code(), ["--mfa-code-stdin"]);
        (await Cli.RunAsync(Code(), ["get-session-token", "--into", Role, "--mfa-code-stdin"])).FailedInTwoLines(exitCode);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
            Assert.That(Aws.Requests("GetSessionToken"), Is.EqualTo(1));
            Assert.That(Directory.Exists(Role), Is.False);
        }
    }

    [TestCase(3)]
    [TestCase(-3)]
    public async Task A_clock_that_is_off_by_hours_costs_no_code(int hours)
    {
        Aws.Clock.Shift = TimeSpan.FromHours(hours);
        var run = (await TakeAsync(Code(), ["--mfa-code-stdin", "--json"])).Succeeded();
        Assert.That(run.Error, Does.Contain("this machine's clock is"));
        Assert.That(run.Json.GetProperty("secondsLeft").GetInt64(), Is.InRange(3570, 3600));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
    }

    [Test]
    public async Task One_code_makes_a_session_that_takes_roles_without_another()
    {
        var facts = (await Cli.RunAsync(Code(), ["get-session-token", "--environment", "--into", Session, "--mfa-code-stdin", "--duration", "20m", "--json"])).Succeeded().Json;
        Assert.That(Fact(facts, "arn"), Is.EqualTo(Alice.Arn));
        Assert.That(facts.GetProperty("secondsLeft").GetInt64(), Is.InRange(1170, 1200));
        for (var number = 0; number < 3; number++)
            (await TakeAsync("--session", Session)).Succeeded();
        Assert.That(Aws.Requests("GetSessionToken"), Is.EqualTo(1));
        Assert.That(Aws.Audit.Count(entry => entry.Action == "AssumeRole" && entry.Succeeded), Is.EqualTo(3));
    }

    [Test]
    public async Task Only_a_permanent_key_is_given_a_session()
    {
        (await Cli.RunAsync("get-session-token", "--into", Session, "--duration", "37h")).FailedInTwoLines(2);
        (await Cli.RunAsync("get-session-token", "--into", Session, "--web-identity-file", In("x"))).FailedInTwoLines(2);
        Cli.Environment["AWS_SESSION_TOKEN"] = "token";
        Assert.That((await Cli.RunAsync("get-session-token", "--into", Session)).FailedInTwoLines(2).Error, Does.Contain("AWS_SESSION_TOKEN is set"));
        Cli.Environment.Clear();
        Assert.That((await Cli.RunAsync("get-session-token", "--into", Session)).FailedInTwoLines(9).Error, Does.Contain("AWS_ACCESS_KEY_ID is not set"));
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);
        Assert.That(Directory.Exists(Session), Is.False);
    }

    /// <summary>A fresh code; it is a canary from now on.</summary>
    private string Code()
    {
        var code = Device.FreshCode();
        Cli.Canaries.Add(code);
        return code;
    }
}
