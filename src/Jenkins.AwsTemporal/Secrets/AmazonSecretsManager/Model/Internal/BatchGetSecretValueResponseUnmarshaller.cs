using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model.Internal;

internal sealed class BatchGetSecretValueResponseUnmarshaller : AmazonSecretsManagerUnmarshaller
{
    public static BatchGetSecretValueResponseUnmarshaller Instance { get; } = new();

    protected override AmazonWebServiceResponse Read(JsonElement root) => new BatchGetSecretValueResponse
    {
        Errors = Items(root, "Errors"u8, Error),
        NextToken = Text(root, "NextToken"u8),
        SecretValues = Items(root, "SecretValues"u8, Entry),
    };

    private static APIErrorType Error(JsonElement error) => new()
    {
        ErrorCode = Text(error, "ErrorCode"u8),
        Message = Text(error, "Message"u8),
        SecretId = Text(error, "SecretId"u8),
    };

    private static SecretValueEntry Entry(JsonElement entry) => new()
    {
        ARN = Text(entry, "ARN"u8),
        Name = Text(entry, "Name"u8),
        VersionId = Text(entry, "VersionId"u8),
        SecretString = Text(entry, "SecretString"u8),
        SecretBinary = Bytes(entry, "SecretBinary"u8),
        CreatedDate = Date(entry, "CreatedDate"u8),
        VersionStages = Texts(entry, "VersionStages"u8),
    };
}
