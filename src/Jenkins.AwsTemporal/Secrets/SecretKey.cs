using System.Text.Json;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>One key of a JSON secret.</summary>
internal static class SecretKey
{
    public static SecretValue Select(SecretValue whole, SecretReference reference)
    {
        if (whole.IsBinary) throw Missing(reference, "is binary", "leave the key out to take the whole secret");

        var json = whole.Bytes.Span;
        try
        {
            var found = JsonPointer.Find(json, JsonPointer.Steps(reference.Key!));
            return found is { } range
                ? new SecretValue(Decoded(json[range]), isBinary: false, whole.Version)
                : throw Missing(reference, $"has no key {Calling.ErrorText.OneLine(reference.Key, [])}", "check the key's spelling; names are case-sensitive");
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
        new(ErrorCode.KeyNotFound, $"the secret {Calling.ErrorText.OneLine(reference.SecretId, [])} {what}", hint);
}
