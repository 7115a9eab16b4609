using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class ListSecretsResponseUnmarshaller : AmazonSecretsManagerUnmarshaller
{
    public static ListSecretsResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement root) => new ListSecretsResponse
    {
        NextToken = Text(root, "NextToken"u8),
        SecretList = Items(root, "SecretList"u8, Entry),
    };

    private static SecretListEntry Entry(JsonElement entry) => new()
    {
        ARN = Text(entry, "ARN"u8),
        CreatedDate = Date(entry, "CreatedDate"u8),
        DeletedDate = Date(entry, "DeletedDate"u8),
        Description = Text(entry, "Description"u8),
        LastAccessedDate = Date(entry, "LastAccessedDate"u8),
        LastChangedDate = Date(entry, "LastChangedDate"u8),
        Name = Text(entry, "Name"u8),
        SecretVersionsToStages = Stages(entry),
    };

    private static Dictionary<string, List<string>>? Stages(JsonElement entry)
    {
        if (Value(entry, "SecretVersionsToStages"u8) is not { } map) return null;
        var stages = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var version in map.EnumerateObject())
            stages[version.Name] = Texts(version.Value);
        return stages;
    }
}
