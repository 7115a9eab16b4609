using System.Security.Cryptography.X509Certificates;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>grant</c> and a Jenkins whose certificate nobody has signed.</summary>
[Platform("Linux")]
internal sealed class GrantTlsTests : GrantCommandTests
{
    private readonly X509Certificate2 _certificate = JenkinsStandIn.SelfSigned();

    [OneTimeTearDown]
    public void Forget() => _certificate.Dispose();

    protected override Task<JenkinsStandIn> StartJenkinsAsync() => StartAsync(_certificate);

    [Test]
    public async Task It_is_trusted_where_the_operator_says_so_and_AWS_bundle_is_for_AWS_alone()
    {
        Assert.That(await RefusesAsync(8, ErrorCode.Network, Build), Does.Contain("its certificate is not trusted here").And.Contain("--ca-bundle"));
        await File.WriteAllTextAsync(In("jenkins.pem"), _certificate.ExportCertificatePem());
        Cli.Environment["AWS_CA_BUNDLE"] = In("jenkins.pem");
        Assert.That(await RefusesAsync(8, ErrorCode.Network, Build), Does.Contain("not trusted"));
        Cli.Environment.Remove("AWS_CA_BUNDLE");
        Assert.That(Jenkins.Requests, Is.Empty);
        (await GrantAsync(Build, "--yes", "--ca-bundle", In("jenkins.pem"))).Succeeded();
        Assert.That(Waiting.Value, Is.Not.Null);
    }

    [Test]
    public async Task A_bundle_that_is_none_is_told_by_its_option() =>
        Assert.That(await RefusesAsync(9, ErrorCode.InvalidConfiguration, Build, "--ca-bundle", In("none.pem")), Does.Contain("invalid --ca-bundle").And.Contain("cannot be read"));

    [Test]
    public async Task A_redirect_out_of_TLS_is_not_followed()
    {
        await using var plain = await StartAsync();
        await File.WriteAllTextAsync(In("jenkins.pem"), _certificate.ExportCertificatePem());
        Jenkins.Instead = (http, _) =>
        {
            http.Response.Redirect(plain.Url + "/job/team/job/deploy/12/api/json");
            return Task.FromResult(true);
        };
        Assert.That(await RefusesAsync(8, ErrorCode.UnexpectedAnswer, Build, "--ca-bundle", In("jenkins.pem")), Does.Contain("which was not followed"));
        Assert.That(plain.Requests, Is.Empty);
    }
}
