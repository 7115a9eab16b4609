using System.Security.Cryptography;
using System.Text;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class SecretGetTests : CommandTests
{
    private AwsEmulator.Identity.Account Account => Aws.Account("123456789012");

    private static IEnumerable<byte[]> Values =>
    [
        [.. Enumerable.Range(0, 256).Select(value => (byte)value)],
        RandomNumberGenerator.GetBytes(65536),
        "\n"u8.ToArray(),
        "line\r\n\n"u8.ToArray(),
        [0],
    ];

    [TestCaseSource(nameof(Values))]
    public async Task A_value_comes_byte_for_byte(byte[] value)
    {
        await OpenAsync();
        Account.AddSecret(Region, "bytes", value);
        Assert.That((await Cli.RevealAsync("secret", "get", "bytes", "--session", Session)).Succeeded().Output, Is.EqualTo(value));
        (await Cli.RunAsync("secret", "get", "bytes", "--session", Session, "--out", In("value"))).Succeeded();
        Assert.That(await File.ReadAllBytesAsync(In("value")), Is.EqualTo(value));
    }

    [TestCase("#number", "1.50")]
    [TestCase("#big", "123456789012345678901234567890")]
    [TestCase("#exponent", "1E+2")]
    [TestCase("#text", "a\"b\né\n")]
    [TestCase("#/list/1", "two")]
    [TestCase("#/a~1b/~0", "deep")]
    [TestCase("#nothing", "null")]
    [TestCase("#object", "{ \"x\" : 1.0 }")]
    public async Task A_key_of_a_JSON_secret_comes_as_it_is_written(string key, string value)
    {
        await OpenAsync();
        Account.AddSecret(Region, "json", """
            {"number":1.50,"big":123456789012345678901234567890,"exponent":1E+2,"text":"a\"b\n\u00e9\n","list":["one","two"],
             "a/b":{"~":"deep"},"nothing":null,"object":{ "x" : 1.0 }}
            """);
        Assert.That((await Cli.RevealAsync("secret", "get", "json" + key, "--session", Session)).Succeeded().Text, Is.EqualTo(value));
    }

    [Test]
    public async Task Stages_and_versions_are_chosen()
    {
        await OpenAsync();
        var secret = Account.AddSecret(Region, "rotated", "first");
        var first = secret.Versions[0].Id;
        secret.Put(AwsEmulator.Secrets.SecretContent.Of("second"));
        async Task<string> Get(string reference) => (await Cli.RevealAsync("secret", "get", reference, "--session", Session)).Succeeded().Text;
        Assert.That(await Get("rotated"), Is.EqualTo("second"));
        Assert.That(await Get("rotated@AWSPREVIOUS"), Is.EqualTo("first"));
        Assert.That(await Get($"rotated:{first}"), Is.EqualTo("first"));
        Assert.That(await Get(secret.Arn + "@AWSPREVIOUS"), Is.EqualTo("first"));
    }

    [Test]
    public async Task An_ARN_brings_its_own_Region()
    {
        await OpenAsync();
        var secret = Account.AddSecret("us-west-2", "far", "away");
        Assert.That((await Cli.RevealAsync("secret", "get", secret.Arn, "--session", Session)).Succeeded().Text, Is.EqualTo("away"));
        await FailsAsync(2, ErrorCode.InvalidArgument, "", "secret", "get", secret.Arn, "--session", Session, "--region", Region);
    }

    [Test]
    public async Task The_sessions_Region_serves_when_no_other_is_named()
    {
        await OpenAsync();
        Cli.Environment.Remove("AWS_REGION");
        Assert.That((await Cli.RevealAsync("secret", "get", "/prod/db", "--session", Session)).Succeeded().Text, Is.EqualTo(SecretText));
    }

    [Test]
    public async Task JSON_tells_the_version_with_the_value()
    {
        await OpenAsync();
        Account.AddSecret(Region, "binary", new byte[] { 0, 255 });
        var text = (await Cli.RevealAsync("secret", "get", "/prod/db", "--session", Session, "--json")).Succeeded().Json;
        Assert.That(text.GetProperty("secretString").GetString(), Is.EqualTo(SecretText));
        Assert.That(text.GetProperty("versionStages")[0].GetString(), Is.EqualTo("AWSCURRENT"));
        var binary = (await Cli.RevealAsync("secret", "get", "binary", "--session", Session, "--json")).Succeeded().Json;
        Assert.That(binary.GetProperty("secretBinary").GetString(), Is.EqualTo("AP8="));
        var file = (await Cli.RunAsync("secret", "get", "/prod/db", "--session", Session, "--json", "--out", In("value"))).Succeeded().Json;
        Assert.That(file.GetProperty("file").GetString(), Is.EqualTo(In("value")));
    }

    [Test]
    public async Task A_terminal_sees_a_secret_only_on_request()
    {
        if ((await Cli.ShellAsync("script -qec true /dev/null")).ExitCode != 0)
            Assert.Ignore("script of util-linux cannot give the executable a terminal here");
        await OpenAsync();
        var refused = await Cli.ShellAsync($"script -qec \"$X secret get /prod/db --session '{Session}'\" /dev/null");
        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Text, Does.Contain("standard output is a terminal").And.Contain("hint: add --print to show it, or --out FILE"));
        Assert.That(Aws.Requests("GetSecretValue"), Is.Zero);
        var printed = await Cli.ShellAsync($"script -qec \"$X secret get /prod/db --session '{Session}' --print\" /dev/null", outputIsSecret: true);
        Assert.That(printed.Text, Is.EqualTo(SecretText));
    }
}
