using System.Text;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class MotoTests
{
    private Moto _moto = null!;

    [OneTimeSetUp]
    public async Task Start() => _moto = await Moto.StartAsync();

    [OneTimeTearDown]
    public void Stop() => _moto?.Dispose();

    [Test]
    public async Task Another_implementation_of_AWS_understands_every_call_and_is_understood()
    {
        await CreateAsync("""{"Name":"db/prod","SecretString":"{\"port\":5432.10}"}""");
        await CreateAsync("""{"Name":"bin","SecretBinary":"AAH/"}""");
        var options = Given.Options(_moto.Address);

        var identity = await Given.IdentityAsync(options);
        using var port = await Given.SecretAsync(options, "db/prod#port@AWSCURRENT");
        using var byArn = await Given.SecretAsync(options, $"{port.Version.Arn}:{port.Version.VersionId}");
        using var binary = await Given.SecretAsync(options, "bin");
        var missing = await Assert.ThrowsAsync<AwsCallException>(() => Given.SecretAsync(options, "none"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.AccountId, Is.EqualTo("123456789012"));
            Assert.That(identity.ClockSkew!.Value.Duration(), Is.LessThan(TimeSpan.FromSeconds(5)));
            Assert.That(port.Reveal(), Is.EqualTo("5432.10"));
            Assert.That(port.Version.CreatedDate, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
            Assert.That(byArn.Reveal(), Is.EqualTo("{\"port\":5432.10}"));
            Assert.That(binary.Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 1, 255 }));
            Assert.That(missing!.Code, Is.EqualTo(ErrorCode.NotFound));
        }
    }

    private async Task CreateAsync(string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _moto.Address) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", "secretsmanager.CreateSecret");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/eu-central-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=a");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
