using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AwsEmulator.Identity;
using AwsEmulator.Policies;
using AwsEmulator.Wire;

namespace AwsEmulator.Secrets;

/// <summary>Finds the secret that a request names, once IAM allows the operation.</summary>
internal sealed partial class SecretAccess(Cloud cloud, Call call)
{
    public Account Account => call.Caller.Account;

    public string Region => call.Request.Region;

    public DateTimeOffset Time => call.Time;

    /// <summary>IAM first, existence second: who may not look learns nothing.</summary>
    public Secret Open(string operation, JsonObject input, bool evenIfDeleted = false)
    {
        var id = (string?)input["SecretId"] ?? throw Missing("secretId");
        CheckLength("secretId", id, 1, 2048);
        if (!IsArn(id))
            CheckName(id);
        var secret = Demand(operation, id, input) ?? throw NotFound();
        if (secret.DeletionDate is not null && !evenIfDeleted)
            throw new AwsException(
                "InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");
        return secret;
    }

    /// <summary>Demands an operation on whatever an id names, which need not exist.</summary>
    public Secret? Demand(string operation, string id, JsonObject? input = null)
    {
        var owner = OwnerOf(id);
        var secret = id == "*" ? null : owner?.Secrets.Find(Region, id);
        var resource = secret?.Arn ?? (id == "*" || IsArn(id) ? id : Secret.ArnOf(Account, Region, id));
        call.Resource = resource;
        var stage = (string?)input?["VersionStage"] ?? (input?["VersionId"] is null ? Secret.Current : null);
        var context = call.Context()
            .Set("secretsmanager:SecretId", id)
            .Set("secretsmanager:VersionStage", stage)
            .Set("secretsmanager:VersionId", (string?)input?["VersionId"])
            .Set("secretsmanager:Name", (string?)input?["Name"]);
        Authorization.Demand(
            call.Caller, new($"secretsmanager:{operation}", resource, context), owner, shown: id, secret?.ResourcePolicy);
        return secret;
    }

    public static AwsException NotFound(string what = "secret.") =>
        new("ResourceNotFoundException", $"Secrets Manager can't find the specified {what}");

    public static AwsException Missing(string member) => AwsException.Validation(
        $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");

    /// <summary>The value is never quoted: it may be the secret.</summary>
    public static void CheckLength(string member, string? text, int least, int most)
    {
        var length = text is null ? least : System.Text.Encoding.UTF8.GetByteCount(text);
        if (length < least || length > most)
            throw AwsException.Validation(
                $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length "
                + (length < least ? $"greater than or equal to {least}" : $"less than or equal to {most}"));
    }

    public static void CheckName(string name)
    {
        if (!Name().IsMatch(name))
            throw AwsException.Validation(
                "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
    }

    /// <summary>Null for an account that nobody has.</summary>
    private Account? OwnerOf(string id)
    {
        if (!IsArn(id))
            return Account;
        if (id.Split(':', 7) is not [_, var partition, "secretsmanager", _, var account, "secret", _] || partition != Account.Partition)
            throw AwsException.Validation("Invalid ARN.");
        return cloud.FindAccount(account) is { } owner && owner.Partition == partition ? owner : null;
    }

    private static bool IsArn(string id) => id.StartsWith("arn:", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9/_+=.@!-]+\z")]
    private static partial Regex Name();
}
