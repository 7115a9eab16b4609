using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwsEmulator;
using AwsEmulator.Identity;

namespace Jenkins.AwsTemporal.Packages.Tests;

/// <summary>An AWS of the test's own, with a user and a secret.</summary>
internal abstract class AwsTests
{
    private static readonly JsonSerializerOptions LikeTheCli = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected const string SecretText = "canary-of-the-secret-value-7c1f";

    protected Emulator Aws { get; private set; } = null!;

    protected Credentials Given { get; private set; } = null!;

    protected Dictionary<string, string?> Environment { get; private set; } = null!;

    /// <summary>As <c>aws sts get-session-token</c> prints it.</summary>
    protected string Paste => new JsonObject
    {
        ["Credentials"] = new JsonObject
        {
            ["AccessKeyId"] = Given.AccessKeyId,
            ["SecretAccessKey"] = Given.SecretAccessKey,
            ["SessionToken"] = Given.SessionToken,
            ["Expiration"] = Given.Expiration!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture),
        },
    }.ToJsonString(LikeTheCli);

    [SetUp]
    public async Task StartAws()
    {
        Aws = await Emulator.StartAsync();
        var account = Aws.Account("123456789012");
        var alice = account.AddUser("alice");
        alice.Allow("secretsmanager:GetSecretValue");
        account.AddSecret("eu-central-1", "/prod/db", SecretText);
        Given = alice.GetSessionToken(TimeSpan.FromMinutes(15));
        Environment = new() { ["AWS_ENDPOINT_URL"] = Aws.Url, ["AWS_REGION"] = "eu-central-1" };
    }

    [TearDown]
    public async Task StopAws() => await Aws.DisposeAsync();

    protected void NoSecretIsIn(string text) =>
        Assert.That(text, Does.Not.Contain(Given.SecretAccessKey).And.Not.Contain(Given.SessionToken).And.Not.Contain(SecretText));
}
