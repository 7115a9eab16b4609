using System.Text.Json.Nodes;
using Amazon.SecurityToken.Model;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Tests.Emulation;
using Credentials = AwsEmulator.Identity.Credentials;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>The emulator enforces what was generated: what is meant is allowed, every neighbour of it is denied.</summary>
internal sealed partial class EmulatorJudgeTests : EmulatorTests
{
    private const string Denied = "AccessDenied";
    private const string DeniedSecret = "AccessDeniedException";
    private const string Stranger = "210987654321";
    private const string Region = "us-east-1";
    private Role _role = null!;

    [SetUp]
    public void SetUpRole()
    {
        Alice.AddMfaDevice();
        Alice.AddPolicy(PolicyDocument.ForUser(["deployer"], new PolicyScope(AccountId)).Json);
        _role = Account.AddRole("deployer", PolicyDocument.ForTrust(AccountId, ["alice"]).Json);
    }

    [Test]
    public async Task The_named_user_takes_the_named_role_with_a_code_or_in_a_session_made_with_one()
    {
        Assert.That(await Take(Key, WithCode(_role)), Is.Null);
        Assert.That(await Take(Alice.GetSessionToken(TimeSpan.FromMinutes(15), mfa: true), Assume(_role)), Is.Null);
    }

    [Test]
    public async Task Without_MFA_neither_a_key_nor_its_session_takes_the_role()
    {
        Assert.That(await Take(Key, Assume(_role)), Is.EqualTo(Denied));
        Assert.That(await Take(Alice.GetSessionToken(TimeSpan.FromMinutes(15)), Assume(_role)), Is.EqualTo(Denied));
    }

    [Test]
    public async Task GetSessionToken_needs_no_permission()
    {
        using var sts = Sts(Key);
        var device = Alice.MfaDevices[0];
        var session = await sts.GetSessionTokenAsync(new GetSessionTokenRequest { SerialNumber = device.SerialNumber, TokenCode = device.FreshCode() });
        Assert.That(await Take(Received(session.Credentials), Assume(_role)), Is.Null);
    }

    [Test]
    public async Task Another_role_is_denied_even_if_it_trusts_the_user()
    {
        var trust = PolicyDocument.ForTrust(AccountId, ["alice"]).Json;
        var session = Alice.GetSessionToken(TimeSpan.FromMinutes(15), mfa: true);
        foreach (var neighbour in (Role[])
            [
                Account.AddRole("deployer2", trust),
                Account.AddRole("deploye", trust),
                Account.AddRole("Deployer-prod", trust),
                Account.AddRole("reader", trust, path: "/deployer/"),
                Aws.Account(Stranger).AddRole("deployer", trust),
            ])
            Assert.That(await Take(session, Assume(neighbour)), Is.EqualTo(Denied), neighbour.Arn);
    }

    [Test]
    public async Task Another_user_is_denied_even_if_their_own_policy_allows_everything()
    {
        foreach (var name in (string[])["alice2", "bob"])
        {
            var other = Account.AddUser(name);
            other.Allow("*");
            other.AddMfaDevice();
            Assert.That(await Take(other.CreateAccessKey(), WithCode(_role, other)), Is.EqualTo(Denied), name);
        }

        // The same name in another account is another user.
        var namesake = Aws.Account(Stranger).AddUser("alice");
        namesake.Allow("*");
        namesake.AddMfaDevice();
        Assert.That(await Take(namesake.CreateAccessKey(), WithCode(_role, namesake)), Is.EqualTo(Denied));
    }

    [Test]
    public async Task A_session_of_a_role_is_denied_whatever_it_calls_itself()
    {
        var admin = Account.AddRole("alice");
        admin.Allow("*");
        Assert.That(await Take(admin.Assume("alice", TimeSpan.FromMinutes(15), sourceIdentity: "alice"), Assume(_role)), Is.EqualTo(Denied));
    }

    [Test]
    public async Task The_trust_alone_is_not_enough()
    {
        Alice.RemovePolicies();
        Assert.That(await Take(Key, WithCode(_role)), Is.EqualTo(Denied));
    }

    [Test]
    public async Task The_user_may_do_nothing_else()
    {
        Account.AddSecret(Region, "/prod/db", "value");
        foreach (var credentials in (Credentials[])[Key, Alice.GetSessionToken(TimeSpan.FromMinutes(15), mfa: true)])
        {
            using var secrets = Secrets(credentials);
            Assert.That(await secrets.GetAsync("/prod/db"), Is.EqualTo(DeniedSecret));
        }
    }

    [Test]
    public async Task A_code_that_is_too_old_is_denied_and_a_new_one_is_not()
    {
        // Short enough for the clients' clocks to be right still.
        _role.Trust(PolicyDocument.ForTrust(AccountId, ["alice"], new RoleTerms { MfaAge = TimeSpan.FromMinutes(2) }).Json);
        var session = Alice.GetSessionToken(TimeSpan.FromHours(2), mfa: true);
        Aws.Clock.Shift = TimeSpan.FromSeconds(100);
        Assert.That(await Take(session, Assume(_role)), Is.Null);
        Aws.Clock.Shift = TimeSpan.FromSeconds(121);
        Assert.That(await Take(session, Assume(_role)), Is.EqualTo(Denied));
        Assert.That(await Take(Key, WithCode(_role)), Is.Null);
    }

