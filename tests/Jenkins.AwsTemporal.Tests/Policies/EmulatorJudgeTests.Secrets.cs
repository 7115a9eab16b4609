using System.Text.Json.Nodes;
using Amazon.SecurityToken.Model;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Tests.Emulation;
using Credentials = AwsEmulator.Identity.Credentials;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>What a role or an operator may do with secrets.</summary>
internal sealed partial class EmulatorJudgeTests
{
    [TestCase("/prod/db")]
    [TestCase("/prod/d*")]
    public async Task A_role_reads_the_named_secret_and_none_of_its_neighbours(string secret)
    {
        _role.AddPolicy(PolicyDocument.ForSecrets([secret], new PolicyScope(AccountId, Region)).Json);
        Account.AddSecret(Region, "/prod/db", "value");
        foreach (var name in (string[])["/prod/", "/prod/x", "/prodx/db", "x/prod/db", "/PROD/db"])
            Account.AddSecret(Region, name, "other");
        Account.AddSecret("eu-west-1", "/prod/db", "other region");
        var foreign = Aws.Account(Stranger).AddSecret(Region, "/prod/db", "other account");
        // Its owner lets everybody in; the reader's own side still does not.
        foreign.ResourcePolicy = AwsEmulator.Policies.PolicyDocument.Parse("""{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}""");

        var session = _role.Assume("build-1", TimeSpan.FromMinutes(15));
        using var reader = Secrets(session);
        using var elsewhere = Secrets(session, "eu-west-1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await reader.GetAsync("/prod/db"), Is.EqualTo("value"));
            foreach (var name in (string[])["/prod/", "/prod/x", "/prodx/db", "x/prod/db", "/PROD/db", foreign.Arn])
                Assert.That(await reader.GetAsync(name), Is.EqualTo(DeniedSecret), name);
            Assert.That(await elsewhere.GetAsync("/prod/db"), Is.EqualTo(DeniedSecret));
        }
    }

    [Test]
    public async Task A_name_is_no_prefix()
    {
        _role.AddPolicy(PolicyDocument.ForSecrets(["/prod/db"], new PolicyScope(AccountId, Region)).Json);
        using var reader = Secrets(_role.Assume("build-1", TimeSpan.FromMinutes(15)));
        foreach (var name in (string[])["/prod/dbx", "/prod/db-other", "/prod/db/x", "/prod/db-AbCdEf", "/prod/d"])
        {
            Account.AddSecret(Region, name, "other");
            Assert.That(await reader.GetAsync(name), Is.EqualTo(DeniedSecret), name);
        }
    }

    [TestCase(SecretRights.Read, "GetSecretValue")]
    [TestCase(SecretRights.Write, "PutSecretValue")]
    [TestCase(SecretRights.List, "ListSecretVersionIds ListSecrets")]
    [TestCase(SecretRights.Read | SecretRights.Write, "GetSecretValue PutSecretValue")]
    public async Task Each_right_allows_its_own_actions_only(SecretRights rights, string allowed)
    {
        Account.AddSecret(Region, "/prod/db", "value");
        _role.AddPolicy(PolicyDocument.ForSecrets(["/prod/db"], new PolicyScope(AccountId, Region), rights).Json);
        using var client = Secrets(_role.Assume("build-1", TimeSpan.FromMinutes(15)));
        using (Assert.EnterMultipleScope())
        {
            foreach (var action in (string[])["GetSecretValue", "PutSecretValue", "ListSecretVersionIds", "ListSecrets", "DescribeSecret", "DeleteSecret"])
            {
                var input = action == "ListSecrets" ? [] : new JsonObject { ["SecretId"] = "/prod/db" };
                if (action == "PutSecretValue")
                    input["SecretString"] = "new";
                var (_, body, _) = await client.CallAsync(action, input);
                Assert.That((string?)body["__type"], Is.EqualTo(allowed.Split(' ').Contains(action) ? null : DeniedSecret), action);
            }
        }
    }

    [Test]
    public async Task An_operator_reads_in_a_session_with_a_code_only()
    {
        Account.AddSecret(Region, "/prod/db", "value");
        Account.AddSecret(Region, "/prod/x", "other");
        Alice.AddPolicy(PolicyDocument.ForSecrets(["/prod/db"], new PolicyScope(AccountId, Region), mfaAge: TimeSpan.FromMinutes(15)).Json);
        var session = Alice.GetSessionToken(TimeSpan.FromHours(2), mfa: true);
        using var withCode = Secrets(session);
        using var without = Secrets(Alice.GetSessionToken(TimeSpan.FromHours(2)));
        using var key = Secrets(Key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await withCode.GetAsync("/prod/db"), Is.EqualTo("value"));
            Assert.That(await withCode.GetAsync("/prod/x"), Is.EqualTo(DeniedSecret));
            Assert.That(await without.GetAsync("/prod/db"), Is.EqualTo(DeniedSecret));
            Assert.That(await key.GetAsync("/prod/db"), Is.EqualTo(DeniedSecret));
        }
    }
}
