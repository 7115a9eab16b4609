using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class GetSecretValueResponseUnmarshaller : AmazonSecretsManagerUnmarshaller
{
    public static GetSecretValueResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement root) => new GetSecretValueResponse
    {
        ARN = Text(root, "ARN"u8),
        Name = Text(root, "Name"u8),
        VersionId = Text(root, "VersionId"u8),
        SecretString = Text(root, "SecretString"u8),
        SecretBinary = Bytes(root, "SecretBinary"u8),
        CreatedDate = Date(root, "CreatedDate"u8),
        VersionStages = Texts(root, "VersionStages"u8),
    };
}
