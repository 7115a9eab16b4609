using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AwsEmulator;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Secrets;
using Credentials = Amazon.SecurityToken.Model.Credentials;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>CloudFormation and IAM as others wrote them take what was generated, and what they make of it works.</summary>
public class MotoJudgeTests
{
    private const string AccountId = "123456789012";
    private MotoCloud _moto = null!;

    [SetUp]
    public async Task Start() => _moto = await MotoCloud.StartAsync();

    [TearDown]
    public void Stop() => _moto?.Dispose();

    [TestCase("us-east-1", "aws")]
    [TestCase("cn-north-1", "aws-cn")]
    public async Task The_stack_deploys_and_its_users_take_its_roles_and_read_its_secrets(string region, string partition)
    {
        var stack = new StackTemplate(["alice", "bob.b"], ["deployer", "jenkins/reader"]) { Secrets = ["/prod/*"], MaxSession = TimeSpan.FromHours(12) };
        var outputs = await DeployAsync(stack, region);
        Assert.That(outputs, Is.EquivalentTo(new[]
        {
            ("RoledeployerArn", $"arn:{partition}:iam::{AccountId}:role/deployer"),
            ("RolereaderArn", $"arn:{partition}:iam::{AccountId}:role/jenkins/reader"),
        }));

        await _moto.AwsAsync(region, "secretsmanager", "create-secret", "--name", "/prod/db", "--secret-string", "value");
        var key = await CreateKeyAsync(region, "bob.b");
        foreach (var (_, role) in outputs)
        {
            using var sts = Sts(key, region);
            var session = (await sts.AssumeRoleAsync(Assume(role))).Credentials;
            using var secrets = new SecretReader(
                new TemporaryCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
                new AwsCallOptions(region) { SecretsManagerEndpoint = _moto.Address });
            using var value = await secrets.ReadAsync(SecretReference.Parse("/prod/db"));
            Assert.That(value.Reveal(), Is.EqualTo("value"));
        }
    }

