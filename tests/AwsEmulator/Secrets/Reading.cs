using System.Text.Json.Nodes;
using AwsEmulator.Wire;
using static AwsEmulator.Secrets.SecretsManagerService;

namespace AwsEmulator.Secrets;

/// <summary>The operations that change nothing.</summary>
internal sealed class Reading(SecretAccess access)
{
    private const int BatchLimit = 20;
    private const int LargestAnswer = 1024 * 1024;

    public JsonObject GetSecretValue(JsonObject input)
    {
        SecretAccess.CheckLength("versionId", (string?)input["VersionId"], 32, 64);
        var secret = access.Open("GetSecretValue", input);
        return Value(access, secret, (string?)input["VersionId"], (string?)input["VersionStage"]);
    }

    public JsonObject BatchGetSecretValue(JsonObject input)
    {
        var ids = input["SecretIdList"]?.AsArray().Select(id => (string)id!).ToList();
        if (ids is null == input["Filters"] is null)
            throw new AwsException("InvalidParameterException", "Either 'SecretIdList' or 'Filters' must be provided, but not both.");
        if (ids?.Count is 0 or > BatchLimit)
            throw AwsException.Validation(
                $"1 validation error detected: Value at 'secretIdList' failed to satisfy constraint: Member must have length less than or equal to {BatchLimit}");
        access.Demand("BatchGetSecretValue", "*");
        if (ids is null)
        {
            access.Demand("ListSecrets", "*");
            ids = [.. Filtered(input).Where(secret => secret.DeletionDate is null).Select(secret => secret.Arn)];
        }

        var values = new JsonArray();
        var errors = new JsonArray();
        var from = (string?)input["NextToken"] is { } token && int.TryParse(token, out var offset) ? offset : 0;
        var to = Math.Min(ids.Count, from + ((int?)input["MaxResults"] ?? BatchLimit));
        var size = 0;
        for (; from < to && size < LargestAnswer; from++)
            try
            {
                var one = new JsonObject { ["SecretId"] = ids[from] };
                var value = Value(access, access.Open("GetSecretValue", one), null, null);
                size += ((string?)(value["SecretString"] ?? value["SecretBinary"]))!.Length;
                values.Add(value);
            }
            catch (AwsException e)
            {
                var code = e.Code == "AccessDenied" ? "AccessDeniedException" : e.Code;
                errors.Add(new JsonObject { ["SecretId"] = ids[from], ["ErrorCode"] = code, ["Message"] = e.Message });
            }
        var answer = new JsonObject { ["SecretValues"] = values, ["Errors"] = errors };
        if (from < ids.Count)
            answer["NextToken"] = $"{from}";
        return answer;
    }

    public JsonObject DescribeSecret(JsonObject input) => Description(access.Open("DescribeSecret", input, evenIfDeleted: true));

    public JsonObject ListSecrets(JsonObject input)
    {
        access.Demand("ListSecrets", "*");
        var withDeleted = (bool?)input["IncludePlannedDeletion"] ?? false;
        var all = Filtered(input).Where(secret => withDeleted || secret.DeletionDate is null).ToList();
        return Page(input, all, "SecretList", Listed);
    }

    public JsonObject ListSecretVersionIds(JsonObject input)
    {
        var secret = access.Open("ListSecretVersionIds", input);
        var withDeprecated = (bool?)input["IncludeDeprecated"] ?? false;
        var versions = secret.Versions.Where(version => withDeprecated || version.Stages.Count > 0).ToList();
        var result = Page(input, versions, "Versions", version =>
        {
            var listed = new JsonObject
            {
                ["VersionId"] = version.Id,
                ["VersionStages"] = Array(version.Stages),
                ["CreatedDate"] = Seconds(version.CreatedAt),
            };
            if (version.LastAccessedAt is { } day)
                listed["LastAccessedDate"] = Seconds(day);
            return listed;
        });
        result["ARN"] = secret.Arn;
        result["Name"] = secret.Name;
        return result;
    }

    private static JsonObject Value(SecretAccess access, Secret secret, string? versionId, string? stage)
    {
        var version = versionId is null
            ? secret.Versions.FirstOrDefault(version => version.Stages.Contains(stage ?? Secret.Current))
                ?? throw SecretAccess.NotFound($"secret value for staging label: {stage ?? Secret.Current}")
            : secret.Versions.FirstOrDefault(version => version.Id == versionId)
                ?? throw SecretAccess.NotFound($"secret value for VersionId: {versionId}");
        if (stage is not null && !version.Stages.Contains(stage))
            throw new AwsException("InvalidRequestException", "You provided a VersionStage that is not associated to the provided VersionId.");
        if (secret.KmsBroken)
            throw new AwsException("DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key. ");
        version.LastAccessedAt = access.Time.UtcDateTime.Date;
        var value = new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["VersionId"] = version.Id,
            ["VersionStages"] = Array(version.Stages),
            ["CreatedDate"] = Seconds(version.CreatedAt),
        };
        value[version.Content.IsText ? "SecretString" : "SecretBinary"] =
            version.Content.IsText ? version.Content.Text : Convert.ToBase64String(version.Content.Bytes);
        return value;
    }

    private IEnumerable<Secret> Filtered(JsonObject input)
    {
        var names = input["Filters"]?.AsArray()
            .Where(filter => (string?)filter!["Key"] is "name" or "all")
            .SelectMany(filter => filter!["Values"]!.AsArray().Select(value => (string)value!)).ToList();
        return access.Account.Secrets
            .Where(secret => secret.Region == access.Region)
            .Where(secret => names?.Any(name => Matches(secret, name)) ?? true)
            .OrderBy(secret => secret.Name, StringComparer.Ordinal);
    }

    private static bool Matches(Secret secret, string name) =>
        name.StartsWith('!') ? !Matches(secret, name[1..]) : secret.Name.StartsWith(name, StringComparison.Ordinal);

    private static JsonObject Page<T>(JsonObject input, List<T> all, string name, Func<T, JsonObject> write)
    {
        var from = (string?)input["NextToken"] is { } token && int.TryParse(token, out var offset) ? offset : 0;
        var size = (int?)input["MaxResults"] ?? 100;
        var result = new JsonObject { [name] = new JsonArray([.. all.Skip(from).Take(size).Select(write)]) };
        if (from + size < all.Count)
            result["NextToken"] = $"{from + size}";
        return result;
    }

    private static JsonObject Listed(Secret secret)
    {
        var listed = Description(secret);
        listed.Remove("VersionIdsToStages", out var stages);
        listed["SecretVersionsToStages"] = stages;
        return listed;
    }

    private static JsonObject Description(Secret secret)
    {
        var stages = new JsonObject();
        foreach (var version in secret.Versions.Where(version => version.Stages.Count > 0))
            stages[version.Id] = Array(version.Stages);
        var description = new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["CreatedDate"] = Seconds(secret.CreatedAt),
            ["LastChangedDate"] = Seconds(secret.Versions.Select(version => version.CreatedAt).Append(secret.CreatedAt).Max()),
            ["VersionIdsToStages"] = stages,
        };
        if (secret.Description is not null)
            description["Description"] = secret.Description;
        if (secret.Versions.Max(version => version.LastAccessedAt) is { } day)
            description["LastAccessedDate"] = Seconds(day);
        if (secret.KmsKeyId is not null)
            description["KmsKeyId"] = secret.KmsKeyId;
        if (secret.DeletionDate is { } deletion)
            description["DeletedDate"] = Seconds(deletion);
        return description;
    }
}
