using System.Globalization;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Finds one value in UTF-8 JSON without copying it (RFC 6901). Of members with the same name the last counts, as with
/// most readers.
/// </summary>
internal static class JsonPointer
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Whether every <c>~</c> is part of <c>~0</c> or <c>~1</c>.</summary>
    public static bool IsValid(string pointer)
    {
        for (var at = pointer.IndexOf('~', StringComparison.Ordinal); at >= 0; at = pointer.IndexOf('~', at + 1))
            if (at + 1 >= pointer.Length || pointer[at + 1] is not ('0' or '1')) return false;
        return pointer.Length == 0 || pointer[0] == '/';
    }

    /// <summary>The steps of a key: one member's name, or a pointer when it starts with a slash.</summary>
    public static string[] Steps(string key) =>
        key.StartsWith('/')
            ? Array.ConvertAll(key[1..].Split('/'), step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            : [key];

    /// <summary>Where the value is in the text; null when there is none.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static Range? Find(ReadOnlySpan<byte> json, ReadOnlySpan<string> steps)
    {
        Check(json);
        var found = Root(json);
        foreach (var step in steps)
        {
            if (Child(json[found], step) is not { } child) return null;
            var (start, length) = child.GetOffsetAndLength(json[found].Length);
            var from = found.Start.Value + start;
            found = from..(from + length);
        }

        return found;
    }

    /// <summary>The members of an object, each name once; null when the text is no object.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static List<JsonMember>? Members(ReadOnlySpan<byte> json)
    {
        Check(json);
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        var members = new List<JsonMember>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members.RemoveAll(member => member.Name == name);
            members.Add(new JsonMember(name, Value(ref reader)));
        }

        return members;
    }

    private static void Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
        {
            // Reading to the end is the check.
        }
    }

    private static Range? Child(ReadOnlySpan<byte> json, string step)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Member(ref reader, step),
            JsonTokenType.StartArray => Element(ref reader, step),
            _ => null,
        };
    }

    private static Range? Member(ref Utf8JsonReader reader, string name)
    {
        Range? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            var value = Value(ref reader);
            if (isIt) found = value;
        }

        return found;
    }

    private static Range? Element(ref Utf8JsonReader reader, string step)
    {
        if (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || (step.Length > 1 && step[0] == '0')) return null;
        for (var at = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; at++)
        {
            var value = Value(ref reader);
            if (at == index) return value;
        }

        return null;
    }

    private static Range Value(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static Range Root(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        return Value(ref reader);
    }
}
