using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.SecretsManager.Model.Internal;

/// <summary>The request in the protocol <c>json 1.1</c>.</summary>
internal sealed class GetSecretValueRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static GetSecretValueRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var get = (GetSecretValueRequest)input;
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            if (get.SecretId is not null) json.WriteString("SecretId"u8, get.SecretId);
            if (get.VersionId is not null) json.WriteString("VersionId"u8, get.VersionId);
            if (get.VersionStage is not null) json.WriteString("VersionStage"u8, get.VersionStage);
            json.WriteEndObject();
        }

        var request = new DefaultRequest(input, "Amazon.SecretsManager");
        request.HttpMethod = "POST";
        request.ResourcePath = "/";
        request.Headers["X-Amz-Target"] = "secretsmanager.GetSecretValue";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Headers[Util.HeaderKeys.XAmzApiVersion] = "2017-10-17";
        request.Content = body.WrittenSpan.ToArray();
        return request;
    }
}
