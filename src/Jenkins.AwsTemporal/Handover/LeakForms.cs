using System.Text.Json;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// The forms in which a secret leaks into output: as it is, each of its lines, each leaf of its JSON, and all of those in
/// base64 wherever it stands in what was encoded, hexadecimal, and the escapes of URLs, JSON, XML and shells.
/// What is returned is as secret as the secret.
/// </summary>
public static class LeakForms
{
    /// <summary>What has fewer bytes than this is no secret worth the name, and stands in any output.</summary>
    public const int ShortestMasked = 4;

    /// <summary>Whether a value cannot be masked without masking half of any output: under 4 bytes, or true, false or null.</summary>
    public static bool IsTooShort(ReadOnlySpan<byte> value)
    {
        var trimmed = Trim(value);
        return trimmed.Length < ShortestMasked || IsWord(trimmed, "true"u8) || IsWord(trimmed, "false"u8) || IsWord(trimmed, "null"u8);
    }

    /// <summary>All forms of a value, for <see cref="MaskPatterns"/>; none if it is too short. Some may be there twice.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Of(ReadOnlySpan<byte> value)
    {
        var forms = new List<ReadOnlyMemory<byte>>();
        if (!IsTooShort(value))
            Collect(value, forms);
        return forms;
    }

    private static void Collect(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms)
    {
        AddPiece(value, forms);
        var rest = value;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            var line = Trim(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Length < value.Length)
                AddPiece(line, forms);
        }

        CollectLeaves(value, forms);
    }

    private static void AddPiece(ReadOnlySpan<byte> piece, List<ReadOnlyMemory<byte>> forms)
    {
        if (IsTooShort(piece))
            return;
        forms.Add(piece.ToArray());
        Base64Forms.Add(piece, forms);
        Escapes.Add(piece, forms);
    }

    // A leaf may be a document itself, such as a certificate or more JSON.
    private static void CollectLeaves(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms)
    {
        var text = Trim(value);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            return;
        var found = new List<ReadOnlyMemory<byte>>();
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || IsTooShort(reader.ValueSpan))
                    continue;
                forms.Add(reader.ValueSpan.ToArray());
                var leaf = new byte[reader.ValueSpan.Length];
                var length = reader.TokenType == JsonTokenType.String ? reader.CopyString(leaf) : Copy(reader.ValueSpan, leaf);
                found.Add(leaf.AsMemory(0, length));
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or not to its end: what was found before that is masked all the same.
        }

        foreach (var leaf in found)
            Collect(leaf.Span, forms);
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);

    private static bool IsWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(text, word);
}
