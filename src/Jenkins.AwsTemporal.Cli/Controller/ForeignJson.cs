using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>Members of JSON that somebody else wrote, in which any may be missing, of another kind, or half a character.</summary>
internal static class ForeignJson
{
    /// <summary>A member that is a string; null for any other.</summary>
    public static string? Text(JsonElement holder, string name)
    {
        try
        {
            return Member(holder, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The entries of a member that is an array; none for any other.</summary>
    public static IEnumerable<JsonElement> List(JsonElement holder, string name)
    {
        var list = Member(holder, name);
        if (list.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var entry in list.EnumerateArray())
            yield return entry;
    }

    /// <summary>A member; undefined where there is none.</summary>
    public static JsonElement Member(JsonElement holder, string name)
    {
        try
        {
            return holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
