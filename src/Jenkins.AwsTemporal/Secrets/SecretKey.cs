using System.Text.Json;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The keys of a JSON secret.</summary>
internal static class SecretKey
{
    /// <summary>The value of the reference's key; null when there is no such key.</summary>
    /// <exception cref="SecretException"><see cref="ErrorCode.KeyNotFound"/>: the secret has no keys at all.</exception>
    public static SecretValue? Find(SecretValue whole, SecretReference reference)
    {
        SecretValue? found = null;
        Read(whole, reference, () =>
        {
            var json = whole.Bytes.Span;
            if (JsonPointer.Find(json, JsonPointer.Steps(reference.Key!)) is { } range) found = new(Decoded(json[range]), isBinary: false, whole.Version);
        });
        return found;
    }

    /// <summary>Every member of the object.</summary>
    /// <param name="whole">The secret.</param>
    /// <param name="reference">What it was asked for by.</param>
    /// <param name="take">Takes each member's name and value.</param>
    /// <exception cref="SecretException"><see cref="ErrorCode.KeyNotFound"/>: the secret is no JSON object, or an empty one.</exception>
    public static void ForAll(SecretValue whole, SecretReference reference, Action<string, SecretValue> take) => Read(whole, reference, () =>
    {
        var json = whole.Bytes.Span;
        var members = JsonPointer.Members(json) ?? throw Missing(reference, "is no JSON object, which alone has keys", "leave the #* out to take the whole secret");
        if (members.Count == 0 && !reference.IsOptional) throw Missing(reference);
        foreach (var member in members) take(member.Name, new(Decoded(json[member.Value]), isBinary: false, whole.Version));
    });

    public static SecretException Missing(SecretReference reference) =>
        Missing(reference, reference.IsEveryKey ? "has no keys" : $"has no key {ErrorText.OneLine(reference.Key, [])}", "check the key's spelling; names are case-sensitive");

    private static void Read(SecretValue whole, SecretReference reference, Action read)
    {
        if (whole.IsBinary) throw Missing(reference, "is binary", "leave the key out to take the whole secret");
        try
        {
            read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not kept as the inner one: its text quotes the secret.
            throw Missing(reference, "is not JSON", "leave the key out to take the whole secret");
        }
    }

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
