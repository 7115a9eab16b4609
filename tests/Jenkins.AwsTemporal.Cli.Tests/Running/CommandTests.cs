using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwsEmulator;
using AwsEmulator.Identity;

namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>What every test of a command has: an AWS of its own, a user in it, a folder, and the executable.</summary>
internal abstract class CommandTests
{
    // The AWS CLI prints base64's plus sign as it is.
    private static readonly JsonSerializerOptions LikeTheCli = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected const string Region = "eu-central-1";
    protected const string SecretText = "canary-of-the-secret-value-7c1f";

    protected Emulator Aws { get; private set; } = null!;

    protected User Alice { get; private set; } = null!;

    protected Credentials Given { get; private set; } = null!;

    protected string Folder { get; private set; } = null!;

    protected string Session => Path.Combine(Folder, "session");

    protected AwsTemporal Cli { get; private set; } = null!;

    [SetUp]
    public async Task SetUpAws()
    {
        Folder = Directory.CreateTempSubdirectory("aws-temporal-tests-").FullName;
        Cli = new AwsTemporal(Directory.CreateDirectory(Path.Combine(Folder, "tmp")).FullName);
        Aws = await Emulator.StartAsync(Options);
        var account = Aws.Account("123456789012");
        Alice = account.AddUser("alice");
        Alice.Allow("secretsmanager:GetSecretValue");
        account.AddSecret(Region, "/prod/db", SecretText);
        Cli.Canaries.Add(SecretText);
        Cli.Environment["AWS_REGION"] = Region;
        Cli.Environment["AWS_ENDPOINT_URL"] = Aws.Url;
        Given = Mint(TimeSpan.FromMinutes(15));
    }

    [TearDown]
    public async Task TearDownAws()
    {
        if (Aws is not null)
            await Aws.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected virtual EmulatorOptions Options { get; } = new();

    protected string In(string name) => Path.Combine(Folder, name);

    /// <summary>Credentials whose secrets are canaries from now on.</summary>
    protected Credentials Mint(TimeSpan life)
    {
        var credentials = Alice.GetSessionToken(life);
        Cli.Canaries.AddRange([credentials.SecretAccessKey, credentials.SessionToken!]);
        return credentials;
    }

    /// <summary>As <c>aws sts get-session-token</c> prints them.</summary>
    protected static string Paste(Credentials credentials, bool withEnd = true)
    {
        var fields = new JsonObject
        {
            ["AccessKeyId"] = credentials.AccessKeyId,
            ["SecretAccessKey"] = credentials.SecretAccessKey,
            ["SessionToken"] = credentials.SessionToken,
        };
        if (withEnd)
            fields["Expiration"] = credentials.Expiration!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
        return new JsonObject { ["Credentials"] = fields }.ToJsonString(LikeTheCli);
    }

    protected Task<Finished> OpenAsync(string paste, params string[] more) => Cli.RunAsync(paste, ["open", "--session", Session, .. more]);

    protected async Task OpenAsync() => (await OpenAsync(Paste(Given))).Succeeded();


    /// <summary>Puts a session's end into the past, as time would.</summary>
    protected static void Expire(string session)
    {
        var file = Path.Combine(session, "session.json");
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        document["expiration"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O", CultureInfo.InvariantCulture);
        File.WriteAllText(file, document.ToJsonString());
    }

    /// <summary>The same of a prompt's end.</summary>
    protected static void EndPrompt(string session)
    {
        var file = Path.Combine(session, "seal.json");
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        document["expiration"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O", CultureInfo.InvariantCulture);
        File.WriteAllText(file, document.ToJsonString(LikeTheCli));
    }

    /// <summary>A run fails with a code of the taxonomy, alike for people and for machines.</summary>
    protected async Task FailsAsync(int exitCode, ErrorCode code, string input, params string[] arguments)
    {
        (await Cli.RunAsync(input, arguments)).FailedInTwoLines(exitCode);
        (await Cli.RunAsync(input, [.. arguments, "--json"])).FailedInJson(exitCode, code.ToString());
    }
}
