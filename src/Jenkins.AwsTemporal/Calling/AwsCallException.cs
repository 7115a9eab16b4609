using System.Net;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// A call to AWS failed. Holds facts only: AWS's own exception is not kept as the inner one, because the text of a
/// signature error quotes the request with its session token.
/// </summary>
public sealed class AwsCallException : AwsTemporalException
{
    internal AwsCallException(ErrorCode code, string operation, string message, string hint)
        : base(code, message, hint) => Operation = operation;

    /// <summary>The API operation that failed, such as <c>GetCallerIdentity</c>.</summary>
    public string Operation { get; }

    /// <summary>AWS's own error code, such as <c>ExpiredToken</c>; null when no AWS answer arrived.</summary>
    public string? AwsErrorCode { get; internal init; }

    /// <summary>The HTTP status; null when no answer arrived.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>AWS's id of the request, for AWS support and CloudTrail; null when no answer arrived.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>What AWS itself said, scrubbed and on one line; null where it may not be quoted.</summary>
    internal string? AwsWords { get; init; }

    /// <summary>The same failure, explained by somebody who knows what was asked.</summary>
    internal AwsCallException Explained(ErrorCode code, string message, string hint) =>
        new(code, Operation, message, hint) { AwsErrorCode = AwsErrorCode, StatusCode = StatusCode, RequestId = RequestId, AwsWords = AwsWords };
}
