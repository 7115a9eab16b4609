using System.Text;
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

    /// <summary>A number of fewer digits than this is a port, an id or a date, and stands in any output too.</summary>
    public const int ShortestNumber = 16;

    // Up to so many bytes a value is escaped as a whole. Of a longer one all pieces are, which is the same; or all lines.
    private const int LongestPiece = MaskPatterns.LongestPiece;

    // Of more bytes, the parts are looked for in few forms, so that no secret takes more than a few megabytes.
    private const int Large = 4 * 1024;

    /// <summary>
    /// Whether a value cannot be masked without masking half of any output: under 4 bytes; a number of fewer than 16 digits,
    /// with a sign and a point or without; true, false or null.
    /// </summary>
    public static bool IsTooShort(ReadOnlySpan<byte> value)
    {
        var text = Trim(value);
        return text.Length < ShortestMasked || IsShortNumber(text) || IsWord(text);
    }

    /// <summary>All forms of a value, for <see cref="MaskPatterns"/>; none if it is too short. Some may be there twice.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Of(ReadOnlySpan<byte> value) => Of(value, out _);

    /// <summary>All forms of a value, for <see cref="MaskPatterns"/>; none if it is too short. Some may be there twice.</summary>
    /// <param name="value">The secret.</param>
    /// <param name="unmasked">How many parts of the value are too short to be masked by themselves: of JSON its texts, of
    /// anything else its lines. JSON's numbers, true, false, null and what has neither letter nor digit do not count.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Of(ReadOnlySpan<byte> value, out int unmasked)
    {
        var forms = new List<ReadOnlyMemory<byte>>();
        unmasked = IsTooShort(value) ? 0 : Collect(value, forms, value.Length > Large);
        return forms;
    }

    private static int Collect(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms, bool isLarge)
    {
        if (value.Length > Large)
            Base64Forms.AddLines(value, forms);
        else if (!isLarge)
            Base64Forms.AddParts(value, forms);
        AddPiece(value, forms, isLarge);
        var lines = CollectLines(value, forms, isLarge);
        return CollectLeaves(value, forms, isLarge, out var leaves) ? leaves : lines;
    }

    // A long value is looked for as a whole from line to line: the same bytes are in both, and needed once.
    private static int CollectLines(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms, bool isLarge)
    {
        var isLong = IsLong(value);
        var unmasked = 0;
        var done = 0;
        var isFirst = true;
        for (int at = 0, end; at < value.Length; at = end + 1)
        {
            var length = value[at..].IndexOfAny((byte)'\n', (byte)'\r');
            end = length < 0 ? value.Length : at + length;
            var line = Trim(value[at..end]);
            if (line.Length == value.Length)
                break;
            if (IsTooShort(line))
            {
                unmasked += Counts(line);
                continue;
            }

            AddPiece(line, forms, isLarge);
            if (isLong && !isFirst)
            {
                var begin = at + value[at..end].IndexOf(line);
                forms.Add(value[done..begin].ToArray());
                done = begin;
            }

            isFirst = false;
        }

        if (isLong)
            forms.Add(value[done..].ToArray());
        return unmasked;
    }

    // A leaf may be a document itself, such as a certificate or more JSON. False if this is not JSON to its end: the leaves
    // before that are masked all the same.
    private static bool CollectLeaves(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms, bool isLarge, out int unmasked)
    {
        unmasked = 0;
        var text = Trim(value);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            return false;
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String)
                {
                    var buffer = new byte[reader.ValueSpan.Length];
                    var leaf = buffer.AsSpan(0, reader.CopyString(buffer));
                    unmasked += IsTooShort(leaf) ? Counts(leaf) : CollectLeaf(reader.ValueSpan, leaf, forms, isLarge);
                }
                else if (reader.TokenType is JsonTokenType.Number && !IsTooShort(reader.ValueSpan))
                {
                    AddPiece(reader.ValueSpan, forms, isLarge);
                }
            }

            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static int CollectLeaf(ReadOnlySpan<byte> written, ReadOnlySpan<byte> leaf, List<ReadOnlyMemory<byte>> forms, bool isLarge)
    {
        if (written.Length > leaf.Length)
            forms.Add(written.ToArray());
        return Collect(leaf, forms, isLarge);
    }

    private static void AddPiece(ReadOnlySpan<byte> piece, List<ReadOnlyMemory<byte>> forms, bool isLarge)
    {
        if (!isLarge)
            Base64Forms.Add(piece, forms);
        if (IsLong(piece))
            return;

        for (int at = 0, end; at < piece.Length; at = end)
        {
            end = CharacterAt(piece, Math.Min(at + LongestPiece, piece.Length));
            // The last one is as long as the others, so that it is not too short.
            var from = end < piece.Length ? at : CharacterAt(piece, Math.Max(0, end - LongestPiece));
            forms.Add(piece[from..end].ToArray());
            if (isLarge)
                Escapes.AddFew(piece[from..end], forms);
            else
                Escapes.Add(piece[from..end], forms);
        }
    }

    private static bool IsLong(ReadOnlySpan<byte> value) => value.Length > LongestPiece && value.ContainsAny((byte)'\n', (byte)'\r');

    // Where the character of UTF-8 begins that this byte belongs to.
    private static int CharacterAt(ReadOnlySpan<byte> text, int at)
    {
        var from = at;
        while (from > 0 && from > at - 3 && from < text.Length && (text[from] & 0xC0) == 0x80)
            from--;
        return from;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);

    private static bool IsShortNumber(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        var point = text.IndexOf((byte)'.');
        var digits = text.Length - (point < 0 ? 0 : 1);
        return digits is > 0 and < ShortestNumber
            && !(point < 0 ? text : text[..point]).ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !text[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool IsWord(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "null"u8);

    private static int Counts(ReadOnlySpan<byte> part)
    {
        if (IsWord(Trim(part)))
            return 0;
        foreach (var value in part)
        {
            if (value >= 128 || char.IsAsciiLetterOrDigit((char)value))
                return 1;
        }

        return 0;
    }
}
