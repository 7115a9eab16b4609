using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.SecretsManager.Model.Internal;

/// <summary>The answer of the protocol <c>json 1.1</c>, and its errors.</summary>
internal abstract class AmazonSecretsManagerUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var json = JsonDocument.Parse(input.Stream);
        return Read(json.RootElement);
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var e = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return e.Code switch
        {
            "DecryptionFailure" => new DecryptionFailureException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "EncryptionFailure" => new EncryptionFailureException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "InternalServiceError" => new InternalServiceErrorException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "InvalidParameterException" => new InvalidParameterException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "InvalidRequestException" => new InvalidRequestException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "LimitExceededException" => new LimitExceededException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "ResourceExistsException" => new ResourceExistsException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            "ResourceNotFoundException" => new ResourceNotFoundException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
            _ => new AmazonSecretsManagerException(e.Message, innerException, e.Type, e.Code, e.RequestId, statusCode),
        };
    }

    /// <summary>The response from the root of the body.</summary>
    protected abstract AmazonWebServiceResponse Read(JsonElement root);

    protected static string? Text(JsonElement parent, ReadOnlySpan<byte> name) => Value(parent, name)?.GetString();

    protected static List<string>? Texts(JsonElement parent, ReadOnlySpan<byte> name) =>
        Value(parent, name) is { } array ? Texts(array) : null;

    protected static List<string> Texts(JsonElement array)
    {
        var texts = new List<string>();
        foreach (var text in array.EnumerateArray())
            texts.Add(text.GetString()!);
        return texts;
    }

    protected static List<T>? Items<T>(JsonElement parent, ReadOnlySpan<byte> name, Func<JsonElement, T> read)
        where T : class
    {
        if (Value(parent, name) is not { } array) return null;
        var items = new List<T>();
        foreach (var item in array.EnumerateArray())
            items.Add(read(item));
        return items;
    }

    protected static MemoryStream? Bytes(JsonElement parent, ReadOnlySpan<byte> name) =>
        Value(parent, name) is { } bytes ? new MemoryStream(bytes.GetBytesFromBase64()) : null;

    /// <summary>A time in seconds since 1970, with fractions; UTC.</summary>
    protected static DateTime? Date(JsonElement parent, ReadOnlySpan<byte> name) =>
        Value(parent, name) is { } date ? DateTime.UnixEpoch.AddTicks((long)(date.GetDecimal() * TimeSpan.TicksPerSecond)) : null;

    /// <summary>A member; null when it is absent or <c>null</c>.</summary>
    protected static JsonElement? Value(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
