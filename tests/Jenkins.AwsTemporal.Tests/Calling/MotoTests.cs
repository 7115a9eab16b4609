using System.Text;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;

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

    [TestCase(1)]
    [TestCase(20)]
    [TestCase(50)]
    [TestCase(200)]
    public async Task Another_implementation_of_AWS_gives_many_secrets_at_once(int count)
    {
        for (var i = 0; i < count; i++) await CreateAsync($$"""{"Name":"many{{count}}/{{i:000}}","SecretString":"value {{i}}"}""");
        using var reader = new SecretReader(Given.Credentials, Given.Options(_moto.Address));
        using (var secrets = await reader.ReadAsync([.. Enumerable.Range(0, count).Select(i => SecretBinding.Parse($"N{i}=many{count}/{i:000}"))]))
            Assert.That(secrets.Select(secret => secret.Value.Reveal()), Is.EqualTo(Enumerable.Range(0, count).Select(i => $"value {i}")));
        var prefix = SecretBinding.Parse($"N*=many{count}/*");
        if (count > 100)
        {
            var error = await Assert.ThrowsAsync<SecretException>(() => reader.ReadAsync([prefix]));
            Assert.That(error!.Message, Is.EqualTo($"more than 100 secrets begin with many{count}/"));
            return;
        }

        using var found = await reader.ReadAsync([prefix]);
        Assert.That(found.Select(secret => $"{secret.Name} {secret.Value.Reveal()}"), Is.EqualTo(Enumerable.Range(0, count).Select(i => $"N{i:000} value {i}")));
    }

    [Test]
    public async Task Another_implementation_of_AWS_tells_of_each_secret_of_a_batch_that_fails()
    {
        await CreateAsync("""{"Name":"batch/good","SecretString":"{\"a\":1}"}""");
        await CreateAsync("""{"Name":"batch/gone","SecretString":"x"}""");
        await CallAsync("DeleteSecret", """{"SecretId":"batch/gone"}""");
        await CreateAsync($$"""{"Name":"batch/large","SecretString":"{{new string('x', 65536)}}"}""");
        await CreateAsync("""{"Name":"batch/binary","SecretBinary":"AAH/"}""");
        using var reader = new SecretReader(Given.Credentials, Given.Options(_moto.Address));
        using var good = await reader.ReadAsync([
            SecretBinding.Parse("A=batch/good#a"), SecretBinding.Parse("B=batch/binary"), SecretBinding.Parse("L=batch/large"),
            SecretBinding.Parse("N=optional:batch/none"), SecretBinding.Parse("K_*=batch/good#*")]);
        Assert.That(good.Select(secret => $"{secret.Name} {secret.Value.Bytes.Length}"), Is.EqualTo(["A 1", "B 3", "L 65536", "K_A 1"]));
        var error = await Assert.ThrowsAsync<SecretException>(() => reader.ReadAsync([
            SecretBinding.Parse("A=batch/good"), SecretBinding.Parse("B=batch/none"), SecretBinding.Parse("C=batch/gone")]));
        Assert.That(error!.Message, Is.EqualTo("2 secrets cannot be had: not found: batch/none; scheduled for deletion: batch/gone"));
    }

    private Task CreateAsync(string body) => CallAsync("CreateSecret", body);

    private async Task CallAsync(string operation, string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _moto.Address) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", "secretsmanager." + operation);
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/eu-central-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=a");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
