using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>--least</c>: secrets are read with a session that may read them and nothing else.</summary>
[Platform("Linux")]
internal sealed class SecretLeastTests : RoleCommandTests
{
    [SetUp]
    public void AddSecrets()
    {
        Deployer.Allow("*");
        Account.AddSecret(Region, "/prod/other", "canary-of-the-other");
        Account.AddSecret(Region, "json", """{"a":"canary-of-the-key"}""");
        Cli.Canaries.AddRange(["canary-of-the-other", "canary-of-the-key"]);
    }

    [TestCase(new[] { "--secret", "A=/prod/db" }, "GetSecretValue")]
    [TestCase(new[] { "--secret", "A=/prod/db", "--file", "B=json#a" }, "BatchGetSecretValue GetSecretValue")]
    [TestCase(new[] { "--secret", "A_*=json*" }, "BatchGetSecretValue GetSecretValue ListSecrets")]
    public async Task A_roles_session_is_taken_again_for_the_named_secrets_alone(string[] bindings, string allowed)
    {
        await TakeWithSessionAsync("--duration", "1h");
        (await Cli.RunAsync(["secret", "hold", "--least", "--session", Role, .. bindings])).Succeeded();
        await MayOnlyAsync(allowed);
        (await Cli.RunAsync(["exec", "--least", "--session", Role, .. bindings, "--", "true"])).Succeeded();
        await MayOnlyAsync(allowed);
    }

    [Test]
    public async Task One_value_is_read_so_too()
    {
        await TakeWithSessionAsync();
        Assert.That((await Cli.RevealAsync("secret", "get", "/prod/db", "--least", "--session", Role)).Succeeded().Text, Is.EqualTo(SecretText));
        await MayOnlyAsync("GetSecretValue");
        Assert.That(Aws.Audit.Last(entry => entry.Action == "GetSecretValue" && entry.Succeeded).Arn, Is.EqualTo($"arn:aws:sts::123456789012:assumed-role/deployer/alice"));
    }

    [Test]
    public async Task A_session_takes_a_role_for_it_under_the_same_persons_name([Values("deployer", "arn:aws:iam::123456789012:role/deployer")] string role, [Values] bool isVerified)
    {
        Alice.RemovePolicies();
        Alice.Allow("sts:AssumeRole");
        (await OpenAsync(Paste(Given), isVerified ? [] : ["--no-verify"])).Succeeded();
        await FailsAsync(6, ErrorCode.Denied, "", "secret", "hold", "--session", Session, "--secret", "A=/prod/db");
        (await Cli.RunAsync("secret", "hold", "--least", "--role", role, "--session", Session, "--secret", "A=/prod/db")).Succeeded();
        await MayOnlyAsync("GetSecretValue");
        Assert.That(Aws.Audit.Last(entry => entry.Action == "GetSecretValue" && entry.Succeeded).Arn, Is.EqualTo($"arn:aws:sts::123456789012:assumed-role/deployer/alice"));
    }

