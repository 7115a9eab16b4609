using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>What every test of roles has beside an AWS: a role, a user who may assume it with the key in the environment, her MFA device.</summary>
internal abstract class RoleCommandTests : CommandTests
{
    protected Account Account => Aws.Account("123456789012");

    protected Role Deployer { get; private set; } = null!;

    protected MfaDevice Device { get; private set; } = null!;

    protected Credentials Key { get; private set; } = null!;

    /// <summary>The folder of the role's session.</summary>
    protected string Role => In("role");

    [SetUp]
    public void AddRole()
    {
        Alice.Allow("sts:*");
        Device = Alice.AddMfaDevice();
        Deployer = Account.AddRole("deployer", maxSessionDuration: TimeSpan.FromHours(2));
        Key = Alice.CreateAccessKey();
    }

    /// <summary>The key in the environment, which is where a binding of credentials puts it.</summary>
    protected void GiveKey()
    {
        Cli.Environment["AWS_ACCESS_KEY_ID"] = Key.AccessKeyId;
        Cli.Environment["AWS_SECRET_ACCESS_KEY"] = Key.SecretAccessKey;
    }

    /// <summary><c>role --role deployer --into ./role --session-name alice</c> and more.</summary>
    protected Task<Finished> TakeAsync(params string[] more) => TakeAsync("", more);

    protected async Task<Finished> TakeAsync(string input, string[] more)
    {
        string[] named = more.Contains("--session-name") || more.Contains("--user") ? [] : ["--session-name", "alice"];
        string[] role = more.Contains("--role") ? [] : ["--role", "deployer"];
        var run = await Cli.RunAsync(input, ["role", .. role, "--into", Role, .. named, .. more]);
        ShowsNoSecret(run);
        return run;
    }

    /// <summary>A role of the user's own session, which is renewable.</summary>
    protected async Task TakeWithSessionAsync(params string[] more)
    {
        await OpenAsync();
        (await TakeAsync(["--session", Session, .. more])).Succeeded();
    }

    /// <summary>Neither the key in the environment nor what the role's session holds is in anybody's words.</summary>
    protected void ShowsNoSecret(Finished run)
    {
        List<string> secrets = [Key.SecretAccessKey];
        if (File.Exists(Path.Combine(Role, "session.json")))
        {
            var document = Document(Role);
            secrets.AddRange([(string)document["secretAccessKey"]!, (string)document["sessionToken"]!]);
        }

        foreach (var secret in secrets)
            Assert.That(run.Text + run.Error, Does.Not.Contain(secret));
    }

    protected static JsonNode Document(string session) => JsonNode.Parse(File.ReadAllText(Path.Combine(session, "session.json")))!;

    /// <summary>Moves a session's end, as time would.</summary>
    protected static void EndsIn(string session, TimeSpan left) =>
        Change(session, document => document["expiration"] = DateTimeOffset.UtcNow.Add(left).ToString("O", CultureInfo.InvariantCulture));

    protected static void Change(string session, Action<JsonNode> change)
    {
        var document = Document(session);
        change(document);
        File.WriteAllText(Path.Combine(session, "session.json"), document.ToJsonString());
    }

    protected static string KeyOf(string session) => (string)Document(session)["accessKeyId"]!;

    protected static string KeyOf(Finished credentials) => credentials.Succeeded().Json.GetProperty("AccessKeyId").GetString()!;

    protected Task<Finished> CredentialsAsync(string? session = null) => Cli.RevealAsync("credentials", "--session", session ?? Role);

    /// <summary>A refusal for people, with these words; the target folder is as it was.</summary>
    protected async Task<Finished> NotTakenAsync(int exitCode, string words, string input, string[] more)
    {
        var before = Directory.Exists(Role) ? File.ReadAllText(Path.Combine(Role, "session.json")) : null;
        var run = (await TakeAsync(input, more)).FailedInTwoLines(exitCode);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Error, Does.Contain(words));
            Assert.That(Directory.Exists(Role) ? File.ReadAllText(Path.Combine(Role, "session.json")) : null, Is.EqualTo(before));
        }

        return run;
    }

    protected Task<Finished> NotTakenAsync(int exitCode, string words, string[] more) => NotTakenAsync(exitCode, words, "", more);

    protected static string Fact(JsonElement facts, string name) => facts.GetProperty(name).GetString()!;
}