    [TestCase("jenkins", null)]
    [TestCase("jenkins2", Denied)]
    [TestCase("Jenkins", Denied)]
    [TestCase(null, Denied)]
    public async Task The_external_id_must_be_the_one(string? given, string? answer)
    {
        _role.Trust(PolicyDocument.ForTrust(AccountId, ["alice"], new RoleTerms { ExternalId = "jenkins" }).Json);
        var request = WithCode(_role);
        request.ExternalId = given;
        Assert.That(await Take(Key, request), Is.EqualTo(answer));
    }

    [TestCase(true, "alice", null)]
    [TestCase(true, "bob", Denied)]
    [TestCase(true, null, Denied)]
    [TestCase(false, "build-7", null)]
    [TestCase(false, "nightly", null)]
    [TestCase(false, "alice", Denied)]
    [TestCase(false, null, Denied)]
    public async Task The_source_identity_must_be_the_users_own_or_one_of_a_list(bool own, string? given, string? answer)
    {
        Demand(own ? new RoleTerms { OwnSourceIdentity = true } : new RoleTerms { SourceIdentities = ["build-*", "nightly"] });
        var request = WithCode(_role);
        request.SourceIdentity = given;
        Assert.That(await Take(Key, request), Is.EqualTo(answer));
    }

    [TestCase("job", null)]
    [TestCase("job build", null)]
    [TestCase("", null)]
    [TestCase("team", Denied)]
    [TestCase("job team", Denied)]
    public async Task Only_named_tags_may_be_set(string keys, string? answer)
    {
        Demand(new RoleTerms { TagKeys = ["job", "build"], ExternalId = "jenkins", OwnSourceIdentity = true });
        var request = WithCode(_role);
        (request.ExternalId, request.SourceIdentity) = ("jenkins", "alice");
        request.Tags = [.. keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => new Tag { Key = key, Value = "x" })];
        Assert.That(await Take(Key, request), Is.EqualTo(answer));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Either_side_alone_holds_tags_and_source_identities_to_what_is_named(bool trustHolds)
    {
        var terms = new RoleTerms { TagKeys = ["job"], SourceIdentities = ["build-*"] };
        Demand(terms);
        if (trustHolds)
            Alice.Allow("sts:*");
        else
            _role.TrustPrincipal(AccountId);
        var session = Alice.GetSessionToken(TimeSpan.FromMinutes(15), mfa: true);
        var request = Assume(_role);
        (request.SourceIdentity, request.Tags) = ("build-1", [new Tag { Key = "job", Value = "x" }]);
        Assert.That(await Take(session, request), Is.Null);
        request.Tags = [new Tag { Key = "team", Value = "x" }];
        Assert.That(await Take(session, request), Is.EqualTo(Denied));
        (request.SourceIdentity, request.Tags) = ("bob", null);
        Assert.That(await Take(session, request), Is.EqualTo(Denied));
    }

    [Test]
    public async Task Tags_and_a_source_identity_that_nobody_allowed_are_denied()
    {
        var tagged = WithCode(_role);
        tagged.Tags = [new Tag { Key = "job", Value = "x" }];
        Assert.That(await Take(Key, tagged), Is.EqualTo(Denied));
        var named = WithCode(_role);
        named.SourceIdentity = "alice";
        Assert.That(await Take(Key, named), Is.EqualTo(Denied));
    }

    [Test]
    public async Task A_pattern_reaches_the_roles_below_its_path_and_no_others()
    {
        Alice.RemovePolicies();
        Alice.AddPolicy(PolicyDocument.ForUser(["jenkins/*"], new PolicyScope(AccountId)).Json);
        var trust = PolicyDocument.ForTrust(AccountId, ["alice"]).Json;
        var session = Alice.GetSessionToken(TimeSpan.FromMinutes(15), mfa: true);
        Assert.That(await Take(session, Assume(Account.AddRole("below", trust, path: "/jenkins/"))), Is.Null);
        Assert.That(await Take(session, Assume(Account.AddRole("jenkins", trust))), Is.EqualTo(Denied));
        Assert.That(await Take(session, Assume(Account.AddRole("other", trust, path: "/jenkins2/"))), Is.EqualTo(Denied));
    }

    private void Demand(RoleTerms terms)
    {
        Alice.RemovePolicies();
        Alice.AddPolicy(PolicyDocument.ForUser(["deployer"], new PolicyScope(AccountId), terms).Json);
        _role.Trust(PolicyDocument.ForTrust(AccountId, ["alice"], terms).Json);
    }

    private AssumeRoleRequest WithCode(Role role, User? user = null)
    {
        var request = Assume(role);
        var device = (user ?? Alice).MfaDevices[0];
        (request.SerialNumber, request.TokenCode) = (device.SerialNumber, device.FreshCode());
        return request;
    }

    /// <summary>Null when the role was taken, else the error's code.</summary>
    private async Task<string?> Take(Credentials credentials, AssumeRoleRequest request)
    {
        using var sts = Sts(credentials);
        try
        {
            await sts.AssumeRoleAsync(request);
            return null;
        }
        catch (Amazon.SecurityToken.AmazonSecurityTokenServiceException e)
        {
            return e.ErrorCode;
        }
    }
}
