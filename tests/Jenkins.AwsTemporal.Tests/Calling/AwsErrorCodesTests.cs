using System.Globalization;
using System.Net;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class AwsErrorCodesTests
{
    [TestCase("ExpiredToken", 403, ErrorCode.Expired)]
    [TestCase("ExpiredTokenException", 400, ErrorCode.Expired)]
    [TestCase("InvalidClientTokenId", 403, ErrorCode.UnknownKey)]
    [TestCase("UnrecognizedClientException", 400, ErrorCode.UnknownKey)]
    [TestCase("SignatureDoesNotMatch", 403, ErrorCode.WrongSecret)]
    [TestCase("InvalidSignatureException", 400, ErrorCode.WrongSecret)]
    [TestCase("RequestTimeTooSkewed", 403, ErrorCode.ClockSkew)]
    [TestCase("RequestExpired", 400, ErrorCode.ClockSkew)]
    [TestCase("RequestInTheFuture", 400, ErrorCode.ClockSkew)]
    [TestCase("AccessDenied", 403, ErrorCode.Denied)]
    [TestCase("AccessDeniedException", 400, ErrorCode.Denied)]
    [TestCase("RegionDisabledException", 403, ErrorCode.RegionDisabled)]
    [TestCase("Throttling", 400, ErrorCode.Throttled)]
    [TestCase("ThrottlingException", 400, ErrorCode.Throttled)]
    [TestCase("ThrottledException", 400, ErrorCode.Throttled)]
    [TestCase("RequestThrottled", 503, ErrorCode.Throttled)]
    [TestCase("RequestThrottledException", 400, ErrorCode.Throttled)]
    [TestCase("TooManyRequestsException", 429, ErrorCode.Throttled)]
    [TestCase("RequestLimitExceeded", 503, ErrorCode.Throttled)]
    [TestCase("SlowDown", 503, ErrorCode.Throttled)]
    [TestCase("LimitExceededException", 400, ErrorCode.Throttled)]
    [TestCase("ResourceNotFoundException", 400, ErrorCode.NotFound)]
    [TestCase("InvalidRequestException", 400, ErrorCode.InvalidRequest)]
    [TestCase("InvalidParameterException", 400, ErrorCode.InvalidRequest)]
    [TestCase("ValidationError", 400, ErrorCode.InvalidRequest)]
    [TestCase("DecryptionFailure", 400, ErrorCode.Kms)]
    [TestCase("InternalServiceError", 500, ErrorCode.ServiceFailed)]
    [TestCase("InternalFailure", 500, ErrorCode.ServiceFailed)]
    [TestCase("NeverHeardOfIt", 403, ErrorCode.Denied)]
    [TestCase("NeverHeardOfIt", 503, ErrorCode.ServiceFailed)]
    [TestCase("NeverHeardOfIt", 418, ErrorCode.InvalidRequest)]
    public async Task A_code_means_the_same_in_both_protocols(string awsCode, int status, ErrorCode code)
    {
        await using var sts = RawServer.Answering(status, Given.ErrorXml(awsCode, "Because."));
        await using var secrets = RawServer.Answering(status, $$"""{"__type":"com.amazonaws.secretsmanager#{{awsCode}}","Message":"Because."}""", "x-amzn-RequestId: rid-1\r\n");
        var byXml = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(Given.Options(sts.Address)));
        var byJson = await Assert.ThrowsAsync<AwsCallException>(() => Given.SecretAsync(Given.Options(secrets.Address)));
        foreach (var (error, operation) in new[] { (byXml!, "GetCallerIdentity"), (byJson!, "GetSecretValue") })
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(error.Code, Is.EqualTo(code));
                Assert.That(error.Operation, Is.EqualTo(operation));
                Assert.That(error.AwsErrorCode, Is.EqualTo(awsCode));
                Assert.That(error.StatusCode, Is.EqualTo((HttpStatusCode)status));
                Assert.That(error.RequestId, Is.EqualTo("rid-1"));
                Assert.That(error.Message, Does.Not.Contain("\n").And.Not.EndsWith("."));
                Assert.That(error.Hint, Does.Not.Contain("\n").And.Not.EndsWith(".").And.Not.Empty);
                Assert.That(error.Message.Contains("Because", StringComparison.Ordinal), Is.EqualTo(code is ErrorCode.Denied or ErrorCode.InvalidRequest or ErrorCode.NotFound));
            }
        }
    }

    [TestCase("You can't perform this operation on the secret because it was marked for deletion.", ErrorCode.ScheduledForDeletion)]
    [TestCase("You tried to perform the operation on a secret that's currently marked deleted.", ErrorCode.ScheduledForDeletion)]
    [TestCase("a secret with this name is already scheduled for deletion", ErrorCode.ScheduledForDeletion)]
    [TestCase("something else", ErrorCode.InvalidRequest)]
    public void An_invalid_request_for_a_deleted_secret_is_told_apart(string message, ErrorCode code) =>
        Assert.That(AwsErrorCodes.Of("InvalidRequestException", HttpStatusCode.BadRequest, message), Is.EqualTo(code));

    [Test]
    public void A_refusal_of_KMS_that_Secrets_Manager_passes_on_is_told_apart() =>
        Assert.That(AwsErrorCodes.Of("AccessDeniedException", HttpStatusCode.BadRequest, "Access to KMS is not allowed"), Is.EqualTo(ErrorCode.Kms));

    [TestCase(6, "6 min behind")]
    [TestCase(-90, "90 min ahead of")]
    public async Task A_wrong_signature_is_clock_skew_when_the_date_is_more_than_five_minutes_off(int minutes, string words)
    {
        await using var server = RawServer.Answering(403, Given.ErrorXml("SignatureDoesNotMatch", "x"), Date(minutes));
        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(Given.Options(server.Address)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.ClockSkew));
            Assert.That(error.Message, Is.EqualTo($"GetCallerIdentity refused: this machine's clock is {words} AWS's"));
        }
    }

    [Test]
    public async Task A_wrong_signature_within_five_minutes_is_a_wrong_secret([Values(4, -4)] int minutes)
    {
        await using var server = RawServer.Answering(403, Given.ErrorXml("SignatureDoesNotMatch", "x"), Date(minutes));
        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(Given.Options(server.Address)));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.WrongSecret));
    }

    [Test]
    public async Task A_signature_that_is_wrong_at_the_corrected_time_too_is_a_wrong_secret()
    {
        await using var server = RawServer.Answering(403, Given.ErrorXml("SignatureDoesNotMatch", "x"), Date(60));
        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(Given.Options(server.Address) with { MaxAttempts = 3 }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.WrongSecret));
            Assert.That(server.Requests, Has.Count.InRange(2, 3));
        }
    }

    [Test]
    public async Task A_clock_an_hour_off_is_corrected_and_reported()
    {
        await using var server = new RawServer(connection => SignedAt(connection.Request) - DateTimeOffset.UtcNow > TimeSpan.FromMinutes(55)
            ? connection.AnswerAsync(200, Given.IdentityXml, Date(60))
            : connection.AnswerAsync(403, Given.ErrorXml("RequestTimeTooSkewed", "x"), Date(60)));
        var identity = await Given.IdentityAsync(Given.Options(server.Address) with { MaxAttempts = 2 });
        Assert.That(identity.ClockSkew!.Value.TotalMinutes, Is.EqualTo(60).Within(0.1));
    }

    [Test]
    public async Task An_error_in_the_headers_alone_is_understood()
    {
        await using var server = RawServer.Answering(400, "", "x-amzn-ErrorType: ResourceNotFoundException\r\n");
        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.SecretAsync(Given.Options(server.Address)));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.NotFound));
    }

    private static DateTimeOffset SignedAt(string request) =>
        DateTimeOffset.ParseExact(
            request.Split("\r\n").First(line => line.StartsWith("X-Amz-Date: ", StringComparison.OrdinalIgnoreCase))[12..],
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal);

    private static string Date(int minutes) => $"Date: {DateTimeOffset.UtcNow.AddMinutes(minutes).ToString("R", CultureInfo.InvariantCulture)}\r\n";
}
