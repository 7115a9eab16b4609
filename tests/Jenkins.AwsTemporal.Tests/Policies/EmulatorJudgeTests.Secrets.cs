using System.Text.Json.Nodes;
using Amazon.SecurityToken.Model;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Secrets;
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

    [Test]
    public async Task Several_named_secrets_are_read_in_one_call_and_no_other_with_them()
    {
        foreach (var name in (string[])["/prod/db", "/prod/tls", "/other"])
            Account.AddSecret(Region, name, "value");
        _role.AddPolicy(PolicyDocument.ForSecrets(["/prod/db", "/prod/tls"], new PolicyScope(AccountId, Region)).Json);
        using var client = Secrets(_role.Assume("build-1", TimeSpan.FromMinutes(15)));
        var (_, body, _) = await client.CallAsync("BatchGetSecretValue", new JsonObject { ["SecretIdList"] = new JsonArray("/prod/db", "/prod/tls", "/other") });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(' ', body["SecretValues"]!.AsArray().Select(value => (string?)value!["Name"]).Order()), Is.EqualTo("/prod/db /prod/tls"));
            Assert.That((string?)body["Errors"]![0]!["SecretId"], Is.EqualTo("/other"));
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

    [TestCase("/prod/db", "/prod/db", true)]
    [TestCase("/prod/db", "/prod/db-AbCdEf", false)]
    [TestCase("/prod/db", "/prod/d", false)]
    [TestCase("/prod/*", "/prod/new", true)]
    [TestCase("/prod/*", "/PROD/new", false)]
    [TestCase("arn:aws:secretsmanager:us-east-1:123456789012:secret:/prod/db-??????", "/prod/db", true)]
    [TestCase("arn:aws:secretsmanager:us-east-1:123456789012:secret:/prod/db-??????", "/prod/db-AbCdEf", false)]
    public async Task A_secret_is_made_under_the_named_names_only(string named, string made, bool allowed)
    {
        _role.AddPolicy(PolicyDocument.ForSecrets([named], new PolicyScope(AccountId, Region), SecretRights.Create).Json);
        var session = _role.Assume("build-1", TimeSpan.FromMinutes(15));
        using var client = Secrets(session);
        using var elsewhere = Secrets(session, "eu-west-1");
        var input = new JsonObject { ["Name"] = made, ["SecretString"] = "x" };
        Assert.That((string?)(await client.CallAsync("CreateSecret", input)).Body["__type"], Is.EqualTo(allowed ? null : DeniedSecret));
        Assert.That((string?)(await elsewhere.CallAsync("CreateSecret", new JsonObject { ["Name"] = made, ["SecretString"] = "x" })).Body["__type"], Is.EqualTo(DeniedSecret));
    }

    [TestCase(SecretRights.Write, "there", "Updated")]
    [TestCase(SecretRights.Write, "empty", "Updated")]
    [TestCase(SecretRights.Read | SecretRights.Write, "empty", "Updated")]
    [TestCase(SecretRights.Read | SecretRights.Write, "new", "Denied")]
    [TestCase(SecretRights.Write | SecretRights.Create, "new", "Created")]
    [TestCase(SecretRights.Read | SecretRights.Create, "new", "Created")]
    [TestCase(SecretRights.Read, "there", "Denied")]
    [TestCase(SecretRights.Read | SecretRights.Write | SecretRights.Create, "there", "Updated")]
    public async Task Exactly_these_rights_suffice_to_store(SecretRights rights, string name, string outcome)
    {
        Account.AddSecret(Region, "there", "old");
        Account.Secrets.Add(Region, "empty", null);
        _role.AddPolicy(PolicyDocument.ForSecrets(["there", "empty", "new"], new PolicyScope(AccountId, Region), rights).Json);
        using var writer = new SecretWriter(Temporary(_role.Assume("build-1", TimeSpan.FromMinutes(15))), CallOptions());
        string found;
        try
        {
            found = (await writer.PutAsync(SecretReference.Parse(name), "value"u8.ToArray())).Outcome.ToString();
        }
        catch (AwsCallException failure)
        {
            found = failure.Code.ToString();
        }

        Assert.That(found, Is.EqualTo(outcome));
    }

    [Test]
    public async Task The_right_to_list_suffices_for_names_and_versions()
    {
        Account.AddSecret(Region, "there", "old");
        _role.AddPolicy(PolicyDocument.ForSecrets(["there"], new PolicyScope(AccountId, Region), SecretRights.List).Json);
        using var catalogue = new SecretCatalogue(Temporary(_role.Assume("build-1", TimeSpan.FromMinutes(15))), CallOptions());
        Assert.That((await catalogue.ListAsync("the")).Single().Name, Is.EqualTo("there"));
        Assert.That(await catalogue.ListVersionsAsync(SecretReference.Parse("there")), Has.Count.EqualTo(1));
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

    private AwsCallOptions CallOptions() => new(Region) { SecretsManagerEndpoint = new Uri(Aws.Url) };

    private static TemporaryCredentials Temporary(Credentials session) => new(session.AccessKeyId, session.SecretAccessKey, session.SessionToken!);
}
