using System.Text.Json;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class ListSecretVersionIdsRequestMarshaller() : AmazonSecretsManagerMarshaller<ListSecretVersionIdsRequest>("ListSecretVersionIds")
{
    public static ListSecretVersionIdsRequestMarshaller Instance { get; } = new();

    protected override void Write(Utf8JsonWriter json, ListSecretVersionIdsRequest request)
    {
        if (request.IncludeDeprecated is { } withDeprecated) json.WriteBoolean("IncludeDeprecated"u8, withDeprecated);
        if (request.MaxResults is { } most) json.WriteNumber("MaxResults"u8, most);
        WriteText(json, "NextToken"u8, request.NextToken);
        WriteText(json, "SecretId"u8, request.SecretId);
    }
}
