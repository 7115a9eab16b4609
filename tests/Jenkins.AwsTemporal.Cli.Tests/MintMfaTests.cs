using System.Text;
using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>mint --mfa</c>: at a terminal, and without one.</summary>
[Platform("Linux")]
internal sealed class MintMfaTests : MintCommandTests
{
    [SetUp]
    public void DemandMfa()
    {
        UsePython();
        Deployer.TrustPrincipal("123456789012", requireMfa: true);
    }

    [Test]
    public async Task The_code_is_asked_for_without_echo_for_the_device_that_the_caller_has()
    {
        var code = Device.FreshCode();
        var run = await TypeAsync(code + "\n", "--role", "deployer", "--mfa");
        Assert.That(run.ExitCode, Is.Zero, run.Shown);
        Assert.That(run.Shown, Does.Contain($"type the code of the MFA device {Device.SerialNumber}, which is not shown, then press Enter").And.Not.Contain(code));
        Assert.That((run.Echoes, run.Restored), Is.EqualTo((false, true)));
        Assert.That(run.Shown, Does.Contain("a session of arn:aws:sts::123456789012:assumed-role/deployer/alice, until "));
    }

    [TestCase("98765\n", "what was typed is no MFA code")]
    [TestCase("987654\u001b[D\n", "control characters")]
    [TestCase("\u0003", "interrupted")]
    public async Task What_is_no_code_is_not_sent(string keys, string words)
    {
        var run = await TypeAsync(keys, "--mfa");
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Shown, Does.Contain(words).And.Not.Contain("9876").And.Not.Contain("--file"));
        Assert.That((run.Restored, Aws.Requests("GetSessionToken")), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task A_named_device_goes_before_the_profiles_and_that_before_the_conventional_one()
    {
        var phone = Alice.AddMfaDevice(serialNumber: "arn:aws:iam::123456789012:mfa/phone");
        var token = Alice.AddMfaDevice(serialNumber: "GAHT12345678");
        Profiles("[profile keys]\nmfa_serial = arn:aws:iam::123456789012:mfa/phone\n");
        Minted(await MintAsync(phone.FreshCode(), ["--profile", "keys", "--mfa", "--mfa-code-stdin"]));
        Minted(await MintAsync(token.FreshCode(), ["--profile", "keys", "--serial", "GAHT12345678", "--mfa-code-stdin"]));
        Assert.That((await TypeAsync("1\n", "--serial", "GAHT12345678")).Shown, Does.Contain("the MFA device GAHT12345678"));
    }

    [Test]
    public async Task Whoever_is_denied_without_a_code_is_told_how_to_give_one()
    {
        Assert.That((await MintAsync("--profile", "keys", "--role", "deployer")).FailedInTwoLines(6).Error, Does.Contain("deployer may not be assumed").And.Contain("hint: add --mfa if the role demands MFA"));
        Deployer.TrustPrincipal("210987654321");
        Assert.That((await MintAsync(Device.FreshCode(), ["--profile", "keys", "--role", "deployer", "--mfa-code-stdin"])).FailedInTwoLines(6).Error, Does.Not.Contain("add --mfa"));
    }

    [Test]
    public async Task Without_a_terminal_the_code_comes_by_standard_input_or_not_at_all()
    {
        var minted = Minted(await MintAsync(Device.FreshCode() + "\n", ["--profile", "keys", "--mfa-code-stdin"]));
        Assert.That(minted.MfaAt, Is.Not.Null);
        var run = (await Cli.RunAsync("mint", "--profile", "keys", "--mfa")).FailedInTwoLines(2);
        Assert.That(run.Error, Does.Contain("standard input is no terminal").And.Contain("--mfa-code-stdin"));
    }

    [Test]
    public async Task A_role_of_a_profile_with_a_device_asks_for_its_code()
    {
        Profiles($"""
            [profile deploy]
            role_arn = {Deployer.Arn}
            source_profile = keys
            mfa_serial = {Device.SerialNumber}
            """);
        var run = await Terminal.TypeAsync(Cli, Folder, Encoding.ASCII.GetBytes(Device.FreshCode() + "\n"), null, "mint", "--profile", "deploy", "--print");
        Assert.That(run.ExitCode, Is.Zero, run.Shown);
        Assert.That(run.Shown, Does.Contain("assumed-role/deployer/alice"));
        Assert.That(Minted(await MintAsync(Device.FreshCode(), ["--profile", "deploy", "--mfa-code-stdin"])).Role, Is.EqualTo(Deployer));
    }

    [Test]
    public async Task One_code_on_standard_input_is_not_taken_for_two()
    {
        Account.AddRole("next");
        Deployer.Allow("sts:*");
        Profiles($"""
            [profile deploy]
            role_arn = {Deployer.Arn}
            source_profile = keys
            mfa_serial = {Device.SerialNumber}
            """);
        var run = (await MintAsync(Device.FreshCode(), ["--profile", "deploy", "--role", "next", "--serial", "GAHT12345678", "--mfa-code-stdin"])).FailedInTwoLines(2);
        Assert.That(run.Error, Does.Contain("a further MFA code is needed, of GAHT12345678"));
    }

    [TestCase(Fault.Reset, 8)]
    [TestCase(Fault.Throttle, 8)]
    [TestCase(Fault.Fail, 8)]
    public async Task A_code_is_sent_once_whatever_happens_to_it(Fault fault, int exitCode)
    {
        Aws.Faults.Always(fault, action: "GetSessionToken");
        (await MintAsync(Device.FreshCode(), ["--profile", "keys", "--mfa-code-stdin"])).FailedInTwoLines(exitCode);
        Assert.That(Aws.Requests("GetSessionToken"), Is.EqualTo(1));
    }

    // The session goes nowhere that a test could read it.
    private Task<TerminalRun> TypeAsync(string keys, params string[] options) => Terminal.TypeAsync(
        Cli, Folder, Encoding.ASCII.GetBytes(keys), null, ["mint", "--profile", "keys", "--print", .. options]);
}
