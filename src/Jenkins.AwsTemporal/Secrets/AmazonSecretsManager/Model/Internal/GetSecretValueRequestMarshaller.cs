using System.Text.Json;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class GetSecretValueRequestMarshaller() : AmazonSecretsManagerMarshaller<GetSecretValueRequest>("GetSecretValue")
{
    public static GetSecretValueRequestMarshaller Instance { get; } = new();

    protected override void Write(Utf8JsonWriter json, GetSecretValueRequest request)
    {
        WriteText(json, "SecretId"u8, request.SecretId);
        WriteText(json, "VersionId"u8, request.VersionId);
        WriteText(json, "VersionStage"u8, request.VersionStage);
    }
}
