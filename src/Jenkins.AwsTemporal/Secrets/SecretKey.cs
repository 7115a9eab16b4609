using System.Text.Json;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The keys of a JSON secret.</summary>
internal static class SecretKey
{
    /// <summary>The value of the reference's key; null when there is no such key.</summary>
    /// <exception cref="SecretException"><see cref="ErrorCode.KeyNotFound"/>: the secret has no keys at all.</exception>
    public static SecretValue? Find(SecretValue whole, SecretReference reference) => Read(whole, reference, () =>
    {
        var json = whole.Bytes.Span;
        return JsonPointer.Find(json, JsonPointer.Steps(reference.Key!)) is { } range ? Part(whole, range) : null;
    });

    /// <summary>Every member of the object, by its name.</summary>
    /// <exception cref="SecretException"><see cref="ErrorCode.KeyNotFound"/>: the secret is no JSON object.</exception>
    public static Dictionary<string, SecretValue> All(SecretValue whole, SecretReference reference) => Read(whole, reference, () =>
    {
        var members = JsonPointer.Members(whole.Bytes.Span) ?? throw Missing(reference, "is no JSON object, which alone has keys", "leave the #* out to take the whole secret");
        var values = new Dictionary<string, SecretValue>(StringComparer.Ordinal);
        foreach (var member in members) values[member.Name] = Part(whole, member.Value);
        return values;
    });

    public static SecretException Missing(SecretReference reference) =>
        Missing(reference, reference.IsEveryKey ? "has no keys" : $"has no key {ErrorText.OneLine(reference.Key, [])}", "check the key's spelling; names are case-sensitive");

    private static T Read<T>(SecretValue whole, SecretReference reference, Func<T> read)
        where T : class?
    {
        if (whole.IsBinary) throw Missing(reference, "is binary", "leave the key out to take the whole secret");
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not kept as the inner one: its text quotes the secret.
            throw Missing(reference, "is not JSON", "leave the key out to take the whole secret");
        }
    }

    private static SecretValue Part(SecretValue whole, Range range) => new(Decoded(whole.Bytes.Span[range]), isBinary: false, whole.Version);

    private static byte[] Decoded(ReadOnlySpan<byte> value)
    {
        if (value[0] != (byte)'"') return value.ToArray();
        var reader = new Utf8JsonReader(value);
        reader.Read();
        var buffer = new byte[value.Length]; // Never longer than its escaped form.
        var length = reader.CopyString(buffer);
        var bytes = buffer.AsSpan(0, length).ToArray();
        Array.Clear(buffer);
        return bytes;
    }

    private static SecretException Missing(SecretReference reference, string what, string hint) =>
        new(ErrorCode.KeyNotFound, $"the secret {ErrorText.OneLine(reference.SecretId, [])} {what}", hint);
}
