using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Sts;

/// <summary>STS has one code for most refusals; each cause has words of its own here.</summary>
internal sealed class RoleRefusalTests : IssuerTests
{
    [Test]
    public async Task A_wrong_code_and_a_used_one_ask_for_the_next()
    {
        var used = Code;
        await KeyIssuer.AssumeRoleAsync(Ask, used);
        var wrong = new MfaCode(Device.SerialNumber, Device.Code(40));
        foreach (var code in (MfaCode[])[used, wrong])
        {
            await RefusedAsync(() => KeyIssuer.AssumeRoleAsync(Ask, code), ErrorCode.WrongMfaCode, "AssumeRole refused: the MFA code is wrong, or was used before", "next code");
            await RefusedAsync(() => KeyIssuer.GetSessionTokenAsync(TimeSpan.FromMinutes(15), code), ErrorCode.WrongMfaCode, "GetSessionToken refused");
        }
    }

    [Test]
    public async Task A_wrong_device_is_named_by_its_serial_number()
    {
        var code = new MfaCode($"arn:aws:iam::{AccountId}:mfa/alcie", Device.FreshCode());
        await RefusedAsync(() => KeyIssuer.AssumeRoleAsync(Ask, code), ErrorCode.WrongMfaDevice, ":mfa/alcie is no MFA device of the caller");
        await RefusedAsync(() => KeyIssuer.GetSessionTokenAsync(TimeSpan.FromMinutes(15), code), ErrorCode.WrongMfaDevice, "serial number");
    }

    [Test]
    public async Task A_trust_policy_that_refuses_is_named_with_what_it_may_want()
    {
        Deployer.TrustPrincipal(AccountId, requireMfa: true);
        await RefusedAsync(() => KeyIssuer.AssumeRoleAsync(Ask), ErrorCode.Denied, $"the role {Deployer.Arn} may not be assumed", "demands MFA needs a code");
        Deployer.TrustPrincipal("210987654321");
        await RefusedAsync(() => KeyIssuer.AssumeRoleAsync(Ask, Code), ErrorCode.Denied, Alice.Arn, "external id");
        await RefusedAsync(() => KeyIssuer.AssumeRoleAsync(new AssumeRoleOptions($"arn:aws:iam::{AccountId}:role/nobody", "alice")), ErrorCode.Denied, "role/nobody", "check the role's name");
    }

    [Test]
    public async Task A_missing_permission_is_named()
    {
        Deployer.Trust("""{"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}}""");
        await RefusedAsync(
            () => KeyIssuer.AssumeRoleAsync(new AssumeRoleOptions(Deployer.Arn, "alice") { Tags = new Dictionary<string, string> { ["a"] = "b" } }),
            ErrorCode.Denied,
            "the permission sts:TagSession is missing");
        await RefusedAsync(
            () => KeyIssuer.AssumeRoleAsync(new AssumeRoleOptions(Deployer.Arn, "alice") { SourceIdentity = "alice" }),
            ErrorCode.Denied,
            "the permission sts:SetSourceIdentity is missing");
    }

    [Test]
    public async Task A_session_longer_than_the_role_allows_names_the_limit() => await RefusedAsync(
        () => KeyIssuer.AssumeRoleAsync(new AssumeRoleOptions(Deployer.Arn, "alice") { Duration = TimeSpan.FromHours(3) }),
        ErrorCode.TooLongSession,
        "does not allow sessions of 10800 seconds",
        "MaxSessionDuration");

    [Test]
    public async Task Policies_that_do_not_fit_name_the_percentage()
    {
        var tags = Enumerable.Range(0, 10).ToDictionary(number => $"key{number}", _ => Random.Shared.GetHexString(250));
        await RefusedAsync(
            () => KeyIssuer.AssumeRoleAsync(new AssumeRoleOptions(Deployer.Arn, "alice") { Tags = tags }),
            ErrorCode.TooLargePolicy,
            "% of the space)",
            "fewer tags");
    }

    [Test]
    public async Task A_region_that_is_not_activated_is_named()
    {
        Aws.Faults.Always(Fault.RegionDisabled);
        await RefusedAsync(() => KeyIssuer.AssumeRoleAsync(Ask), ErrorCode.RegionDisabled, "eu-central-1");
    }

    [Test]
    public async Task A_base_session_that_has_expired_says_so()
    {
        var expired = Issuer(Alice.GetSessionToken(TimeSpan.FromMinutes(-1)));
        await RefusedAsync(() => expired.AssumeRoleAsync(Ask), ErrorCode.Expired, "the credentials have expired");
    }

    [Test]
    public async Task An_expired_web_identity_token_is_what_has_expired()
    {
        var provider = Account.AddIdentityProvider("https://jenkins.example/oidc");
        var fault = await RefusedAsync(
            () => Bearer(provider.Token("x", life: TimeSpan.FromMinutes(-1))), ErrorCode.Expired, "the web identity token has expired", "fresh token");
        Assert.That(fault.Message + fault.Hint, Does.Not.Contain("credentials"));
    }

    [Test]
    public async Task A_web_identity_token_that_is_not_taken_says_what_to_check()
    {
        var provider = Account.AddIdentityProvider("https://jenkins.example/oidc");
        var foreign = Aws.Account("210987654321").AddIdentityProvider("https://elsewhere.example").Token("x");
        var fault = await RefusedAsync(() => Bearer(foreign), ErrorCode.InvalidRequest, "the web identity token is not valid", "issuer");
        Assert.That(fault.ToString(), Does.Not.Contain(foreign[..40]));
        await RefusedAsync(() => Bearer("no-token-at-all"), ErrorCode.InvalidRequest, "the web identity token is not valid");
        await RefusedAsync(() => Bearer(provider.Token("x")), ErrorCode.Denied, $"the role {Deployer.Arn} may not be assumed", "subject and audience");
        Deployer.Trust($$"""{"Statement": {"Effect": "Allow", "Principal": {"Federated": "{{provider.Arn}}"}, "Action": "sts:AssumeRoleWithWebIdentity"} }""");
        var token = provider.Token("x");
        await RefusedAsync(
            () => new SessionIssuer(null, Options).AssumeRoleWithWebIdentityAsync(new AssumeRoleOptions(Deployer.Arn, "alice") { Duration = TimeSpan.FromHours(3) }, token),
            ErrorCode.TooLongSession,
            "10800 seconds");
    }

    private Task<IssuedSession> Bearer(string token) => new SessionIssuer(null, Options).AssumeRoleWithWebIdentityAsync(Ask, token);
}