    [TestCase("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"secretsmanager:*","Resource":"*"}}""", null, true)]
    [TestCase("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*:secret:/prod/*"}]}""", null, true)]
    [TestCase("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*:secret:json*"}]}""", null, false)]
    [TestCase(null, "arn:aws:iam::aws:policy/SecretsManagerReadWrite", true)]
    [TestCase(null, "arn:aws:iam::aws:policy/ReadOnlyAccess", false)]
    public async Task A_session_that_is_limited_already_is_limited_by_both(string? policy, string? managed, bool mayRead)
    {
        var limits = new List<string>();
        if (policy is not null)
        {
            File.WriteAllText(In("policy.json"), policy);
            limits.AddRange(["--policy", In("policy.json")]);
        }

        if (managed is not null)
            limits.AddRange(["--policy-arn", managed]);
        await TakeWithSessionAsync([.. limits]);
        var run = await Cli.RunAsync("secret", "hold", "--least", "--session", Role, "--secret", "A=/prod/db");
        if (mayRead)
            run.Succeeded();
        else
            run.FailedInTwoLines(6);
        await MayOnlyAsync(mayRead ? "GetSecretValue" : "");
    }

    [Test]
    public async Task What_has_no_role_is_refused_with_what_to_do()
    {
        await OpenAsync();
        foreach (var command in new string[][] { ["secret", "get", "/prod/db"], ["secret", "hold", "--secret", "A=/prod/db"] })
            Assert.That((await Cli.RunAsync([.. command, "--least", "--session", Session])).FailedInTwoLines(2).Error, Is.EqualTo(
                "aws-temporal: error: --least needs a role, and this session has none that can be taken again\n"
                + "hint: name a role that the session may take: --least --role NAME, or leave --least out\n"));
        Assert.That((await Cli.RunAsync("secret", "hold", "--role", "deployer", "--session", Session, "--secret", "A=/prod/db")).FailedInTwoLines(2).Error, Does.Contain("--role goes with --least"));
        Assert.That(Aws.Requests("GetSecretValue") + Aws.Requests("AssumeRole"), Is.Zero);
    }

    [Test]
    public async Task A_policy_that_is_too_large_says_so()
    {
        await TakeWithSessionAsync();
        var many = Enumerable.Range(0, 30).SelectMany(i => new[] { "--secret", $"A{i}=a/secret/with/a/rather/long/name/{i}" });
        var run = await Cli.RunAsync(["secret", "hold", "--least", "--session", Role, .. many]);
        Assert.That(run.FailedInTwoLines(2).Error, Does.Contain("the session policies for 30 secrets have ").And.Contain(" characters, and STS takes 2048"));
        Assert.That(Directory.Exists(Path.Combine(Role, "files")), Is.False);
    }

    [Test]
    public async Task The_limited_session_is_nowhere_but_in_memory()
    {
        await TakeWithSessionAsync();
        var before = KeyOf(Role);
        (await Cli.RunAsync("exec", "--env", "--least", "--session", Role, "--secret", "A=/prod/db", "--", "/bin/sh", "-c", "echo $AWS_ACCESS_KEY_ID")).Succeeded();
        var limited = Issued();
        Assert.That(limited, Is.Not.EqualTo(before));
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
            Assert.That(File.ReadAllText(file), Does.Not.Contain(limited).And.Not.Contain(Aws.Cloud.Find(limited)!.SecretAccessKey));
        Assert.That(KeyOf(Role), Is.EqualTo(before));
    }

    /// <summary>What the session that was issued last may do: of all that its role may, nothing else.</summary>
    private async Task MayOnlyAsync(string allowed)
    {
        using var client = new AwsTemporal.Tests.Emulation.SecretsManagerClient(Aws.Url, Aws.Cloud.Find(Issued())!, Region);
        var may = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var action in new[] { "GetSecretValue", "BatchGetSecretValue", "ListSecrets", "PutSecretValue", "DescribeSecret", "DeleteSecret", "ListSecretVersionIds" })
        {
            foreach (var id in new[] { "/prod/db", "json" })
            {
                var input = action switch
                {
                    "ListSecrets" => [],
                    "BatchGetSecretValue" => new System.Text.Json.Nodes.JsonObject { ["SecretIdList"] = new System.Text.Json.Nodes.JsonArray(id) },
                    _ => new System.Text.Json.Nodes.JsonObject { ["SecretId"] = id },
                };
                if ((await client.CallAsync(action, input)).Status == 200)
                    may.Add(action);
            }
        }

        Assert.That(string.Join(' ', may), Is.EqualTo(allowed));
        Assert.That(await client.GetAsync("/prod/other"), Is.EqualTo("AccessDeniedException"), "another secret");
        var last = Aws.Audit.Last();
        Assert.That((last.Action, last.ErrorCode, last.Resource), Is.EqualTo(("GetSecretValue", "AccessDeniedException", Account.Secrets.Single(secret => secret.Name == "/prod/other").Arn)));
    }

    private string Issued() => Aws.Audit.Last(entry => entry.Action == "AssumeRole" && entry.Succeeded).IssuedAccessKeyId!;
}
