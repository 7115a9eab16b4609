using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class CreateSecretResponseUnmarshaller : AmazonSecretsManagerUnmarshaller
{
    public static CreateSecretResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement root) => new CreateSecretResponse
    {
        ARN = Text(root, "ARN"u8),
        Name = Text(root, "Name"u8),
        VersionId = Text(root, "VersionId"u8),
    };
}
