using System.Text.Json.Nodes;
using AwsEmulator.Policies;
using AwsEmulator.Secrets;

namespace Jenkins.AwsTemporal.Tests.Emulation;

internal sealed class SecretsManagerTests : EmulatorTests
{
    private const string Region = "us-east-1";
    private Secret _secret = null!;
    private SecretsManagerClient _client = null!;

    [SetUp]
    public void AddSecret()
    {
        Alice.Allow("secretsmanager:*");
        _secret = Account.AddSecret(Region, "/prod/x", "first");
        _client = Secrets(Key);
    }

    [TearDown]
    public void Disconnect() => _client.Dispose();

    [Test]
    public async Task A_secret_is_read_by_name_by_ARN_and_by_an_ARN_without_its_suffix()
    {
        Assert.That(_secret.Arn, Does.Match($"^arn:aws:secretsmanager:us-east-1:{AccountId}:secret:/prod/x-[A-Za-z0-9]{{6}}$"));
        foreach (var id in (string[])["/prod/x", _secret.Arn, _secret.Arn[..^7]])
            Assert.That(await _client.GetAsync(id), Is.EqualTo("first"));
    }

    [Test]
    public async Task A_secret_of_another_Region_is_not_found()
    {
        using var elsewhere = Secrets(Key, "eu-west-1");
        Assert.That(await elsewhere.GetAsync("/prod/x"), Is.EqualTo("ResourceNotFoundException"));
    }

    [Test]
    public async Task Bytes_come_as_base64()
    {
        Account.AddSecret(Region, "/prod/bytes", [0, 1, 255]);
        Assert.That(await _client.GetAsync("/prod/bytes"), Is.EqualTo("AAH/"));
    }

    [Test]
    public async Task Errors_are_AWSs()
    {
        Assert.That(await _client.GetAsync("/prod/none"), Is.EqualTo("ResourceNotFoundException"));
        Assert.That(await _client.GetAsync("/prod/no name"), Is.EqualTo("ValidationException"));
        _secret.KmsBroken = true;
        Assert.That(await _client.GetAsync("/prod/x"), Is.EqualTo("DecryptionFailure"));
        _secret.DeletionDate = DateTimeOffset.UtcNow.AddDays(7);
        var (status, body, headers) = await Get("/prod/x");
        Assert.That(status, Is.EqualTo(400));
        Assert.That((string)body["Message"]!, Is.EqualTo("You can't perform this operation on the secret because it was marked for deletion."));
        Assert.That(headers.GetValues("x-amzn-ErrorType"), Is.EqualTo(["InvalidRequestException"]));
        Assert.That(headers.Contains("x-amzn-RequestId"));
    }

    [Test]
    public async Task A_member_of_another_type_is_refused()
    {
        var (status, body, _) = await _client.CallAsync("GetSecretValue", new JsonObject { ["SecretId"] = 5 });
        Assert.That(status, Is.EqualTo(400));
        Assert.That((string)body["__type"]!, Is.EqualTo("SerializationException"));
    }

    [Test]
    public async Task Who_may_not_read_is_told_so_in_AWSs_words()
    {
        Alice.RemovePolicies();
        var (status, body, _) = await Get("/prod/x");
        Assert.That(status, Is.EqualTo(400));
        Assert.That((string)body["Message"]!, Is.EqualTo(
            $"User: arn:aws:iam::{AccountId}:user/alice is not authorized to perform: secretsmanager:GetSecretValue on resource: /prod/x "
            + "because no identity-based policy allows the secretsmanager:GetSecretValue action"));
        Alice.Allow("secretsmanager:*");
        Alice.Deny("secretsmanager:Get*", "*:secret:/prod/*");
        (_, body, _) = await Get("/prod/x");
        Assert.That((string)body["Message"]!, Does.EndWith("with an explicit deny in an identity-based policy"));
    }

