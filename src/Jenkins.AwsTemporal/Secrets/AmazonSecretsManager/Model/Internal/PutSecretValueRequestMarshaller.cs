using System.Text.Json;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class PutSecretValueRequestMarshaller() : AmazonSecretsManagerMarshaller<PutSecretValueRequest>("PutSecretValue")
{
    public static PutSecretValueRequestMarshaller Instance { get; } = new();

    protected override void Write(Utf8JsonWriter json, PutSecretValueRequest request)
    {
        WriteText(json, "ClientRequestToken"u8, request.ClientRequestToken);
        WriteBytes(json, "SecretBinary"u8, request.SecretBinary);
        WriteText(json, "SecretId"u8, request.SecretId);
        WriteText(json, "SecretString"u8, request.SecretString);
    }
}
