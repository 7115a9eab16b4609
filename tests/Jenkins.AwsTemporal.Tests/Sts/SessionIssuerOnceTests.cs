using AwsEmulator.Faults;

namespace Jenkins.AwsTemporal.Tests.Sts;

/// <summary>A call with a code goes out once: AWS takes each code once, and a second try would spend the next one's half minute.</summary>
internal sealed class SessionIssuerOnceTests : IssuerTests
{
    [TestCase(Fault.Close, ErrorCode.Network)]
    [TestCase(Fault.Reset, ErrorCode.Network)]
    [TestCase(Fault.Fail, ErrorCode.ServiceFailed)]
    [TestCase(Fault.Throttle, ErrorCode.Throttled)]
    [TestCase(Fault.Hang, ErrorCode.TimedOut)]
    [TestCase(Fault.HalfBody, ErrorCode.TimedOut)]
    [TestCase(Fault.Garbage, ErrorCode.UnexpectedAnswer)]
    [TestCase(Fault.Redirect, ErrorCode.UnexpectedAnswer)]
    [TestCase(Fault.RegionDisabled, ErrorCode.RegionDisabled)]
    public async Task A_code_is_sent_once_whatever_happens_to_it(Fault fault, ErrorCode code)
    {
        Deployer.TrustPrincipal(AccountId, requireMfa: true);
        Aws.Faults.Always(fault, action: "AssumeRole", location: "http://127.0.0.1:9/elsewhere");
        Aws.Faults.Always(fault, action: "GetSessionToken", location: "http://127.0.0.1:9/elsewhere");
        var issuer = Issuer(Key, Options with { MaxAttempts = 5, Timeout = TimeSpan.FromMilliseconds(1500) });

        await RefusedAsync(() => issuer.AssumeRoleAsync(Ask, Code), code);
        await RefusedAsync(() => issuer.GetSessionTokenAsync(TimeSpan.FromMinutes(15), Code), code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
            Assert.That(Aws.Requests("GetSessionToken"), Is.EqualTo(1));
        }
    }

    [TestCase(3)]
    [TestCase(-3)]
    public async Task A_clock_that_is_off_costs_no_code_once_AWSs_is_known(int hours)
    {
        Deployer.TrustPrincipal(AccountId, requireMfa: true);
        Aws.Clock.Shift = TimeSpan.FromHours(hours);
        var issuer = Issuer(Key, Options with { MaxAttempts = 5 });
        var identity = await issuer.IdentifyAsync();
        await issuer.AssumeRoleAsync(Ask, Code);
        await issuer.GetSessionTokenAsync(TimeSpan.FromMinutes(15), Code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.ClockSkew, Is.EqualTo(TimeSpan.FromHours(hours)).Within(TimeSpan.FromSeconds(5)));
            Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
            Assert.That(Aws.Requests("GetSessionToken"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Where_nobody_asked_for_the_time_a_code_is_sent_once_and_stays_unspent()
    {
        Deployer.TrustPrincipal(AccountId, requireMfa: true);
        // Not an hour of any other test: the SDK remembers by address, and addresses are used again.
        Aws.Clock.Shift = TimeSpan.FromHours(5);
        var issuer = Issuer(Key, Options with { MaxAttempts = 5 });
        var code = Code;
        await RefusedAsync(() => issuer.AssumeRoleAsync(Ask, code), ErrorCode.ClockSkew, "behind AWS's");
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
        await issuer.AssumeRoleAsync(Ask, code);
    }

    [Test]
    public async Task A_call_without_a_code_is_tried_again()
    {
        Aws.Faults.Next(Fault.Fail, times: 2, action: "AssumeRole");
        await KeyIssuer.AssumeRoleAsync(Ask);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(3));
    }
}
