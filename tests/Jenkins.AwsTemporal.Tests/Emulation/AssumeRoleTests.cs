using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using AwsEmulator.Identity;

namespace Jenkins.AwsTemporal.Tests.Emulation;

internal sealed class AssumeRoleTests : EmulatorTests
{
    private Role _role = null!;

    [SetUp]
    public void AddRole()
    {
        Alice.AddMfaDevice();
        Alice.Allow("sts:*");
        _role = Account.AddRole("deployer", maxSessionDuration: TimeSpan.FromHours(2));
    }

    [Test]
    public async Task A_role_is_assumed_and_names_its_session()
    {
        using var sts = Sts(Key);
        var answer = await sts.AssumeRoleAsync(Assume(_role));
        Assert.That(answer.AssumedRoleUser.Arn, Is.EqualTo($"arn:aws:sts::{AccountId}:assumed-role/deployer/build-1"));
        using var assumed = Sts(Received(answer.Credentials));
        var identity = await assumed.GetCallerIdentityAsync(new GetCallerIdentityRequest());
        Assert.That(identity.UserId, Does.Match("^AROA[A-Z2-7]{17}:build-1$"));
    }

    [Test]
    public async Task A_role_that_demands_MFA_opens_to_a_code_and_to_a_session_made_with_one()
    {
        _role.TrustPrincipal(AccountId, requireMfa: true);
        var device = Alice.MfaDevices[0];
        using var key = Sts(Key);
        using var plain = Sts(Alice.GetSessionToken(TimeSpan.FromMinutes(15)));
        using var withMfa = Sts(Alice.GetSessionToken(TimeSpan.FromMinutes(15), mfa: true));

        Assert.That((await Refused(() => key.AssumeRoleAsync(Assume(_role)))).ErrorCode, Is.EqualTo("AccessDenied"));
        Assert.That((await Refused(() => plain.AssumeRoleAsync(Assume(_role)))).ErrorCode, Is.EqualTo("AccessDenied"));
        await withMfa.AssumeRoleAsync(Assume(_role));
        var request = Assume(_role);
        (request.SerialNumber, request.TokenCode) = (device.SerialNumber, device.FreshCode());
        await key.AssumeRoleAsync(request);
    }

