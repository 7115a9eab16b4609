using System.Text.Json;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>The part of <c>session.json</c> that says how the session is renewed. It holds no secret.</summary>
internal static class RoleRenewalDocument
{
    public static void Write(Utf8JsonWriter json, RoleRenewal renewal)
    {
        var role = renewal.Role;
        json.WriteStartObject("renewal");
        json.WriteString("base", renewal.BaseFolder);
        json.WriteString("roleArn", role.RoleArn);
        json.WriteString("sessionName", role.SessionName);
        json.WriteNumber("durationSeconds", (long)role.Duration.TotalSeconds);
        json.WriteString("sourceIdentity", role.SourceIdentity);
        json.WriteString("externalId", role.ExternalId);
        json.WriteString("policy", role.Policy);
        WriteList(json, "policyArns", role.PolicyArns);
        json.WriteStartObject("tags");
        foreach (var (key, value) in role.Tags)
            json.WriteString(key, value);
        json.WriteEndObject();
        WriteList(json, "transitiveTagKeys", role.TransitiveTagKeys);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidOptionException">A part is outside its limits.</exception>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    public static RoleRenewal Read(JsonElement json) => new(
        json.GetProperty("base").GetString()!,
        new AssumeRoleOptions(json.GetProperty("roleArn").GetString()!, json.GetProperty("sessionName").GetString()!)
        {
            Duration = TimeSpan.FromSeconds(json.GetProperty("durationSeconds").GetInt64()),
            SourceIdentity = json.GetProperty("sourceIdentity").GetString(),
            ExternalId = json.GetProperty("externalId").GetString(),
            Policy = json.GetProperty("policy").GetString(),
            PolicyArns = ReadList(json, "policyArns"),
            Tags = ReadTags(json.GetProperty("tags")),
            TransitiveTagKeys = ReadList(json, "transitiveTagKeys"),
        });

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    // Loops, because LINQ over structures adds half a megabyte to the native executable.
    private static Dictionary<string, string> ReadTags(JsonElement json)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in json.EnumerateObject())
            tags[tag.Name] = tag.Value.GetString()!;
        return tags;
    }

    private static List<string> ReadList(JsonElement json, string name)
    {
        var values = new List<string>();
        foreach (var value in json.GetProperty(name).EnumerateArray())
            values.Add(value.GetString()!);
        return values;
    }
}
