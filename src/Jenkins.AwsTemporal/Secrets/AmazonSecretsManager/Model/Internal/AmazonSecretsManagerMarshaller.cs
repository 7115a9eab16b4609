using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.SecretsManager.Model.Internal;

/// <summary>A request in the protocol <c>json 1.1</c>: what is null is left out.</summary>
internal abstract class AmazonSecretsManagerMarshaller<T>(string operation) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where T : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            Write(json, (T)input);
            json.WriteEndObject();
        }

        var request = new DefaultRequest(input, "Amazon.SecretsManager");
        request.HttpMethod = "POST";
        request.ResourcePath = "/";
        request.Headers["X-Amz-Target"] = "secretsmanager." + operation;
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Headers[Util.HeaderKeys.XAmzApiVersion] = "2017-10-17";
        request.Content = body.WrittenSpan.ToArray();
        body.Clear(); // Also overwrites: the body may hold a secret.
        return request;
    }

    /// <summary>Writes the members of the body.</summary>
    protected abstract void Write(Utf8JsonWriter json, T request);

    protected static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    protected static void WriteBytes(Utf8JsonWriter json, ReadOnlySpan<byte> name, MemoryStream? value)
    {
        if (value is not null) json.WriteBase64String(name, value.ToArray());
    }

    protected static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<string>? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    protected static void WriteFilters(Utf8JsonWriter json, List<Filter>? filters)
    {
        if (filters is null) return;
        json.WriteStartArray("Filters"u8);
        foreach (var filter in filters)
        {
            json.WriteStartObject();
            WriteText(json, "Key"u8, filter.Key);
            WriteTexts(json, "Values"u8, filter.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