    [Test]
    public async Task An_unknown_role_is_refused_in_the_words_of_a_forbidden_one()
    {
        using var sts = Sts(Key);
        var error = await Refused(() => sts.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{AccountId}:role/nobody", RoleSessionName = "build-1" }));
        Assert.That(error.Message, Is.EqualTo(
            $"User: arn:aws:iam::{AccountId}:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{AccountId}:role/nobody"));
    }

    [Test]
    public async Task Both_accounts_must_agree()
    {
        var other = Aws.Account("210987654321").AddRole("reader").TrustPrincipal(Alice.Arn);
        using var sts = Sts(Key);
        await sts.AssumeRoleAsync(Assume(other));
        Alice.RemovePolicies();
        Assert.That((await Refused(() => sts.AssumeRoleAsync(Assume(other)))).ErrorCode, Is.EqualTo("AccessDenied"));
        // In the same account the trust policy alone is enough when it names the user.
        _role.TrustPrincipal(Alice.Arn);
        await sts.AssumeRoleAsync(Assume(_role));
    }

    [Test]
    public async Task An_external_id_is_demanded_where_the_trust_policy_says_so()
    {
        _role.Trust("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole",
             "Condition": {"StringEquals": {"sts:ExternalId": "jenkins"}}}}
            """);
        using var sts = Sts(Key);
        var request = Assume(_role);
        await Refused(() => sts.AssumeRoleAsync(request));
        request.ExternalId = "jenkins";
        await sts.AssumeRoleAsync(request);
    }

    [Test]
    public async Task Tags_and_a_source_identity_need_their_own_permission()
    {
        Alice.RemovePolicies();
        Alice.Allow("sts:AssumeRole");
        using var sts = Sts(Key);
        var tagged = Assume(_role);
        tagged.Tags = [new Tag { Key = "job", Value = "deploy" }];
        Assert.That((await Refused(() => sts.AssumeRoleAsync(tagged))).Message, Does.Contain("sts:TagSession"));
        var named = Assume(_role);
        named.SourceIdentity = "alice";
        Assert.That((await Refused(() => sts.AssumeRoleAsync(named))).Message, Does.Contain("sts:SetSourceIdentity"));
        Alice.Allow("sts:SetSourceIdentity");
        Assert.That((await sts.AssumeRoleAsync(named)).SourceIdentity, Is.EqualTo("alice"));
        Assert.That(Aws.Audit.Last().SourceIdentity, Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_source_identity_and_transitive_tags_stay_through_the_chain()
    {
        var next = Account.AddRole("next").Trust("""
            {"Statement": {"Effect": "Allow", "Principal": "*", "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
             "Condition": {"StringEquals": {"aws:SourceIdentity": "alice", "aws:PrincipalTag/team": "blue"}}}}
            """);
        using var sts = Sts(Key);
        var first = Assume(_role);
        first.SourceIdentity = "alice";
        first.Tags = [new Tag { Key = "team", Value = "blue" }];
        first.TransitiveTagKeys = ["team"];
        using var assumed = Sts(Received((await sts.AssumeRoleAsync(first)).Credentials));
        Assert.That((await assumed.AssumeRoleAsync(Assume(next))).SourceIdentity, Is.EqualTo("alice"));

        var retagged = Assume(next);
        retagged.Tags = first.Tags;
        Assert.That((await Refused(() => assumed.AssumeRoleAsync(retagged))).ErrorCode, Is.EqualTo("InvalidParameterValue"));
    }

    [Test]
    public async Task A_duration_is_bounded_by_the_role_and_by_chaining()
    {
        using var sts = Sts(Key);
        var request = Assume(_role);
        request.DurationSeconds = 7201;
        Assert.That((await Refused(() => sts.AssumeRoleAsync(request))).Message, Does.Contain("MaxSessionDuration"));
        request.DurationSeconds = 7200;
        using var assumed = Sts(Received((await sts.AssumeRoleAsync(request)).Credentials));
        _role.TrustPrincipal("*");
        Assert.That((await Refused(() => assumed.AssumeRoleAsync(request))).Message, Does.Contain("role chaining"));
    }

    [TestCase("a")]
    [TestCase("has space")]
    [TestCase("naïve")]
    [TestCase("<a&b>")]
    public async Task A_bad_session_name_is_refused(string name)
    {
        using var sts = Sts(Key);
        var request = Assume(_role);
        request.RoleSessionName = name;
        var error = await Refused(() => sts.AssumeRoleAsync(request));
        Assert.That(error.ErrorCode, Is.EqualTo("ValidationError"));
        Assert.That(error.Message, Does.StartWith($"1 validation error detected: Value '{name}' at 'roleSessionName' failed to satisfy constraint:"));
    }

    [Test]
    public async Task A_session_policy_only_takes_away()
    {
        _role.Allow("secretsmanager:GetSecretValue");
        Account.AddSecret("us-east-1", "/prod/a", "one");
        Account.AddSecret("us-east-1", "/prod/b", "two");
        using var sts = Sts(Key);
        var request = Assume(_role);
        request.Policy = """{"Statement": {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "arn:aws:secretsmanager:*:*:secret:/prod/a-??????"}}""";
        var answer = await sts.AssumeRoleAsync(request);
#pragma warning disable CS0618 // Its successor is not in the clients that most people have.
        Assert.That(answer.PackedPolicySize, Is.InRange(1, 100));
#pragma warning restore CS0618
        using var secrets = Secrets(Received(answer.Credentials));
        Assert.That(await secrets.GetAsync("/prod/a"), Is.EqualTo("one"));
        Assert.That(await secrets.GetAsync("/prod/b"), Is.EqualTo("AccessDeniedException"));
    }

    [Test]
    public async Task A_managed_policy_takes_away_too()
    {
        _role.Allow("*");
        Account.AddSecret("us-east-1", "/prod/a", "one");
        using var sts = Sts(Key);
        var request = Assume(_role);
        request.PolicyArns = [new PolicyDescriptorType { Arn = "arn:aws:iam::aws:policy/ReadOnlyAccess" }];
        using var reader = Secrets(Received((await sts.AssumeRoleAsync(request)).Credentials));
        Assert.That(await reader.GetAsync("/prod/a"), Is.EqualTo("AccessDeniedException"));
        request.PolicyArns[0].Arn = Account.AddManagedPolicy("read", """{"Statement": {"Effect": "Allow", "Action": "secretsmanager:Get*", "Resource": "*"}}""");
        using var own = Secrets(Received((await sts.AssumeRoleAsync(request)).Credentials));
        Assert.That(await own.GetAsync("/prod/a"), Is.EqualTo("one"));
        request.PolicyArns[0].Arn = "arn:aws:iam::123456789012:policy/nobody";
        Assert.That((await Refused(() => sts.AssumeRoleAsync(request))).ErrorCode, Is.EqualTo("ValidationError"));
    }

    [Test]
    public async Task Policies_and_tags_that_do_not_fit_are_refused()
    {
        using var sts = Sts(Key);
        var request = Assume(_role);
        var random = new Random(1);
        request.Tags = [.. Enumerable.Range(0, 40).Select(i => new Tag { Key = $"k{i}", Value = Convert.ToHexString(Bytes(random)) })];
        Assert.That((await Refused(() => sts.AssumeRoleAsync(request))).ErrorCode, Is.EqualTo("PackedPolicyTooLarge"));

        static byte[] Bytes(Random random)
        {
            var bytes = new byte[100];
            random.NextBytes(bytes);
            return bytes;
        }
    }

    [Test]
    public async Task A_web_identity_is_let_in_by_its_subject()
    {
        var provider = Account.AddIdentityProvider("https://jenkins.example/oidc");
        _role.Trust("""
            {"Statement": {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/jenkins.example/oidc"},
             "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringLike": {"jenkins.example/oidc:sub": "job/*"}}}}
            """);
        using var sts = Sts(new AnonymousAWSCredentials());
        var answer = await sts.AssumeRoleWithWebIdentityAsync(With(provider.Token("job/deploy")));
        Assert.That(answer.SubjectFromWebIdentityToken, Is.EqualTo("job/deploy"));
        Assert.That((await Refused(() => sts.AssumeRoleWithWebIdentityAsync(With(provider.Token("other"))))).ErrorCode, Is.EqualTo("AccessDenied"));
        Assert.That(
            (await Refused(() => sts.AssumeRoleWithWebIdentityAsync(With(provider.Token("job/deploy", life: TimeSpan.FromSeconds(-1)))))).ErrorCode,
            Is.EqualTo("ExpiredTokenException"));
        Assert.That((await Refused(() => sts.AssumeRoleWithWebIdentityAsync(With("a.b.c")))).ErrorCode, Is.EqualTo("InvalidIdentityToken"));

        AssumeRoleWithWebIdentityRequest With(string token) =>
            new() { RoleArn = _role.Arn, RoleSessionName = "build-1", WebIdentityToken = token };
    }
}
