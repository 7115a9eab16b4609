using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class AwsFailureTests : CommandTests
{
    [SetUp]
    public void TryOnce() => Cli.Environment["AWS_MAX_ATTEMPTS"] = "1";

    [TestCase(Fault.RegionDisabled, 6, ErrorCode.RegionDisabled)]
    [TestCase(Fault.Throttle, 8, ErrorCode.Throttled)]
    [TestCase(Fault.Fail, 8, ErrorCode.ServiceFailed)]
    [TestCase(Fault.Reset, 8, ErrorCode.Network)]
    [TestCase(Fault.Close, 8, ErrorCode.Network)]
    [TestCase(Fault.Redirect, 8, ErrorCode.UnexpectedAnswer)]
    [TestCase(Fault.Garbage, 8, ErrorCode.UnexpectedAnswer)]
    [TestCase(Fault.Huge, 8, ErrorCode.UnexpectedAnswer)]
    public async Task A_fault_on_the_way_is_told_and_leaves_nothing(Fault fault, int exit, ErrorCode code)
    {
        Aws.Faults.Always(fault, location: "http://127.0.0.1:9/elsewhere");
        await FailsAsync(exit, code, Paste(Given), "open", "--session", Session);
        Assert.That(Directory.Exists(Session), Is.False);

        (await OpenAsync(Paste(Given), "--no-verify")).Succeeded();
        if (fault != Fault.RegionDisabled)
            await FailsAsync(exit, code, "", "secret", "get", "/prod/db", "--session", Session, "--out", In("value"));
        Assert.That(File.Exists(In("value")), Is.False);
    }

    [Test]
    public async Task What_AWS_refuses_has_its_own_reason()
    {
        await FailsAsync(5, ErrorCode.Expired, Paste(Mint(TimeSpan.FromMinutes(-5)), withEnd: false), "open", "--session", Session);
        await FailsAsync(6, ErrorCode.WrongSecret, Paste(Given).Replace(Given.SecretAccessKey, new string('A', 40)), "open", "--session", Session);
        await FailsAsync(6, ErrorCode.UnknownKey, Paste(Given).Replace(Given.AccessKeyId, "ASIAQNZGKIQY56JQ7WML"), "open", "--session", Session);
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [Test]
    public async Task Nobody_there_is_a_failure_of_the_network()
    {
        Cli.Environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9";
        await FailsAsync(8, ErrorCode.Network, Paste(Given), "open", "--session", Session);
    }

    [Test]
    public async Task A_wrong_setting_of_the_machine_is_the_machines_fault()
    {
        Cli.Environment["AWS_CA_BUNDLE"] = In("none.pem");
        await FailsAsync(9, ErrorCode.InvalidConfiguration, Paste(Given), "open", "--session", Session);
    }

    [Test]
    public async Task A_secret_that_cannot_be_read_is_told_with_its_reason()
    {
        await OpenAsync();
        var account = Aws.Account("123456789012");
        account.AddSecret(Region, "deleted", "x").DeletionDate = DateTimeOffset.UtcNow.AddDays(7);
        account.AddSecret(Region, "locked", "x").KmsBroken = true;
        account.AddSecret(Region, "denied", "x");
        Alice.Deny("secretsmanager:GetSecretValue", "*secret:denied-*");
        async Task Fails(int exit, ErrorCode code, string reference) =>
            await FailsAsync(exit, code, "", "secret", "get", reference, "--session", Session, "--out", In("value"));
        await Fails(7, ErrorCode.NotFound, "missing");
        await Fails(7, ErrorCode.NotFound, "/prod/db@NOSUCHSTAGE");
        await Fails(7, ErrorCode.ScheduledForDeletion, "deleted");
        await Fails(6, ErrorCode.Kms, "locked");
        await Fails(6, ErrorCode.Denied, "denied");
        await Fails(7, ErrorCode.KeyNotFound, "/prod/db#key");
        Assert.That(File.Exists(In("value")), Is.False);
    }

    [Test]
    public async Task A_revoked_session_says_so_when_it_is_used()
    {
        (await OpenAsync(Paste(Given).Replace(Given.AccessKeyId, "ASIAQNZGKIQY56JQ7WML"), "--no-verify")).Succeeded();
        await FailsAsync(6, ErrorCode.UnknownKey, "", "secret", "get", "/prod/db", "--session", Session);
    }
}
