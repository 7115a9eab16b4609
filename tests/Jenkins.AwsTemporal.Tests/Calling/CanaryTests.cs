using System.Text;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Calling;

/// <summary>Whatever goes wrong, no exception holds the credentials or the secret.</summary>
public class CanaryTests
{
    private const string SecretCanary = "canaryVALUE-correct-horse-battery";

    private static readonly string[] Canaries = [Given.SecretAccessKey, Given.SessionToken, Given.SessionToken[..40], SecretCanary, "Signature="];

    private static readonly string Quoting =
        $"The canonical string was: POST / host:x x-amz-security-token:{Given.SessionToken} secret {Given.SecretAccessKey} cut {Given.SessionToken[..40]} Authorization: AWS4-HMAC-SHA256 Signature=0123";

    [Test]
    public async Task No_refusal_holds_the_credentials([Values(
        "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature", "AccessDenied", "ValidationError", "ResourceNotFoundException",
        "InternalFailure", "Throttling", "ExpiredToken", "InvalidClientTokenId", "UnknownOne", "RegionDisabledException")] string awsCode)
    {
        var said = awsCode.Contains("Signature", StringComparison.Ordinal) ? Quoting : Quoting.Replace("Signature=0123", "", StringComparison.Ordinal);
        await using var sts = RawServer.Answering(403, Given.ErrorXml(awsCode, said));
        await using var secrets = RawServer.Answering(400, $$"""{"__type":"{{awsCode}}","Message":"{{said}}"}""");
        Check(await FailureAsync(() => Given.IdentityAsync(Given.Options(sts.Address))));
        Check(await FailureAsync(() => Given.SecretAsync(Given.Options(secrets.Address))));
    }

    [TestCase("{\"SecretString\":\"canaryVALUE-correct-horse-battery\"", "x")]
    [TestCase("{\"SecretString\":\"canaryVALUE-correct-horse-battery\"}", "x")]
    [TestCase("{\"SecretString\":{\"a\":\"canaryVALUE-correct-horse-battery\"}}", "x")]
    [TestCase("{\"ARN\":\"a\",\"Name\":\"n\",\"VersionId\":\"v\",\"SecretBinary\":\"canaryVALUE-correct-horse-battery\"}", "x")]
    [TestCase("{\"ARN\":\"a\",\"Name\":\"n\",\"VersionId\":\"v\",\"SecretString\":\"canaryVALUE-correct-horse-battery\"}", "x#key")]
    [TestCase("{\"ARN\":\"a\",\"Name\":\"n\",\"VersionId\":\"v\",\"SecretString\":\"{\\\"canaryVALUE-correct-horse-battery\\\":1}\"}", "x#key")]
    [TestCase("{\"ARN\":\"a\",\"Name\":\"n\",\"VersionId\":\"v\",\"SecretString\":\"{\\\"key\\\":\\\"\\\\ud800canaryVALUE-correct-horse-battery\\\"}\"}", "x#key")]
    [TestCase("{\"ARN\":\"a\",\"Name\":\"n\",\"VersionId\":\"v\",\"SecretString\":\"{\\\"key\\\": canaryVALUE-correct-horse-battery}\"}", "x#key")]
    [TestCase("<html>canaryVALUE-correct-horse-battery</html>", "x")]
    public async Task No_failure_to_read_an_answer_holds_the_secret(string body, string reference)
    {
        await using var server = RawServer.Answering(200, body);
        Check(await FailureAsync(() => Given.SecretAsync(Given.Options(server.Address), reference)));
    }

    [Test]
    public async Task No_broken_connection_holds_the_credentials()
    {
        await using var closes = new RawServer(_ => Task.CompletedTask);
        await using var hangs = new RawServer(connection => connection.HangAsync());
        await using var redirects = RawServer.Answering(302, "", $"Location: http://portal/{Given.SessionToken}\r\n");
        await using var echoes = new RawServer(connection => connection.AnswerAsync(400, Given.ErrorXml("ValidationError", connection.Request.Replace("<", "", StringComparison.Ordinal).Replace("&", " ", StringComparison.Ordinal))));
        Check(await FailureAsync(() => Given.IdentityAsync(Given.Options(closes.Address))));
        Check(await FailureAsync(() => Given.IdentityAsync(Given.Options(hangs.Address) with { Timeout = TimeSpan.FromMilliseconds(200) })));
        Check(await FailureAsync(() => Given.IdentityAsync(Given.Options(redirects.Address))));
        Check(await FailureAsync(() => Given.IdentityAsync(Given.Options(echoes.Address))), exceptSignature: true);
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Check(await FailureAsync(() => Given.IdentityAsync(Given.Options(hangs.Address), cancelled.Token)));
    }

    [Test]
    public async Task A_value_prints_no_secret()
    {
        await using var server = RawServer.Answering(200, $$"""{"ARN":"a","Name":"db/prod","VersionId":"v","SecretString":"{{SecretCanary}}"}""");
        using var value = await Given.SecretAsync(Given.Options(server.Address));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(value.ToString(), Is.EqualTo("[redacted value of db/prod]"));
            Assert.That(value.Reveal(), Is.EqualTo(SecretCanary));
            Assert.That(new SecretReader(Given.Credentials, Given.Options(server.Address)).ToString(), Does.Not.Contain("canary"));
            Assert.That(new CallerIdentityReader(Given.Credentials, Given.Options(server.Address)).ToString(), Does.Not.Contain("canary"));
        }
    }

    private static async Task<Exception> FailureAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new AssertionException("nothing failed");
    }

    private static void Check(Exception thrown, bool exceptSignature = false)
    {
        var all = new StringBuilder();
        for (var e = thrown; e is not null; e = e.InnerException)
        {
            all.AppendLine(e.ToString()).AppendLine(e.Message);
            foreach (System.Collections.DictionaryEntry entry in e.Data) all.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}");
            if (e is AwsTemporalException own) all.AppendLine(own.Hint);
            if (e is AwsCallException call) all.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{call.AwsErrorCode} {call.RequestId} {call.Operation}");
        }

        Assert.That(thrown, Is.InstanceOf<AwsTemporalException>().Or.InstanceOf<OperationCanceledException>(), thrown.GetType().Name);
        foreach (var canary in Canaries.Where(canary => !exceptSignature || canary != "Signature="))
            Assert.That(all.ToString(), Does.Not.Contain(canary));
    }
}
