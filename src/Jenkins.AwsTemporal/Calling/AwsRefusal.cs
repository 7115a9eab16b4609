using System.Globalization;
using System.Net;
using Amazon.Runtime;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>What AWS itself refused, in words for the person who must act on it.</summary>
internal static class AwsRefusal
{
    public static AwsCallException From(AmazonServiceException refusal, FailedCall call)
    {
        var awsCode = string.IsNullOrEmpty(refusal.ErrorCode) ? null : call.OneLine(refusal.ErrorCode);
        var code = AwsErrorCodes.Of(awsCode, refusal.StatusCode, refusal.Message);
        if (code is ErrorCode.WrongSecret && call.SignedAtWrongTime) code = ErrorCode.ClockSkew;
        var quoted = AwsErrorCodes.MayQuote(code, awsCode) && call.MayQuote(refusal.Message) ? call.OneLine(refusal.Message) : "";
        var words = quoted.Length == 0 ? awsCode ?? Status(refusal.StatusCode) : quoted;
        var requestId = string.IsNullOrEmpty(refusal.RequestId) ? null : call.OneLine(refusal.RequestId);
        return New(code, words, call, awsCode, refusal.StatusCode, requestId, quoted);
    }

    /// <summary>A refusal without AWS's words, such as a load balancer's page.</summary>
    public static AwsCallException Unworded(ErrorCode code, HttpStatusCode status, FailedCall call) =>
        New(code, Status(status), call, awsCode: null, status, requestId: null);

    private static AwsCallException New(ErrorCode code, string words, FailedCall call, string? awsCode, HttpStatusCode status, string? requestId, string? quoted = null)
    {
        var (message, hint) = Words(code, words, call);
        return new AwsCallException(code, call.Operation, message, hint) { AwsErrorCode = awsCode, StatusCode = status, RequestId = requestId, AwsWords = quoted };
    }

    private static (string Message, string Hint) Words(ErrorCode code, string words, FailedCall call) => code switch
    {
        ErrorCode.Expired => (
            $"{call.Operation} refused: the credentials have expired",
            "get new temporary credentials and hand them in again"),
        ErrorCode.UnknownKey => (
            $"{call.Operation} refused: AWS does not know the access key or its token ({words})",
            "check that the key and the token are whole and belong together, that the session was not revoked, and that the region is of their partition"),
        ErrorCode.WrongSecret => (
            $"{call.Operation} refused: the signature does not match ({words})",
            "check that the secret access key is whole and belongs to the access key id"),
        ErrorCode.ClockSkew => (
            $"{call.Operation} refused: this machine's clock is {Skew(call.ClockSkew)}",
            "set this machine's clock by NTP, then try again"),
        ErrorCode.Denied => (
            $"{call.Operation} denied: {words}",
            "ask for a policy that allows it, or for the MFA code, role or tags that its conditions want"),
        ErrorCode.Kms when call.Operation is "CreateSecret" or "PutSecretValue" => (
            $"{call.Operation} refused: KMS does not encrypt the value for these credentials",
            "allow kms:GenerateDataKey and kms:Decrypt on the secret's key to this identity, and check that the key is enabled"),
        ErrorCode.Kms => (
            $"{call.Operation} refused: KMS does not decrypt the secret for these credentials",
            "allow kms:Decrypt on the secret's key to this identity, and check that the key is enabled"),
        ErrorCode.RegionDisabled => (
            $"{call.Operation} refused: STS is not activated for this account in {call.Region}",
            "activate the region for the account, or use another region"),
        ErrorCode.NotFound => (
            $"{call.Operation}: not found: {words}",
            $"check the name, the account, and that it is in {call.Region}; a secret of another account needs its ARN"),
        ErrorCode.ScheduledForDeletion => (
            $"{call.Operation} refused: the secret is scheduled for deletion",
            "restore the secret first, or name another"),
        ErrorCode.Throttled => (
            $"{call.Operation} throttled by {call.Host} ({words})",
            "try again later"),
        ErrorCode.ServiceFailed => (
            $"{call.Host} failed on {call.Operation} ({words})",
            "try again later"),
        _ => (
            $"{call.Operation} refused as invalid: {words}",
            "correct the request; AWS's words say what is wrong with it"),
    };

    private static string Skew(TimeSpan? skew)
    {
        if (skew is not { } off || off.Duration() < TimeSpan.FromMinutes(1)) return "too far from AWS's";
        var minutes = Math.Round(off.Duration().TotalMinutes).ToString(CultureInfo.InvariantCulture);
        return off > TimeSpan.Zero ? $"{minutes} min behind AWS's" : $"{minutes} min ahead of AWS's";
    }

    private static string Status(HttpStatusCode status) => "status " + ((int)status).ToString(CultureInfo.InvariantCulture);
}
