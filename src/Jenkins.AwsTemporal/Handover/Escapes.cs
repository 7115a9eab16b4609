using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// A value in hexadecimal, and as URLs, JSON, XML and shells escape it: in each of the ways in which the usual programs do.
/// </summary>
internal static class Escapes
{
    private const string Hexadecimal = "0123456789abcdef";
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly string?[][] Tables =
    [
        // RFC 3986; what it also leaves in a path; encodeURIComponent; encodeURI; forms.
        .. Percent("-_.~"), .. Percent("-_.~/"), .. Percent("-_.~!'()*"), .. Percent("-_.~!'()*;,/?:@&=+$#"),
        .. Percent("-_.*", space: "+"), .. Percent("-_.!*()", space: "+"), .. Percent("-_.~", space: "+"),
        Json(('"', "\\\""), ('\\', "\\\\")),
        Json(('"', "\\\""), ('\\', "\\\\"), ('/', "\\/")),
        // Go and others, so that JSON may stand in HTML.
        Json(('"', "\\\""), ('\\', "\\\\"), ('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")),
        // JSON in JSON.
        Json(('"', "\\\\\\\""), ('\\', "\\\\\\\\")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&apos;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#x27;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&#34;"), ('\'', "&#39;")),
        // Inside '…' in two ways, inside "…", inside $'…', and without quotes.
        Table(('\'', "'\\''")),
        Table(('\'', "'\"'\"'")),
        Table(('"', "\\\""), ('\\', "\\\\"), ('$', "\\$"), ('`', "\\`")),
        Table(('\'', "\\'"), ('\\', "\\\\"), ('\n', "\\n"), ('\r', "\\r"), ('\t', "\\t")),
        Backslashes(),
    ];

    public static void Add(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms)
    {
        var upper = Convert.ToHexString(value);
        forms.Add(Encoding.ASCII.GetBytes(upper));
        forms.Add(Encoding.ASCII.GetBytes(upper.ToLowerInvariant()));
        foreach (var table in Tables)
            AddIfChanged(value, table, forms);
        if (!Utf8.IsValid(value))
            return;
        // .NET escapes all that HTML might misread, or what is beyond 16 bits; Python and Java all that is not ASCII.
        forms.Add(JsonEncodedText.Encode(value).EncodedUtf8Bytes.ToArray());
        forms.Add(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray());
        AddAscii(value, Hexadecimal, forms);
        AddAscii(value, Hexadecimal.ToUpperInvariant(), forms);
    }

    private static void AddIfChanged(ReadOnlySpan<byte> value, string?[] table, List<ReadOnlyMemory<byte>> forms)
    {
        var escaped = new List<byte>(value.Length + 16);
        var isChanged = false;
        foreach (var one in value)
        {
            if (table[one] is not { } escape)
            {
                escaped.Add(one);
                continue;
            }

            isChanged = true;
            foreach (var character in escape)
                escaped.Add((byte)character);
        }

        if (isChanged)
            forms.Add(escaped.ToArray());
    }

    private static void AddAscii(ReadOnlySpan<byte> value, string digits, List<ReadOnlyMemory<byte>> forms)
    {
        var text = Encoding.UTF8.GetString(value);
        if (Ascii.IsValid(text))
            return;
        var table = Json(('"', "\\\""), ('\\', "\\\\"));
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (character < 128)
                escaped.Append(table[character] ?? character.ToString());
            else
                escaped.Append("\\u").Append(digits[character >> 12]).Append(digits[(character >> 8) & 15]).Append(digits[(character >> 4) & 15]).Append(digits[character & 15]);
        }

        forms.Add(Encoding.ASCII.GetBytes(escaped.ToString()));
    }

    private static char Hex(int value) => Hexadecimal[value & 15];

    private static string?[] Table(params ReadOnlySpan<(char From, string To)> escapes)
    {
        var table = new string?[256];
        foreach (var (from, to) in escapes)
            table[from] = to;
        return table;
    }

    private static string?[][] Percent(string kept, string? space = null)
    {
        string?[][] tables = [new string?[256], new string?[256]];
        for (var value = 0; value < 256; value++)
        {
            if (value < 128 && (Plain.Contains((char)value, StringComparison.Ordinal) || kept.Contains((char)value, StringComparison.Ordinal)))
                continue;
            tables[0][value] = $"%{Hex(value >> 4)}{Hex(value)}";
            tables[1][value] = tables[0][value]!.ToUpperInvariant();
        }

        if (space is not null)
            (tables[0][' '], tables[1][' ']) = (space, space);
        return tables;
    }

    private static string?[] Json(params ReadOnlySpan<(char From, string To)> escapes)
    {
        var table = Table(escapes);
        var backslash = table['\\']!.Replace("\\\\", "\\", StringComparison.Ordinal);
        for (var value = 0; value < 32; value++)
            table[value] = $"{backslash}u00{Hex(value >> 4)}{Hex(value)}";
        foreach (var (from, to) in (ReadOnlySpan<(char, char)>)[('\b', 'b'), ('\f', 'f'), ('\n', 'n'), ('\r', 'r'), ('\t', 't')])
            table[from] = backslash + to;
        return table;
    }

    private static string?[] Backslashes()
    {
        var table = new string?[256];
        for (var value = 32; value < 127; value++)
        {
            if (!Plain.Contains((char)value, StringComparison.Ordinal) && !"-_./:@%+=".Contains((char)value, StringComparison.Ordinal))
                table[value] = $"\\{(char)value}";
        }

        return table;
    }
}
