using System.Text;
using System.Text.Json.Nodes;

namespace AwsEmulator.Wire;

/// <summary>JSON 1.1, as Secrets Manager speaks it.</summary>
internal sealed class JsonProtocol : IProtocol
{
    private const string ContentType = "application/x-amz-json-1.1";

    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["AccessDenied"] = "AccessDeniedException",
        ["ExpiredToken"] = "ExpiredTokenException",
        ["IncompleteSignature"] = "IncompleteSignatureException",
        ["InternalFailure"] = "InternalServiceError",
        ["InvalidAction"] = "UnknownOperationException",
        ["InvalidClientTokenId"] = "UnrecognizedClientException",
        ["MissingAuthenticationToken"] = "MissingAuthenticationTokenException",
        ["SignatureDoesNotMatch"] = "InvalidSignatureException",
        ["Throttling"] = "ThrottlingException",
        ["ValidationError"] = "ValidationException",
    };

    public static Answer Result(JsonObject result) =>
        new(200, ContentType, Encoding.UTF8.GetBytes(result.ToJsonString()));

    public Answer Error(AwsException error, string requestId)
    {
        var code = Codes.GetValueOrDefault(error.Code, error.Code);
        // The front door of AWS writes `message`, the service behind it `Message`: clients must read both.
        var frontDoor = code is "InvalidSignatureException" or "UnrecognizedClientException" or "ExpiredTokenException"
            or "MissingAuthenticationTokenException" or "IncompleteSignatureException" or "ThrottlingException";
        var body = new JsonObject { ["__type"] = code, [frontDoor ? "message" : "Message"] = error.Message };
        return new(error.Status < 500 ? 400 : error.Status, ContentType, Encoding.UTF8.GetBytes(body.ToJsonString()), code);
    }
}
