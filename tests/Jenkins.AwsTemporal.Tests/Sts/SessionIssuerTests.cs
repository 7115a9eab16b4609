using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Sts;

internal sealed class SessionIssuerTests : IssuerTests
{
    [Test]
    public async Task A_role_is_assumed_with_everything_that_AssumeRole_takes()
    {
        var managed = Account.AddManagedPolicy("narrow", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");
        Deployer.Trust("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
             "Condition": {"StringEquals": {"sts:ExternalId": "ext:1/2", "sts:RoleSessionName": "alice+build-1", "sts:SourceIdentity": "alice",
               "aws:RequestTag/Job": "deploy", "aws:RequestTag/Empty": "", "sts:TransitiveTagKeys": "Job"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}}}
            """);
        var issued = await KeyIssuer.AssumeRoleAsync(
            new AssumeRoleOptions(Deployer.Arn, "alice+build-1")
            {
                Duration = TimeSpan.FromHours(2),
                SourceIdentity = "alice",
                ExternalId = "ext:1/2",
                Policy = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}""",
                PolicyArns = [managed],
                Tags = new Dictionary<string, string> { ["Job"] = "deploy", ["Empty"] = "" },
                TransitiveTagKeys = ["job"],
            },
            Code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(issued.Identity.Arn, Is.EqualTo($"arn:aws:sts::{AccountId}:assumed-role/deployer/alice+build-1"));
            Assert.That(issued.Identity.AccountId, Is.EqualTo(AccountId));
            Assert.That(issued.Identity.UserId, Does.EndWith(":alice+build-1"));
            Assert.That(issued.Identity.IsRoleSession, Is.True);
            Assert.That(issued.Credentials.Expiration, Is.EqualTo(DateTimeOffset.UtcNow.AddHours(2)).Within(TimeSpan.FromSeconds(30)));
            Assert.That(issued.ToString(), Is.EqualTo(issued.Identity.Arn));
        }

        var identity = await new SessionIssuer(BaseCredentials.FromSession(issued.Credentials), Options).IdentifyAsync();
        Assert.That(identity.UserId, Is.EqualTo(issued.Identity.UserId));
    }

    [Test]
    public async Task One_code_makes_a_session_that_takes_any_number_of_roles()
    {
        Deployer.TrustPrincipal(AccountId, requireMfa: true);
        var other = Account.AddRole("reader").TrustPrincipal(AccountId, requireMfa: true);
        var own = await KeyIssuer.GetSessionTokenAsync(TimeSpan.FromMinutes(15), Code);
        Assert.That(own.Identity.Arn, Is.EqualTo(Alice.Arn));

        var issuer = new SessionIssuer(BaseCredentials.FromSession(own.Credentials), Options);
        await issuer.AssumeRoleAsync(Ask);
        await issuer.AssumeRoleAsync(new AssumeRoleOptions(other.Arn, "alice"));
        await issuer.AssumeRoleAsync(Ask);
        Assert.That(Aws.Requests("GetSessionToken"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_web_identity_needs_no_key_and_keeps_to_the_limits_that_it_asks_for()
    {
        var token = TrustProvider().Token("job:deploy");
        var issued = await new SessionIssuer(null, Options).AssumeRoleWithWebIdentityAsync(
            new AssumeRoleOptions(Deployer.Arn, "alice") { Duration = TimeSpan.FromMinutes(20), Policy = """{"Version":"2012-10-17","Statement":[]}""" }, token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(issued.Identity.Arn, Does.EndWith(":assumed-role/deployer/alice"));
            Assert.That(issued.Credentials.Expiration, Is.EqualTo(DateTimeOffset.UtcNow.AddMinutes(20)).Within(TimeSpan.FromSeconds(30)));
            Assert.That(Aws.RequestCounts.Values.Sum(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_web_identity_learns_how_far_the_clock_is_off()
    {
        var provider = TrustProvider();
        Aws.Clock.Shift = TimeSpan.FromHours(3);
        var issued = await new SessionIssuer(null, Options).AssumeRoleWithWebIdentityAsync(Ask, provider.Token("x"));
        Assert.That(issued.Identity.ClockSkew, Is.EqualTo(TimeSpan.FromHours(3)).Within(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task What_a_web_identity_cannot_ask_for_is_refused_before_anything_is_sent()
    {
        var issuer = new SessionIssuer(null, Options);
        async Task Refused(AssumeRoleOptions role, string token, string option)
        {
            var fault = await Assert.ThrowsAsync<InvalidOptionException>(() => issuer.AssumeRoleWithWebIdentityAsync(role, token));
            Assert.That(fault!.Option, Is.EqualTo(option));
        }

        var token = TrustProvider().Token("x");
        await Refused(new AssumeRoleOptions(Deployer.Arn, "alice") { SourceIdentity = "alice" }, token, "SourceIdentity");
        await Refused(new AssumeRoleOptions(Deployer.Arn, "alice") { ExternalId = "ext" }, token, "ExternalId");
        await Refused(new AssumeRoleOptions(Deployer.Arn, "alice") { Tags = new Dictionary<string, string> { ["a"] = "b" } }, token, "Tags");
        await Refused(Ask, "abc", "web identity token");
        await Refused(Ask, new string('a', 20001), "web identity token");
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task A_session_that_AWS_would_cut_or_refuse_is_refused_before_anything_is_sent()
    {
        var session = Issuer(Alice.GetSessionToken(TimeSpan.FromMinutes(15)));
        async Task Refused(Func<Task> call, string words)
        {
            var fault = await Assert.ThrowsAsync<InvalidOptionException>(() => call());
            Assert.That(fault!.Message, Does.Contain(words));
            Assert.That(fault.Code, Is.EqualTo(ErrorCode.InvalidArgument));
        }

        await Refused(() => session.AssumeRoleAsync(new AssumeRoleOptions(Deployer.Arn, "alice") { Duration = TimeSpan.FromSeconds(3601) }), "3600 seconds at most");
        await Refused(() => session.GetSessionTokenAsync(TimeSpan.FromMinutes(15)), "permanent key");
        foreach (var seconds in (double[])[0, 899, 129601, 900.5])
            await Refused(() => KeyIssuer.GetSessionTokenAsync(TimeSpan.FromSeconds(seconds), Code), "900 to 129600 whole seconds");
        Assert.That(Aws.RequestCounts, Is.Empty);
        await session.AssumeRoleAsync(new AssumeRoleOptions(Deployer.Arn, "alice") { Duration = TimeSpan.FromHours(1) });
        await KeyIssuer.GetSessionTokenAsync(TimeSpan.FromHours(36));
    }

    private AwsEmulator.Identity.IdentityProvider TrustProvider()
    {
        var provider = Account.AddIdentityProvider("https://jenkins.example/oidc");
        Deployer.Trust($$"""
            {"Statement": {"Effect": "Allow", "Principal": {"Federated": "{{provider.Arn}}"}, "Action": "sts:AssumeRoleWithWebIdentity"} }
            """);
        return provider;
    }
}
