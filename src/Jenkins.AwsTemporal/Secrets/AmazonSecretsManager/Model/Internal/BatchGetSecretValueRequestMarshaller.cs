using System.Text.Json;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class BatchGetSecretValueRequestMarshaller() : AmazonSecretsManagerMarshaller<BatchGetSecretValueRequest>("BatchGetSecretValue")
{
    public static BatchGetSecretValueRequestMarshaller Instance { get; } = new();

    protected override void Write(Utf8JsonWriter json, BatchGetSecretValueRequest request)
    {
        WriteFilters(json, request.Filters);
        if (request.MaxResults is { } most) json.WriteNumber("MaxResults"u8, most);
        WriteText(json, "NextToken"u8, request.NextToken);
        WriteTexts(json, "SecretIdList"u8, request.SecretIdList);
    }
}
