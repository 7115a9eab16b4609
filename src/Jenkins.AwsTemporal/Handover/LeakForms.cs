using System.Text;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// The forms in which secrets leak into output: as they are, each line, the right side of each line that is an assignment, each
/// leaf of JSON, and all of those in base64 wherever it stands in what was encoded, hexadecimal, and the escapes of URLs, JSON,
/// XML and shells. As secret as the secrets. Not for several threads at once.
/// </summary>
/// <remarks>
/// A form of base64's letters alone is one with line breaks in it too, and a form of hexadecimal digits alone one with blanks,
/// colons, commas or hyphens between its bytes: by what it consists of, so a plain word may also be broken.
/// </remarks>
public sealed class LeakForms
{
    /// <summary>What has fewer bytes than this is no secret worth the name, and stands in any output.</summary>
    public const int ShortestMasked = 4;

    /// <summary>A number of fewer digits than this is a port, an id or a date, and stands in any output too.</summary>
    public const int ShortestNumber = 16;

    // Shorter ones are words such as a name or a kind, which stand beside the secrets.
    private const int ShortestAssigned = 8;

    // Up to so many bytes a value is escaped as a whole. Of a longer one all pieces are, which is the same; or all lines.
    private const int LongestPiece = FormList.Longest;

    // Of more bytes, and when there were many of such secrets before, the parts are looked for in few escapes: so one takes at
    // most a megabyte, and five before that.
    private const int Large = 4 * 1024;
    private const int Plenty = 512 * 1024;

    private readonly List<byte[]> _escaped = [];
    private int _large;

    internal FormList List { get; } = new();

    /// <summary>
    /// Whether a value cannot be masked without masking half of any output: under 4 bytes; a number of fewer than 16 digits,
    /// with a sign and a point or without; true, false or null.
    /// </summary>
    public static bool IsTooShort(ReadOnlySpan<byte> value)
    {
        var text = Trim(value);
        return text.Length < ShortestMasked || IsShortNumber(text) || IsWord(text);
    }

    /// <summary>
    /// Adds all forms of a secret; none if it is too short. When those of more than 4 KiB have more than 512 KiB together, their
    /// parts are escaped as in JSON, XML and inside '…' of a shell only.
    /// </summary>
    /// <returns>How many parts of it are too short to be masked by themselves: of JSON its texts, of anything else its lines.
    /// JSON's numbers, true, false, null and what has neither letter nor digit do not count.</returns>
    public int Add(ReadOnlySpan<byte> secret)
    {
        if (IsTooShort(secret))
            return 0;
        var isLarge = secret.Length > Large;
        if (isLarge)
            _large += secret.Length;
        return Collect(secret, isLarge && _large > Plenty, isWhole: true);
    }

    private int Collect(ReadOnlySpan<byte> value, bool isLarge, bool isWhole)
    {
        var at = List.Keep(value);
        List.Add(at, value.Length);
        List.AddEncoded(at, value.Length, withEnds: isWhole || !isLarge);
        if (!IsLong(value))
            AddEscapes(value, isLarge);
        var lines = CollectLines(at, value, isLarge);
        return CollectLeaves(value, isLarge, out var leaves) ? leaves : lines;
    }

    private int CollectLines(int start, ReadOnlySpan<byte> value, bool isLarge)
    {
        var unmasked = 0;
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

            var from = start + at + value[at..end].IndexOf(line);
            AddPart(from, line, isLarge);
            var assigned = Assigned(line);
            if (assigned.Length >= ShortestAssigned && !IsTooShort(assigned))
                AddPart(from + line.LastIndexOf(assigned), assigned, isLarge);
        }

        return unmasked;
    }

    // A leaf may be a document itself, such as a certificate or more JSON. False if this is not JSON to its end: the leaves
    // before that are masked all the same.
    private bool CollectLeaves(ReadOnlySpan<byte> value, bool isLarge, out int unmasked)
    {
        unmasked = 0;
        var text = Trim(value);
        if (text.StartsWith("\uFEFF"u8))
            text = Trim(text[3..]);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[' or (byte)'"' or (byte)'/'))
            return false;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = text.Length, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String)
                    unmasked += CollectLeaf(ref reader, isLarge);
                else if (reader.TokenType is JsonTokenType.Number && !IsTooShort(reader.ValueSpan))
                    AddPart(List.Keep(reader.ValueSpan), reader.ValueSpan, isLarge);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private int CollectLeaf(ref Utf8JsonReader reader, bool isLarge)
    {
        var written = reader.ValueSpan;
        var buffer = new byte[written.Length];
        var leaf = buffer.AsSpan();
        try
        {
            leaf = leaf[..reader.CopyString(buffer)];
        }
        catch (InvalidOperationException)
        {
            return CollectBroken(written, isLarge);
        }

        if (IsTooShort(leaf))
            return Counts(leaf);
        if (written.Length > leaf.Length)
            List.Add(List.Keep(written), written.Length);
        return Collect(leaf, isLarge, isWhole: false);
    }

    // Half a character of UTF-16 is no text, and each program writes something else for it: what is around it is masked.
    private int CollectBroken(ReadOnlySpan<byte> written, bool isLarge)
    {
        const int escape = 6;
        if (written.Length >= ShortestMasked)
            List.Add(List.Keep(written), written.Length);
        var unmasked = 0;
        for (var begin = 0; begin <= written.Length;)
        {
            var end = begin;
            while (end < written.Length && !IsSurrogate(written[end..]))
                end += written[end] == '\\' ? 2 : 1;
            end = Math.Min(end, written.Length);
            byte[] quoted = [(byte)'"', .. written[begin..end], (byte)'"'];
            if (CollectLeaves(quoted, isLarge, out var parts))
                unmasked += parts;
            begin = end + escape;
        }

        return unmasked;
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> text) =>
        text is [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', >= (byte)'8', ..];

    private void AddPart(int at, ReadOnlySpan<byte> part, bool isLarge)
    {
        List.Add(at, part.Length);
        List.AddEncoded(at, part.Length, withEnds: !isLarge);
        AddEscapes(part, isLarge);
    }

    private void AddEscapes(ReadOnlySpan<byte> part, bool isLarge)
    {
        for (int at = 0, end; at < part.Length; at = end)
        {
            end = CharacterAt(part, Math.Min(at + LongestPiece, part.Length));
            // The last one is as long as the others, so that it is not too short.
            var from = end < part.Length ? at : CharacterAt(part, Math.Max(0, end - LongestPiece));
            if (isLarge)
                Escapes.AddFew(part[from..end], _escaped);
            else
                Escapes.Add(part[from..end], _escaped);
        }

        foreach (var form in _escaped)
            List.Add(List.Keep(form), form.Length);
        _escaped.Clear();
    }

    // KEY=value, KEY: value and export KEY="value": what programs that read them print.
    private static ReadOnlySpan<byte> Assigned(ReadOnlySpan<byte> line)
    {
        var sign = line.IndexOfAny((byte)'=', (byte)':');
        if (sign <= 0 || line[..sign].Contains((byte)'"') || (line[sign] == ':' && sign + 1 < line.Length && line[sign + 1] is not ((byte)' ' or (byte)'\t')))
            return [];
        var value = Trim(line[(sign + 1)..]);
        return value.Length > 2 && value[0] is (byte)'"' or (byte)'\'' && value[^1] == value[0] ? value[1..^1] : value;
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
