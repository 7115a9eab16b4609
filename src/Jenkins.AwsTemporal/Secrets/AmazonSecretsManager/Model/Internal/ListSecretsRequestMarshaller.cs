using System.Text.Json;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class ListSecretsRequestMarshaller() : AmazonSecretsManagerMarshaller<ListSecretsRequest>("ListSecrets")
{
    public static ListSecretsRequestMarshaller Instance { get; } = new();

    protected override void Write(Utf8JsonWriter json, ListSecretsRequest request)
    {
        WriteFilters(json, request.Filters);
        if (request.IncludePlannedDeletion is { } withDeleted) json.WriteBoolean("IncludePlannedDeletion"u8, withDeleted);
        if (request.MaxResults is { } most) json.WriteNumber("MaxResults"u8, most);
        WriteText(json, "NextToken"u8, request.NextToken);
    }
}
