using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class ListSecretVersionIdsResponseUnmarshaller : AmazonSecretsManagerUnmarshaller
{
    public static ListSecretVersionIdsResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement root) => new ListSecretVersionIdsResponse
    {
        ARN = Text(root, "ARN"u8),
        Name = Text(root, "Name"u8),
        NextToken = Text(root, "NextToken"u8),
        Versions = Items(root, "Versions"u8, Entry),
    };

    private static SecretVersionsListEntry Entry(JsonElement entry) => new()
    {
        CreatedDate = Date(entry, "CreatedDate"u8),
        LastAccessedDate = Date(entry, "LastAccessedDate"u8),
        VersionId = Text(entry, "VersionId"u8),
        VersionStages = Texts(entry, "VersionStages"u8),
    };
}
