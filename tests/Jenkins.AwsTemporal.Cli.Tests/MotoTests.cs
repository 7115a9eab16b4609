using System.Text.Json.Nodes;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Tests.Calling;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>The main job against an AWS that others wrote.</summary>
[Platform("Linux")]
internal sealed class MotoTests : CommandTests
{
    private Moto _moto = null!;

    [OneTimeSetUp]
    public async Task Start() => _moto = await Moto.StartAsync();

    [OneTimeTearDown]
    public void Stop() => _moto?.Dispose();

    [Test]
    public async Task A_session_of_another_AWS_is_opened_used_and_closed()
    {
        foreach (var variable in new[] { "HOME", "PYENV_ROOT" })
            if (Environment.GetEnvironmentVariable(variable) is { } value)
                Cli.Environment[variable] = value;
        Cli.Environment["AWS_ENDPOINT_URL"] = _moto.Address.AbsoluteUri.TrimEnd('/');
        Cli.Environment["AWS_DEFAULT_REGION"] = Region;
        const string Operator = "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=any";
        var created = await Cli.ShellAsync($"{Operator} aws --endpoint-url \"$AWS_ENDPOINT_URL\" secretsmanager create-secret --name /prod/db --secret-string '{{\"port\":5432.10}}'");
        if (created.ExitCode == 127)
            Assert.Ignore("the AWS CLI is not installed");
        created.Succeeded();

        // Its GetSessionToken answers with a permanent key.
        var paste = (await Cli.ShellAsync($"{Operator} aws --endpoint-url \"$AWS_ENDPOINT_URL\" sts assume-role --role-arn arn:aws:iam::123456789012:role/deploy --role-session-name anna --duration-seconds 900")).Succeeded().Text;
        var given = JsonNode.Parse(paste)!["Credentials"]!;
        Cli.Canaries.AddRange([(string)given["SecretAccessKey"]!, (string)given["SessionToken"]!]);
        var facts = (await OpenAsync(paste, "--json")).Succeeded().Json;
        Assert.That(facts.GetProperty("accountId").GetString(), Is.EqualTo("123456789012"));
        Assert.That(facts.GetProperty("secondsLeft").GetInt64(), Is.InRange(860, 900));

        (await Cli.RunAsync("status", "--session", Session)).Succeeded();
        Assert.That((await Cli.RevealAsync("secret", "get", "/prod/db#port", "--session", Session)).Succeeded().Text, Is.EqualTo("5432.10"));
        var cli = await Cli.ShellAsync($"AWS_CONFIG_FILE='{Session}/config' AWS_SHARED_CREDENTIALS_FILE='{Session}/credentials' aws --endpoint-url \"$AWS_ENDPOINT_URL\" secretsmanager get-secret-value --secret-id /prod/db --query SecretString --output text");
        Assert.That(cli.Succeeded().Text, Is.EqualTo("{\"port\":5432.10}\n"));

        (await Cli.RunAsync("[1]\n", ["secret", "put", "/prod/new", "--session", Session])).Succeeded();
        Assert.That((await Cli.RunAsync("[1]\n", ["secret", "put", "/prod/new", "--session", Session])).Succeeded().Text, Does.Contain("unchanged"));
        var updated = (await Cli.RunAsync([0, 255], ["secret", "put", "/prod/new", "--session", Session, "--json"])).Succeeded().Json;
        Assert.That(updated.GetProperty("outcome").GetString(), Is.EqualTo("updated"));
        Assert.That((await Cli.RevealAsync("secret", "get", "/prod/new", "--session", Session)).Succeeded().Output, Is.EqualTo(new byte[] { 0, 255 }));
        var list = (await Cli.RunAsync("secret", "list", "--prefix", "/prod/n", "--session", Session, "--json")).Succeeded().Json.GetProperty("secrets");
        Assert.That(list.EnumerateArray().Select(secret => secret.GetProperty("name").GetString()), Is.EqualTo(["/prod/new"]));
        var versions = (await Cli.RunAsync("secret", "versions", "/prod/new", "--session", Session, "--json")).Succeeded().Json.GetProperty("versions");
        Assert.That(versions.EnumerateArray().Select(version => version.GetProperty("versionId").GetString()), Does.Contain(updated.GetProperty("versionId").GetString()));
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
    }
}
