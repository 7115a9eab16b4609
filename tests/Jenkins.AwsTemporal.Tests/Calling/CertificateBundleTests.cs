using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class CertificateBundleTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_server_is_trusted_by_the_bundle_alone()
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, Given.IdentityXml), NewCertificate(out var pem));
        var options = Given.Options(server.Address);
        Assert.That(await Given.IdentityAsync(options with { CertificateBundle = Write(pem) }), Is.Not.Null);

        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(options));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.Network));
            Assert.That(error.Message, Does.StartWith($"no connection to {server.Address.Authority} for GetCallerIdentity: no trusted TLS: "));
            Assert.That(error.Hint, Does.Contain("AWS_CA_BUNDLE"));
        }
    }

    [Test]
    public async Task A_bundle_of_another_root_trusts_nobody_else()
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, Given.IdentityXml), NewCertificate(out _));
        using var other = NewCertificate(out var pem);
        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(Given.Options(server.Address) with { CertificateBundle = Write(pem) }));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.Network));
    }

    [TestCase(null, "cannot be read")]
    [TestCase("", "holds no PEM certificate")]
    [TestCase("hello", "holds no PEM certificate")]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds a certificate that is not whole")]
    public async Task A_bundle_that_cannot_be_used_is_named_with_its_variable(string? content, string why)
    {
        await using var server = RawServer.Answering(200, Given.IdentityXml);
        var path = content is null ? Path.Combine(_folder, "missing.pem") : Write(content);
        var options = AwsCallOptionsTests.From(("AWS_REGION", "eu-west-1"), ("AWS_CA_BUNDLE", path), ("AWS_ENDPOINT_URL", server.Address.ToString()));
        var error = await Assert.ThrowsAsync<InvalidOptionException>(() => Given.IdentityAsync(options));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.InvalidConfiguration));
            Assert.That(error.Option, Is.EqualTo("AWS_CA_BUNDLE"));
            Assert.That(error.Message, Is.EqualTo($"invalid AWS_CA_BUNDLE: {path} {why}"));
            Assert.That(server.Requests, Is.Empty);
        }
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder, Guid.NewGuid() + ".pem");
        File.WriteAllText(path, content);
        return path;
    }

    private static X509Certificate2 NewCertificate(out string pem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        pem = certificate.ExportCertificatePem();
        return certificate;
    }
}
