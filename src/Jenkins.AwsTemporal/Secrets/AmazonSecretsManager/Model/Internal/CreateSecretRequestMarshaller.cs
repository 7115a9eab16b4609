using System.Text.Json;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class CreateSecretRequestMarshaller() : AmazonSecretsManagerMarshaller<CreateSecretRequest>("CreateSecret")
{
    public static CreateSecretRequestMarshaller Instance { get; } = new();

    protected override void Write(Utf8JsonWriter json, CreateSecretRequest request)
    {
        WriteText(json, "ClientRequestToken"u8, request.ClientRequestToken);
        WriteText(json, "Description"u8, request.Description);
        WriteText(json, "KmsKeyId"u8, request.KmsKeyId);
        WriteText(json, "Name"u8, request.Name);
        WriteBytes(json, "SecretBinary"u8, request.SecretBinary);
        WriteText(json, "SecretString"u8, request.SecretString);
    }
}
