using AwsEmulator;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class TlsTests : CommandTests
{
    protected override EmulatorOptions Options { get; } = new() { Tls = true };

    [Test]
    public async Task The_authority_of_AWS_CA_BUNDLE_is_trusted_and_without_it_nobody_unknown()
    {
        await FailsAsync(8, ErrorCode.Network, Paste(Given), "open", "--session", Session);
        Assert.That(Aws.RequestCounts, Is.Empty);

        Cli.Environment["AWS_CA_BUNDLE"] = Aws.CertificateFile;
        await OpenAsync();
        Assert.That((await Cli.RevealAsync("secret", "get", "/prod/db", "--session", Session)).Succeeded().Text, Is.EqualTo(SecretText));
    }
}
