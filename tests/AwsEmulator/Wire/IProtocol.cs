using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace AwsEmulator.Wire;

/// <summary>How a service writes its answers.</summary>
internal interface IProtocol
{
    Answer Error(AwsException error, string requestId);
}

/// <summary>What goes back to the client.</summary>
internal sealed record Answer(int Status, string ContentType, byte[] Body, string? ErrorCode = null);

/// <summary>XML, as STS speaks it.</summary>
internal sealed class QueryProtocol : IProtocol
{
    private const string ContentType = "text/xml";

    public static XNamespace Namespace { get; } = "https://sts.amazonaws.com/doc/2011-06-15/";

    public static Answer Result(string action, string requestId, params object[] content) => new(200, ContentType, Bytes(
        new XElement(Namespace + $"{action}Response",
            new XElement(Namespace + $"{action}Result", content),
            new XElement(Namespace + "ResponseMetadata", new XElement(Namespace + "RequestId", requestId)))));

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public Answer Error(AwsException error, string requestId) => new(error.Status, ContentType, Bytes(
        new XElement(Namespace + "ErrorResponse",
            new XElement(Namespace + "Error",
                new XElement(Namespace + "Type", error.Status < 500 ? "Sender" : "Receiver"),
                new XElement(Namespace + "Code", error.Code),
                new XElement(Namespace + "Message", Writable(error.Message))),
            new XElement(Namespace + "RequestId", requestId))), error.Code);

    private static byte[] Bytes(XElement element) => Encoding.UTF8.GetBytes(element.ToString());

    /// <summary>A message quotes what the client sent, which XML need not be able to hold.</summary>
    private static string Writable(string message) => string.Concat(message.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));
}

/// <summary>JSON 1.1, as Secrets Manager speaks it.</summary>
internal sealed class JsonProtocol : IProtocol
{
    private const string ContentType = "application/x-amz-json-1.1";

    private static readonly Dictionary<string, string> s_codes = new(StringComparer.Ordinal)
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
        var code = s_codes.GetValueOrDefault(error.Code, error.Code);
        // The front door of AWS writes `message`, the service behind it `Message`: clients must read both.
        var frontDoor = code is "InvalidSignatureException" or "UnrecognizedClientException" or "ExpiredTokenException"
            or "MissingAuthenticationTokenException" or "IncompleteSignatureException" or "ThrottlingException";
        var body = new JsonObject { ["__type"] = code, [frontDoor ? "message" : "Message"] = error.Message };
        return new(error.Status < 500 ? 400 : error.Status, ContentType, Encoding.UTF8.GetBytes(body.ToJsonString()), code);
    }
}
