using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class PutSecretValueResponseUnmarshaller : AmazonSecretsManagerUnmarshaller
{
    public static PutSecretValueResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement root) => new PutSecretValueResponse
    {
        ARN = Text(root, "ARN"u8),
        Name = Text(root, "Name"u8),
        VersionId = Text(root, "VersionId"u8),
        VersionStages = Texts(root, "VersionStages"u8),
    };
}
