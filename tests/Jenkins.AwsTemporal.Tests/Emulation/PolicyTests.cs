using System.Text.Json.Nodes;
using AwsEmulator.Policies;

namespace Jenkins.AwsTemporal.Tests.Emulation;

internal sealed class PolicyTests : EmulatorTests
{
    [SetUp]
    public void AddSecrets()
    {
        Alice.Tags["team"] = "blue";
        Account.AddSecret("us-east-1", "/prod/x", "value");
        Account.AddSecret("us-east-1", "/home/alice/x", "value");
    }

    [TestCase("""{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}""")]
    [TestCase("""{"Effect": "Allow", "Action": "SECRETSMANAGER:get*", "Resource": "arn:aws:secretsmanager:us-east-1:*:secret:/prod/*"}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "arn:*:secret:/prod/x-??????"}""")]
    [TestCase("""{"Effect": "Allow", "NotAction": "sts:*", "NotResource": "*:secret:/dev/*"}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": ["bob", "alice"]}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"secretsmanager:SecretId": "/prod/*"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/${aws:username}"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Null": {"aws:MultiFactorAuthPresent": "true"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": true}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceIdentity": "mallory"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}}""")]
    public async Task A_statement_that_fits_allows(string statement) =>
        Assert.That(await Read(statement, "/prod/x"), Is.EqualTo("value"));

    [TestCase("""{"Effect": "Allow", "Action": "secretsmanager:Get?ecret", "Resource": "*"}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:secretsmanager:us-east-1:*:secret:/PROD/*"}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "arn:*:secret:/prod/x"}""")]
    [TestCase("""{"Effect": "Allow", "NotAction": "secretsmanager:*", "Resource": "*"}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "Alice"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"}}}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*:secret:/home/${aws:SourceIdentity}/*"}""")]
    [TestCase("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "900"}}}""")]
    public async Task A_statement_that_does_not_fit_allows_nothing(string statement) =>
        Assert.That(await Read(statement, "/prod/x"), Is.EqualTo("AccessDeniedException"));

    [Test]
    public async Task A_variable_stands_for_the_caller()
    {
        const string Home = """{"Effect": "Allow", "Action": "*", "Resource": "*:secret:/home/${aws:username}/*"}""";
        Assert.That(await Read(Home, "/home/alice/x"), Is.EqualTo("value"));
        Assert.That(await Read(Home, "/prod/x"), Is.EqualTo("AccessDeniedException"));
    }

    [Test]
    public async Task A_session_made_with_MFA_says_when()
    {
        Alice.AddPolicy("""
            {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
              "Bool": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "900"}}}}
            """);
        using var client = Secrets(Alice.GetSessionToken(TimeSpan.FromHours(1), mfa: true));
        using var plain = Secrets(Alice.GetSessionToken(TimeSpan.FromHours(1)));
        Assert.That(await client.GetAsync("/prod/x"), Is.EqualTo("value"));
        Assert.That(await plain.GetAsync("/prod/x"), Is.EqualTo("AccessDeniedException"));
    }

    [Test]
    public async Task A_deny_wins()
    {
        Alice.Deny("secretsmanager:*", "*:secret:/prod/*");
        Assert.That(await Read("""{"Effect": "Allow", "Action": "*", "Resource": "*"}""", "/prod/x"), Is.EqualTo("AccessDeniedException"));
    }

    [TestCase("{", "invalid Json")]
    [TestCase("""{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "::1"}}}}""", "IpAddress")]
    [TestCase("""{"Statement": {"Effect": "Allow", "Action": "*", "Resources": "*"}}""", "Resources")]
    [TestCase("""{"Statement": {"Effect": "Allow", "NotPrincipal": "*", "Action": "*"}}""", "NotPrincipal")]
    public void What_is_not_evaluated_is_refused(string document, string named) =>
        Assert.That(() => PolicyDocument.Parse(document), Throws.TypeOf<MalformedPolicyException>().With.Message.Contains(named));

    private async Task<string> Read(string statement, string secretId)
    {
        Alice.AddPolicy(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(JsonNode.Parse(statement)) }.ToJsonString());
        using var client = Secrets(Key);
        return await client.GetAsync(secretId);
    }
}