    [Test]
    public async Task Another_accounts_secret_needs_its_ARN_and_its_policy()
    {
        var other = Aws.Account("210987654321").AddSecret(Region, "/prod/shared", "theirs");
        Assert.That(await _client.GetAsync("/prod/shared"), Is.EqualTo("ResourceNotFoundException"));
        Assert.That(await _client.GetAsync(other.Arn), Is.EqualTo("AccessDeniedException"));
        Assert.That(await _client.GetAsync("arn:aws:secretsmanager:us-east-1:999999999999:secret:/prod/x-abcdef"), Is.EqualTo("AccessDeniedException"));
        other.ResourcePolicy = PolicyDocument.Parse("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}}
            """);
        Assert.That(await _client.GetAsync(other.Arn), Is.EqualTo("theirs"));
    }

    [Test]
    public async Task A_new_value_moves_the_stages()
    {
        var (_, put, _) = await Put("second");
        var (_, current, _) = await Get("/prod/x");
        Assert.That((string)current["SecretString"]!, Is.EqualTo("second"));
        Assert.That((string)current["VersionId"]!, Is.EqualTo((string)put["VersionId"]!));
        var (_, previous, _) = await _client.CallAsync(
            "GetSecretValue", new JsonObject { ["SecretId"] = "/prod/x", ["VersionStage"] = "AWSPREVIOUS" });
        Assert.That((string)previous["SecretString"]!, Is.EqualTo("first"));
    }

    [Test]
    public async Task A_repeated_write_counts_once()
    {
        var token = Guid.NewGuid().ToString();
        await Put("second", token);
        var (status, _, _) = await Put("second", token);
        Assert.That(status, Is.EqualTo(200));
        Assert.That(_secret.Versions, Has.Count.EqualTo(2));
        var (_, conflict, _) = await Put("third", token);
        Assert.That((string)conflict["__type"]!, Is.EqualTo("ResourceExistsException"));
    }

    [TestCase(65536, 200)]
    [TestCase(65537, 400)]
    public async Task The_limit_is_65536_bytes(int bytes, int expected)
    {
        var (status, body, _) = await Put(new string('é', bytes / 2) + new string('x', bytes % 2));
        Assert.That(status, Is.EqualTo(expected));
        Assert.That(body.ToJsonString(), Does.Not.Contain("éé"));
    }

    [Test]
    public async Task A_batch_fails_one_by_one()
    {
        var (status, body, _) = await _client.CallAsync(
            "BatchGetSecretValue", new JsonObject { ["SecretIdList"] = new JsonArray("/prod/x", "/prod/none") });
        Assert.That(status, Is.EqualTo(200));
        Assert.That((string)body["SecretValues"]![0]!["SecretString"]!, Is.EqualTo("first"));
        Assert.That((string)body["Errors"]![0]!["ErrorCode"]!, Is.EqualTo("ResourceNotFoundException"));

        var tooMany = new JsonArray([.. Enumerable.Range(0, 21).Select(i => JsonValue.Create($"/prod/{i}"))]);
        (_, body, _) = await _client.CallAsync("BatchGetSecretValue", new JsonObject { ["SecretIdList"] = tooMany });
        Assert.That((string)body["__type"]!, Is.EqualTo("ValidationException"));
    }

    [Test]
    public async Task A_secret_is_created_listed_deleted_and_restored()
    {
        await _client.CallAsync("CreateSecret", new JsonObject { ["Name"] = "/prod/new", ["SecretString"] = "new" });
        var (_, list, _) = await _client.CallAsync("ListSecrets", []);
        Assert.That(list["SecretList"]!.AsArray().Select(secret => (string)secret!["Name"]!), Is.EqualTo(["/prod/new", "/prod/x"]));
        await _client.CallAsync("DeleteSecret", new JsonObject { ["SecretId"] = "/prod/new" });
        Assert.That(await _client.GetAsync("/prod/new"), Is.EqualTo("InvalidRequestException"));
        await _client.CallAsync("RestoreSecret", new JsonObject { ["SecretId"] = "/prod/new" });
        Assert.That(await _client.GetAsync("/prod/new"), Is.EqualTo("new"));
    }

    [Test]
    public async Task The_audit_log_names_the_person_and_never_the_value()
    {
        var session = Account.AddRole("deployer").Assume("build-1", TimeSpan.FromMinutes(15), sourceIdentity: "alice");
        session.Role!.Allow("secretsmanager:GetSecretValue");
        using var client = Secrets(session, Region);
        await client.GetAsync("/prod/x");
        var entry = Aws.Audit.Last();
        Assert.That(entry.Succeeded);
        Assert.That(entry.SourceIdentity, Is.EqualTo("alice"));
        Assert.That(entry.SessionName, Is.EqualTo("build-1"));
        Assert.That(entry.Resource, Is.EqualTo(_secret.Arn));
        Assert.That(entry.ToString(), Does.Not.Contain("first").And.Not.Contain(session.SessionToken).And.Not.Contain(session.SecretAccessKey));
    }

    private Task<(int Status, JsonObject Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> Get(string id) =>
        _client.CallAsync("GetSecretValue", new JsonObject { ["SecretId"] = id });

    private Task<(int Status, JsonObject Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> Put(string value, string? token = null)
    {
        var input = new JsonObject { ["SecretId"] = "/prod/x", ["SecretString"] = value };
        if (token is not null)
            input["ClientRequestToken"] = token;
        return _client.CallAsync("PutSecretValue", input);
    }
}