    /// <summary>moto ignores MFA and knows no resources of secrets, so the emulator judges what moto's CloudFormation made.</summary>
    [Test]
    public async Task What_the_stack_made_is_enforced()
    {
        const string Region = "us-east-1";
        await DeployAsync(new StackTemplate(["alice"], ["deployer"]) { Secrets = ["/prod/*"] }, Region);

        await using var aws = await Emulator.StartAsync();
        var account = aws.Account(AccountId);
        var alice = account.AddUser("alice");
        var device = alice.AddMfaDevice();
        foreach (var attached in (await _moto.AwsAsync(Region, "iam", "list-attached-user-policies", "--user-name", "alice"))["AttachedPolicies"]!.AsArray())
        {
            var version = await _moto.AwsAsync(Region, "iam", "get-policy-version", "--policy-arn", (string)attached!["PolicyArn"]!, "--version-id", "v1");
            alice.AddPolicy(version["PolicyVersion"]!["Document"]!.ToJsonString());
        }

        var made = (await _moto.AwsAsync(Region, "iam", "get-role", "--role-name", "deployer"))["Role"]!;
        var role = account.AddRole("deployer", made["AssumeRolePolicyDocument"]!.ToJsonString());
        // moto writes the inline policy of a stack's role as Python does, in single quotes.
        var inline = (string)(await _moto.AwsAsync(Region, "iam", "get-role-policy", "--role-name", "deployer", "--policy-name", "secrets"))["PolicyDocument"]!;
        role.AddPolicy(inline.Replace('\'', '"'));
        account.AddSecret(Region, "/prod/db", "value");
        account.AddSecret(Region, "/dev/db", "other");

        var key = alice.CreateAccessKey();
        using var sts = Client(new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey), aws.Url, Region);
        var request = Assume(role.Arn);
        Assert.That(await ErrorOf(() => sts.AssumeRoleAsync(request)), Is.EqualTo("AccessDenied"));
        (request.SerialNumber, request.TokenCode) = (device.SerialNumber, device.FreshCode());
        var session = (await sts.AssumeRoleAsync(request)).Credentials;
        using var secrets = new SecretReader(
            new TemporaryCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
            new AwsCallOptions(Region) { SecretsManagerEndpoint = new Uri(aws.Url) });
        using var value = await secrets.ReadAsync(SecretReference.Parse("/prod/db"));
        Assert.That(value.Reveal(), Is.EqualTo("value"));
        var denied = await Assert.ThrowsAsync<AwsCallException>(() => secrets.ReadAsync(SecretReference.Parse("/dev/db")));
        Assert.That(denied!.Code, Is.EqualTo(ErrorCode.Denied));
    }

    /// <summary>
    /// moto does not know that an account's root stands for its users: here the users' ARNs take its place. It ignores the
    /// conditions on users and MFA.
    /// </summary>
    [Test]
    public async Task A_user_takes_the_named_role_and_no_other()
    {
        const string Region = "us-east-1";
        var trust = JsonNode.Parse(PolicyDocument.ForTrust(AccountId, ["alice", "bob"]).Json)!;
        trust["Statement"]![0]!["Principal"]!["AWS"] = new JsonArray($"arn:aws:iam::{AccountId}:user/alice", $"arn:aws:iam::{AccountId}:user/bob");
        foreach (var role in (string[])["deployer", "deployer2", "admin"])
            await _moto.AwsAsync(Region, "iam", "create-role", "--role-name", role, "--assume-role-policy-document", trust.ToJsonString());
        var keys = new Dictionary<string, BasicAWSCredentials>(StringComparer.Ordinal);
        foreach (var user in (string[])["alice", "bob", "carol"])
        {
            await _moto.AwsAsync(Region, "iam", "create-user", "--user-name", user);
            keys[user] = await CreateKeyAsync(Region, user);
        }

        var policy = PolicyDocument.ForUser(["deployer"], new PolicyScope(AccountId)).Json;
        foreach (var user in (string[])["alice", "carol"])
            await _moto.AwsAsync(Region, "iam", "put-user-policy", "--user-name", user, "--policy-name", "assume", "--policy-document", policy);
        await _moto.EnforceAsync(true);

        using var alice = Sts(keys["alice"], Region);
        using var bob = Sts(keys["bob"], Region);
        using var carol = Sts(keys["carol"], Region);
        var request = Assume($"arn:aws:iam::{AccountId}:role/deployer");
        await alice.AssumeRoleAsync(request);
        using (Assert.EnterMultipleScope())
        {
            // Trusted without a policy of their own, and a policy without trust.
            Assert.That(await ErrorOf(() => bob.AssumeRoleAsync(request)), Is.EqualTo("AccessDenied"));
            Assert.That(await ErrorOf(() => carol.AssumeRoleAsync(request)), Is.EqualTo("AccessDenied"));
            foreach (var role in (string[])["deployer2", "admin"])
            {
                request.RoleArn = $"arn:aws:iam::{AccountId}:role/{role}";
                Assert.That(await ErrorOf(() => alice.AssumeRoleAsync(request)), Is.EqualTo("AccessDenied"), role);
            }
        }
    }

    private async Task<(string Key, string Value)[]> DeployAsync(StackTemplate stack, string region)
    {
        await _moto.AwsAsync(region, "cloudformation", "validate-template", "--template-body", stack.ToJson());
        await _moto.AwsAsync(
            region, "cloudformation", "create-stack", "--stack-name", "jenkins", "--template-body", stack.ToJson(), "--capabilities", "CAPABILITY_NAMED_IAM");
        var made = (await _moto.AwsAsync(region, "cloudformation", "describe-stacks", "--stack-name", "jenkins"))["Stacks"]![0]!;
        Assert.That((string?)made["StackStatus"], Is.EqualTo("CREATE_COMPLETE"));
        return [.. made["Outputs"]!.AsArray().Select(output => ((string)output!["OutputKey"]!, (string)output["OutputValue"]!))];
    }

    private async Task<BasicAWSCredentials> CreateKeyAsync(string region, string user)
    {
        var key = (await _moto.AwsAsync(region, "iam", "create-access-key", "--user-name", user))["AccessKey"]!;
        return new BasicAWSCredentials((string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
    }

    private AmazonSecurityTokenServiceClient Sts(AWSCredentials credentials, string region) => Client(credentials, _moto.Address.AbsoluteUri, region);

    private static AmazonSecurityTokenServiceClient Client(AWSCredentials credentials, string url, string region) =>
        new(credentials, new AmazonSecurityTokenServiceConfig { ServiceURL = url, AuthenticationRegion = region, MaxErrorRetry = 0 });

    private static AssumeRoleRequest Assume(string role) => new() { RoleArn = role, RoleSessionName = "build-1" };

    private static async Task<string?> ErrorOf(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (AmazonSecurityTokenServiceException e)
        {
            return e.ErrorCode;
        }
    }
}
