using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.SecretsManager.Model.Internal;

/// <summary>The answer of the protocol <c>json 1.1</c>, and its errors.</summary>
internal sealed class GetSecretValueResponseUnmarshaller : JsonResponseUnmarshaller
{
    public static GetSecretValueResponseUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var json = JsonDocument.Parse(input.Stream);
        var root = json.RootElement;
        return new GetSecretValueResponse
        {
            ARN = Text(root, "ARN"u8),
            Name = Text(root, "Name"u8),
            VersionId = Text(root, "VersionId"u8),
            SecretString = Text(root, "SecretString"u8),
            SecretBinary = Value(root, "SecretBinary"u8) is { } bytes ? new MemoryStream(bytes.GetBytesFromBase64()) : null,
            CreatedDate = Value(root, "CreatedDate"u8) is { } date ? DateTime.UnixEpoch.AddTicks((long)(date.GetDecimal() * TimeSpan.TicksPerSecond)) : null,
            VersionStages = Value(root, "VersionStages"u8) is { } stages ? Texts(stages) : null,
        };
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var e = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return e.Code switch
        {
            "DecryptionFailure" => new DecryptionFailureException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "InternalServiceError" => new InternalServiceErrorException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "InvalidParameterException" => new InvalidParameterException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "InvalidRequestException" => new InvalidRequestException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "ResourceNotFoundException" => new ResourceNotFoundException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            _ => new AmazonSecretsManagerException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
        };
    }

    private static List<string> Texts(JsonElement array)
    {
        var texts = new List<string>();
        foreach (var text in array.EnumerateArray())
            texts.Add(text.GetString()!);
        return texts;
    }

    private static string? Text(JsonElement root, ReadOnlySpan<byte> name) => Value(root, name)?.GetString();

    private static JsonElement? Value(JsonElement root, ReadOnlySpan<byte> name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
