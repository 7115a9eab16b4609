using System.Text.Json.Nodes;
using AwsEmulator.Wire;
using static AwsEmulator.Secrets.SecretsManagerService;

namespace AwsEmulator.Secrets;

/// <summary>The operations that change something.</summary>
internal sealed class Writing(SecretAccess access)
{
    private const int MaxBytes = 65536;

    public JsonObject CreateSecret(JsonObject input)
    {
        var name = (string?)input["Name"] ?? throw SecretAccess.Missing("name");
        SecretAccess.CheckLength("name", name, 1, 512);
        SecretAccess.CheckName(name);
        var content = Content(input);
        var token = Token(input);
        if (access.Demand("CreateSecret", name, input) is { } existing)
            return Repeated(existing, content, token);

        var secret = access.Account.Secrets.Add(access.Region, name, null);
        secret.Description = (string?)input["Description"];
        secret.KmsKeyId = (string?)input["KmsKeyId"];
        var result = new JsonObject { ["ARN"] = secret.Arn, ["Name"] = name };
        if (content is not null)
            result["VersionId"] = secret.Put(content, token).Id;
        return result;
    }

    public JsonObject PutSecretValue(JsonObject input)
    {
        var content = Content(input);
        var token = Token(input);
        var stages = input["VersionStages"]?.AsArray().Select(stage => (string)stage!).ToList();
        if (stages?.Count is 0 or > 20)
            throw AwsException.Validation(
                "1 validation error detected: Value at 'versionStages' failed to satisfy constraint: Member must have length less than or equal to 20");
        var secret = access.Open("PutSecretValue", input);
        if (content is null)
            throw new AwsException("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
        var version = secret.Versions.FirstOrDefault(version => version.Id == token);
        if (version is not null && !version.Content.Equals(content))
            throw new AwsException(
                "ResourceExistsException",
                $"You can't use ClientRequestToken {token} because that value is already in use for a version of secret {secret.Arn}.");
        if (version is null && secret.Versions.Count(old => access.Time - old.CreatedAt < TimeSpan.FromDays(1)) >= Secret.MaxVersions)
            throw new AwsException("LimitExceededException", $"You've reached the limit of {Secret.MaxVersions} versions of secret {secret.Arn}.");
        version ??= secret.Put(content, token, stages);
        return new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["VersionId"] = version.Id,
            ["VersionStages"] = Array(version.Stages),
        };
    }

    public JsonObject DeleteSecret(JsonObject input)
    {
        var force = (bool?)input["ForceDeleteWithoutRecovery"] ?? false;
        var window = (int?)input["RecoveryWindowInDays"];
        if (force && window is not null)
            throw new AwsException(
                "InvalidParameterException", "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        if (window is < 7 or > 30)
            throw new AwsException("InvalidParameterException", "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        var secret = access.Open("DeleteSecret", input, evenIfDeleted: force);
        secret.DeletionDate = access.Time + TimeSpan.FromDays(force ? 0 : window ?? 30);
        if (force)
            access.Account.Secrets.Remove(secret);
        return new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name, ["DeletionDate"] = Seconds(secret.DeletionDate.Value) };
    }

    public JsonObject RestoreSecret(JsonObject input)
    {
        var secret = access.Open("RestoreSecret", input, evenIfDeleted: true);
        secret.DeletionDate = null;
        return new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
    }

    private static JsonObject Repeated(Secret secret, SecretContent? content, string? token)
    {
        if (secret.DeletionDate is not null)
            throw new AwsException(
                "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.");
        var version = secret.Versions.FirstOrDefault(version => version.Id == token);
        if (version is null || content is null || !version.Content.Equals(content))
            throw new AwsException("ResourceExistsException", $"The operation failed because the secret {secret.Name} already exists.");
        return new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name, ["VersionId"] = version.Id };
    }

    private static string? Token(JsonObject input)
    {
        var token = (string?)input["ClientRequestToken"];
        SecretAccess.CheckLength("clientRequestToken", token, 32, 64);
        return token;
    }

    private static SecretContent? Content(JsonObject input)
    {
        var text = (string?)input["SecretString"];
        var binary = (string?)input["SecretBinary"];
        if (text is not null && binary is not null)
            throw new AwsException("InvalidParameterException", "You can't specify both a binary secret value and a string secret value in the same secret.");
        if (text is not null)
        {
            SecretAccess.CheckLength("secretString", text, 1, MaxBytes);
            return SecretContent.Of(text);
        }
        if (binary is null)
            return null;
        var bytes = Convert.FromBase64String(binary);
        if (bytes.Length is 0 or > MaxBytes)
            throw AwsException.Validation(
                $"1 validation error detected: Value at 'secretBinary' failed to satisfy constraint: Member must have length less than or equal to {MaxBytes}");
        return SecretContent.Of(bytes);
    }
}
