using System.Text;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using NSubstitute;

namespace Jenkins.AwsTemporal.Tests.Secrets;

public class SecretReaderTests
{
    private readonly IAmazonSecretsManager _secretsManager = Substitute.For<IAmazonSecretsManager>();
    private GetSecretValueRequest? _asked;

    [OneTimeTearDown]
    public void Remove() => _secretsManager.Dispose();

    [Test]
    public async Task A_whole_secret_comes_byte_for_byte_with_its_version()
    {
        using var value = await ReadAsync("db/prod@AWSPREVIOUS:c0c43081-83ad-4f57-9a7a-a3fb515f2fd7", "grüße\r\n\0 ");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(value.Bytes.ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes("grüße\r\n\0 ")));
            Assert.That(value.IsBinary, Is.False);
            Assert.That(value.Version.Name, Is.EqualTo("db/prod"));
            Assert.That(value.Version.Stages.Single(), Is.EqualTo("AWSCURRENT"));
            Assert.That(value.Version.CreatedDate, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
            Assert.That((_asked!.SecretId, _asked.VersionStage, _asked.VersionId), Is.EqualTo(("db/prod", "AWSPREVIOUS", "c0c43081-83ad-4f57-9a7a-a3fb515f2fd7")));
        }
    }

    [TestCase("user", "anna")]
    [TestCase("port", "5432.10")]
    [TestCase("on", "true")]
    [TestCase("none", "null")]
    [TestCase("/list/1", "b\"\u00fc\n😀")]
    [TestCase("list", "[ \"a\", \"b\\\"\\u00fc\\n\\ud83d\\ude00\" ]")]
    [TestCase("empty", "")]
    public async Task A_key_gives_a_string_decoded_and_anything_else_as_it_stands(string key, string text)
    {
        using var value = await ReadAsync("db/prod#" + key, """{"user":"anna","port":5432.10,"on":true,"none":null,"list":[ "a", "b\"\u00fc\n\ud83d\ude00" ],"empty":""}""");
        Assert.That(value.Reveal(), Is.EqualTo(text));
    }

    [TestCase("db/prod#Password", "{\"canary\":1}", "the secret db/prod has no key Password")]
    [TestCase("db/prod#/a/b", "{\"a\":\"canary\"}", "the secret db/prod has no key /a/b")]
    [TestCase("db/prod#a", "canary", "the secret db/prod is not JSON")]
    [TestCase("db/prod#a", "{\"a\":\"\\ud800canary\"}", "the secret db/prod is not JSON")]
    public async Task A_missing_key_is_named_and_nothing_else_of_the_secret(string reference, string secret, string message)
    {
        var error = await Assert.ThrowsAsync<SecretException>(() => ReadAsync(reference, secret));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.KeyNotFound));
            Assert.That(error.Message, Is.EqualTo(message));
            Assert.That(error.ToString() + error.Hint, Does.Not.Contain("canary"));
        }
    }

    [Test]
    public async Task A_binary_secret_comes_as_bytes_and_has_no_keys()
    {
        using var value = await ReadAsync("bin", null, [0, 1, 255]);
        var error = await Assert.ThrowsAsync<SecretException>(() => ReadAsync("bin#a", null, [0, 1, 255]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(value.Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 1, 255 }));
            Assert.That(value.IsBinary, Is.True);
            Assert.That(() => value.Reveal(), Throws.InvalidOperationException);
            Assert.That(error!.Message, Is.EqualTo("the secret bin is binary"));
        }
    }

    [Test]
    public async Task A_disposed_value_is_overwritten()
    {
        var value = await ReadAsync("a", "secret");
        var bytes = value.Bytes;
        value.Dispose();
        Assert.That(bytes.ToArray(), Is.All.Zero);
        Assert.That(() => value.Bytes, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => value.Reveal(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task An_ARN_of_another_region_is_refused_before_any_call()
    {
        _asked = null;
        var error = await Assert.ThrowsAsync<SecretException>(() => ReadAsync("arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbC12d", "x"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.EndWith("is in us-east-1, but the region in use is eu-west-1"));
            Assert.That(_asked, Is.Null);
        }
    }

    private async Task<SecretValue> ReadAsync(string reference, string? text, byte[]? binary = null)
    {
        _secretsManager.GetSecretValueAsync(Arg.Do<GetSecretValueRequest>(request => _asked = request), Arg.Any<CancellationToken>()).Returns(_ => new GetSecretValueResponse
        {
            ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbC12d",
            Name = reference.Split('#', '@')[0],
            VersionId = "v",
            VersionStages = ["AWSCURRENT"],
            CreatedDate = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            SecretString = text,
            SecretBinary = binary is null ? null : new MemoryStream(binary),
        });
        var options = new AwsCallOptions("eu-west-1");
        var reader = new SecretReader(_secretsManager, new AwsCaller(options), options);
        return await reader.ReadAsync(SecretReference.Parse(reference));
    }
}
