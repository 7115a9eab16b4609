using System.Net;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>AWS's error codes, of the query and of the JSON protocol, in the library's taxonomy.</summary>
internal static class AwsErrorCodes
{
    private static readonly Dictionary<string, ErrorCode> Codes = new(StringComparer.Ordinal)
    {
        ["ExpiredToken"] = ErrorCode.Expired,
        ["ExpiredTokenException"] = ErrorCode.Expired,

        ["AuthFailure"] = ErrorCode.UnknownKey,
        ["InvalidAccessKeyId"] = ErrorCode.UnknownKey,
        ["InvalidClientTokenId"] = ErrorCode.UnknownKey,
        ["InvalidToken"] = ErrorCode.UnknownKey,
        ["UnrecognizedClientException"] = ErrorCode.UnknownKey,

        ["InvalidSignatureException"] = ErrorCode.WrongSecret,
        ["SignatureDoesNotMatch"] = ErrorCode.WrongSecret,

        ["RequestExpired"] = ErrorCode.ClockSkew,
        ["RequestInTheFuture"] = ErrorCode.ClockSkew,
        ["RequestTimeTooSkewed"] = ErrorCode.ClockSkew,

        ["AccessDenied"] = ErrorCode.Denied,
        ["AccessDeniedException"] = ErrorCode.Denied,
        ["NotAuthorized"] = ErrorCode.Denied,
        ["UnauthorizedOperation"] = ErrorCode.Denied,

        ["DecryptionFailure"] = ErrorCode.Kms,
        ["DecryptionFailureException"] = ErrorCode.Kms,
        ["EncryptionFailure"] = ErrorCode.Kms,

        ["RegionDisabledException"] = ErrorCode.RegionDisabled,
        ["ResourceNotFoundException"] = ErrorCode.NotFound,

        ["LimitExceededException"] = ErrorCode.Throttled,
        ["RequestLimitExceeded"] = ErrorCode.Throttled,
        ["RequestThrottled"] = ErrorCode.Throttled,
        ["RequestThrottledException"] = ErrorCode.Throttled,
        ["SlowDown"] = ErrorCode.Throttled,
        ["ThrottledException"] = ErrorCode.Throttled,
        ["Throttling"] = ErrorCode.Throttled,
        ["ThrottlingException"] = ErrorCode.Throttled,
        ["TooManyRequestsException"] = ErrorCode.Throttled,

        ["InternalFailure"] = ErrorCode.ServiceFailed,
        ["InternalServerError"] = ErrorCode.ServiceFailed,
        ["InternalServiceError"] = ErrorCode.ServiceFailed,
        ["InternalServiceErrorException"] = ErrorCode.ServiceFailed,
        ["RequestTimeout"] = ErrorCode.ServiceFailed,
        ["RequestTimeoutException"] = ErrorCode.ServiceFailed,
        ["ServiceUnavailable"] = ErrorCode.ServiceFailed,
    };

    // Secrets Manager has said it in each of these ways.
    private static readonly string[] Deleted = ["marked for deletion", "scheduled for deletion", "marked deleted"];

    public static ErrorCode Of(string? awsCode, HttpStatusCode status, string? message)
    {
        var says = message ?? "";
        if (awsCode is "InvalidRequestException" && Array.Exists(Deleted, words => says.Contains(words, StringComparison.OrdinalIgnoreCase)))
            return ErrorCode.ScheduledForDeletion;

        // Secrets Manager passes on KMS's refusal under the code of its own: "Access to KMS is not allowed".
        if (awsCode is "AccessDeniedException" && says.Contains("to KMS", StringComparison.Ordinal)) return ErrorCode.Kms;

        if (awsCode is not null && Codes.TryGetValue(awsCode, out var code)) return code;
        return status switch
        {
            HttpStatusCode.TooManyRequests => ErrorCode.Throttled,
            >= HttpStatusCode.InternalServerError => ErrorCode.ServiceFailed,
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => ErrorCode.Denied,
            _ => ErrorCode.InvalidRequest,
        };
    }

    /// <summary>
    /// Whether AWS's own words may be shown. Those of a signature error never are, under whatever code: they quote the
    /// request with its session token.
    /// </summary>
    public static bool MayQuote(ErrorCode code, string? awsCode) =>
        code is ErrorCode.Denied or ErrorCode.InvalidRequest or ErrorCode.NotFound
        && awsCode?.Contains("Signature", StringComparison.OrdinalIgnoreCase) != true;
}
