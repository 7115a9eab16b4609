using System.Text.Json;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>Sessions that may do no more than they are taken for.</summary>
public static class LeastPrivilege
{
    private const string Read = "secretsmanager:GetSecretValue";
    private const string ReadMany = "secretsmanager:BatchGetSecretValue";
    private const string Find = "secretsmanager:ListSecrets";
    private const string Decrypt = "kms:Decrypt";
    private const string ViaService = "kms:ViaService";
    private const string SecretsManager = "secretsmanager.*";
    private const int LongestPolicy = 2048;

    /// <summary>
    /// The same request for the shortest session there is, 15 minutes, limited further to reading these secrets: their values,
    /// the calls that several of them or a prefix take, and their decryption by Secrets Manager. Where the request has session
    /// policies already, both limits hold: everything else is denied beside what those allow.
    /// </summary>
    /// <param name="role">The request.</param>
    /// <param name="secrets">The secrets; at least one.</param>
    /// <param name="region">The Region of those that are no ARNs; their account is the role's.</param>
    /// <exception cref="PolicyException">
    /// A secret cannot be named in a policy, the request's own policy has no statements, or both are larger than the 2048
    /// characters that STS takes.
    /// </exception>
    /// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session</remarks>
    public static AssumeRoleOptions ForReading(AssumeRoleOptions role, IReadOnlyList<SecretReference> secrets, string region)
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(secrets);
        var parts = role.RoleArn.Split(':');
        var resources = SecretPattern.Of(secrets.Select(secret => secret.IsPrefix ? secret.SecretId + "*" : secret.SecretId), new PolicyScope(parts[4], region, parts[1]));
        var isFound = secrets.Any(secret => secret.IsPrefix);
        string[] several = isFound ? [ReadMany, Find] : resources.Length > 1 ? [ReadMany] : [];
        var isLimited = role.Policy is not null || role.PolicyArns.Count > 0;
        var policy = JsonText.Compact(json =>
        {
            if (isLimited) WriteLimited(json, role.Policy, resources, several);
            else WriteAlone(json, resources, several);
        });
        var length = policy.Length + role.PolicyArns.Sum(arn => arn.Length);
        if (length > LongestPolicy)
        {
            throw new PolicyException(
                FormattableString.Invariant($"the session policies for {resources.Length} secrets have {length} characters, and STS takes {LongestPolicy}"),
                "name the secrets by a common prefix, or read fewer of them at once");
        }

        return new AssumeRoleOptions(role.RoleArn, role.SessionName)
        {
            Duration = SessionLife.Shortest,
            SourceIdentity = role.SourceIdentity,
            ExternalId = role.ExternalId,
            Policy = policy,
            PolicyArns = role.PolicyArns,
            Tags = role.Tags,
            TransitiveTagKeys = role.TransitiveTagKeys,
        };
    }

    private static void WriteAlone(Utf8JsonWriter json, string[] resources, string[] several)
    {
        json.WriteStartObject();
        json.WriteString("Version", "2012-10-17");
        json.WriteStartArray("Statement");
        WriteStatement(json, "Allow", "Action", [Read], "Resource", resources);
        if (several.Length > 0) WriteStatement(json, "Allow", "Action", several, "Resource", ["*"]);
        WriteStatement(json, "Allow", "Action", [Decrypt], "Resource", ["*"], "StringLike");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Session policies together allow what any of them allows, but what one denies is denied: so a limit to a limit denies.
    private static void WriteLimited(Utf8JsonWriter json, string? own, string[] resources, string[] several)
    {
        using var document = JsonDocument.Parse(own ?? """{"Version":"2012-10-17","Statement":[]}""");
        var root = document.RootElement;
        json.WriteStartObject();
        if (root.TryGetProperty("Version", out var version)) json.WriteString("Version", version.GetString());
        json.WriteStartArray("Statement");
        var statements = root.TryGetProperty("Statement", out var found) ? found : default;
        if (statements.ValueKind == JsonValueKind.Object)
        {
            statements.WriteTo(json);
        }
        else
        {
            if (statements.ValueKind != JsonValueKind.Array) throw new PolicyException("the session's own policy has no statements, so it cannot be limited further", "take the role with a policy that has them");
            foreach (var statement in statements.EnumerateArray()) statement.WriteTo(json);
        }

        WriteStatement(json, "Deny", "NotAction", [Read, Decrypt, .. several], "Resource", ["*"]);
        WriteStatement(json, "Deny", "Action", [Read], "NotResource", resources);
        WriteStatement(json, "Deny", "Action", [Decrypt], "Resource", ["*"], "StringNotLike");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStatement(
        Utf8JsonWriter json, string effect, string action, string[] actions, string resource, string[] resources, string? decryption = null)
    {
        json.WriteStartObject();
        json.WriteString("Effect", effect);
        WriteList(json, action, actions);
        WriteList(json, resource, resources);
        if (decryption is not null)
        {
            json.WriteStartObject("Condition");
            json.WriteStartObject(decryption);
            json.WriteString(ViaService, SecretsManager);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, string[] values)
    {
        if (values is [var only])
        {
            json.WriteString(name, only);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
