using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// A value as URLs, JSON, XML and shells escape it: in each of the ways in which the usual programs do.
/// </summary>
internal static class Escapes
{
    private const string Hexadecimal = "0123456789abcdef";
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // What changes few characters: JSON, XML, and inside '…' of a shell.
    private static readonly string?[][] Few =
    [
        Json(('"', "\\\""), ('\\', "\\\\")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")),
        Table(('\'', "'\\''")),
    ];

    private static readonly string?[] JsonInJson = Json(('"', "\\\\\\\""), ('\\', "\\\\\\\\"));

    private static readonly string?[] Backslash = Controls(Table(('\\', "\\\\")));

    private static readonly string?[] Quoted = Controls(Table(('\'', "\\'"), ('\\', "\\\\")));

    private static readonly string?[][] Tables =
    [
        .. Few,
        // RFC 3986; what it also leaves in a path; encodeURIComponent; encodeURI; a user's password in browsers and in Go; Go's path.
        Percent("-_.~"), Percent("-_.~", isLower: true), Percent("-_.~/"), Percent("-_.~!'()*"), Percent("-_.~!'()*;,/?:@&=+$#"),
        Percent("-_.~!$&'()*+,%"), Percent("-_.~$&+,;="), Percent("-_.~$&+=:@"),
        // Forms: in Python and Go, in browsers and Java, in PHP, in .NET.
        Percent("-_.~", space: "+"), Percent("-_.*", space: "+"), Percent("-_.", space: "+"),
        Percent("-_.!*()", space: "+"), Percent("-_.!*()", space: "+", isLower: true),
        Json(('"', "\\\""), ('\\', "\\\\"), ('/', "\\/")),
        // Go and others, so that JSON may stand in HTML.
        Json(('"', "\\\""), ('\\', "\\\\"), ('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")),
        JsonInJson,
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&apos;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#x27;")),
        Table(('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&#34;"), ('\'', "&#39;")),
        // Inside '…' as Python does; inside "…"; inside $'…', and in a locale that knows ASCII alone; without quotes.
        Table(('\'', "'\"'\"'")),
        Table(('"', "\\\""), ('\\', "\\\\"), ('$', "\\$"), ('`', "\\`")),
        Quoted, Octal(Quoted),
        Backslashes("-_./:@%+="), Backslashes("-_./:@%+=#~"),
        // Programs that print a text in quotes which are not in it; and bytes, as Python does.
        Backslash, Bytes(Backslash), Bytes(Quoted),
        // Quotes twice, in SQL, YAML, PowerShell and CSV; PowerShell's "…"; where a dollar sign begins a variable.
        Table(('\'', "''")), Table(('"', "\"\"")), Table(('"', "`\""), ('`', "``"), ('$', "`$")), Table(('$', "$$")),
    ];

    public static void Add(ReadOnlySpan<byte> value, List<byte[]> forms)
    {
        var first = forms.Count;
        foreach (var table in Tables)
            AddIfNew(value, table, first, forms);
        AddQuotes(value, first, forms);
        if (!Utf8.IsValid(value))
            return;
        // .NET escapes all that HTML might misread, or what is beyond 16 bits; others all that is not ASCII.
        AddIfNew(JsonEncodedText.Encode(value).EncodedUtf8Bytes, first, forms);
        AddIfNew(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, first, forms);
        if (Ascii.IsValid(value))
            return;
        var text = Encoding.UTF8.GetString(value);
        AddAscii(text, Few[0], "\\", Hexadecimal, forms);
        AddAscii(text, Few[0], "\\", Hexadecimal.ToUpperInvariant(), forms);
        AddAscii(text, JsonInJson, "\\\\", Hexadecimal, forms);
        // Python's text, and YAML.
        AddAscii(text, Backslash, "\\", Hexadecimal, forms, isShort: true);
        AddAscii(text, Quoted, "\\", Hexadecimal, forms, isShort: true);
        AddAscii(text, Few[0], "\\", Hexadecimal.ToUpperInvariant(), forms, isShort: true);
    }

    /// <summary>The ways that change few characters, and so few values at all.</summary>
    public static void AddFew(ReadOnlySpan<byte> value, List<byte[]> forms)
    {
        var first = forms.Count;
        foreach (var table in Few)
            AddIfNew(value, table, first, forms);
    }

    private static void AddIfNew(ReadOnlySpan<byte> value, string?[] table, int first, List<byte[]> forms)
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
            AddIfNew(CollectionsMarshal.AsSpan(escaped), first, forms);
    }

    private static void AddIfNew(ReadOnlySpan<byte> form, int first, List<byte[]> forms)
    {
        for (var i = first; i < forms.Count; i++)
        {
            if (forms[i].AsSpan().SequenceEqual(form))
                return;
        }

        forms.Add(form.ToArray());
    }

    // As dash does: all of '…' but its quotes, which are in "…".
    private static void AddQuotes(ReadOnlySpan<byte> value, int first, List<byte[]> forms)
    {
        if (!value.Contains((byte)'\''))
            return;
        var quoted = new List<byte>(value.Length + 16);
        for (var i = 0; i < value.Length; i++)
        {
            var isQuote = value[i] == '\'';
            if (i > 0 && isQuote != (value[i - 1] == '\''))
                quoted.AddRange(isQuote ? "'\""u8 : "\"'"u8);
            quoted.Add(value[i]);
        }

        AddIfNew(CollectionsMarshal.AsSpan(quoted), first, forms);
    }

    private static void AddAscii(string text, string?[] table, string backslash, string digits, List<byte[]> forms, bool isShort = false)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
                escaped.Append(table[rune.Value] ?? ((char)rune.Value).ToString());
            else if (isShort && rune.Value < 256)
                AppendNumber('x', rune.Value, 2);
            else if (isShort && !rune.IsBmp)
                AppendNumber('U', rune.Value, 8);
            else
                foreach (var unit in rune.ToString())
                    AppendNumber('u', unit, 4);
        }

        forms.Add(Encoding.ASCII.GetBytes(escaped.ToString()));

        void AppendNumber(char kind, int number, int length)
        {
            escaped.Append(backslash).Append(kind);
            for (var shift = 4 * (length - 1); shift >= 0; shift -= 4)
                escaped.Append(digits[(number >> shift) & 15]);
        }
    }

    private static char Hex(int value) => Hexadecimal[value & 15];

    private static string?[] Table(params ReadOnlySpan<(char From, string To)> escapes)
    {
        var table = new string?[256];
        foreach (var (from, to) in escapes)
            table[from] = to;
        return table;
    }

    private static string?[] Percent(string kept, string? space = null, bool isLower = false)
    {
        var table = new string?[256];
        for (var value = 0; value < 256; value++)
        {
            if (value >= 128 || !(Plain.Contains((char)value, StringComparison.Ordinal) || kept.Contains((char)value, StringComparison.Ordinal)))
                table[value] = isLower ? $"%{Hex(value >> 4)}{Hex(value)}" : $"%{Hex(value >> 4)}{Hex(value)}".ToUpperInvariant();
        }

        if (space is not null)
            table[' '] = space;
        return table;
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

    private static string?[] Controls(string?[] table)
    {
        (table['\n'], table['\r'], table['\t']) = ("\\n", "\\r", "\\t");
        return table;
    }

    // What ASCII does not print.
    private static string?[] Octal(string?[] table) => Unprinted(table, value => $"\\{(char)('0' + (value >> 6))}{Hex((value >> 3) & 7)}{Hex(value & 7)}");

    private static string?[] Bytes(string?[] table) => Unprinted(table, value => $"\\x{Hex(value >> 4)}{Hex(value)}");

    private static string?[] Unprinted(string?[] table, Func<int, string> escape)
    {
        string?[] more = [.. table];
        for (var value = 0; value < 256; value++)
        {
            if (value is < 32 or > 126)
                more[value] ??= escape(value);
        }

        return more;
    }

    private static string?[] Backslashes(string kept)
    {
        var table = new string?[256];
        for (var value = 32; value < 127; value++)
        {
            if (!Plain.Contains((char)value, StringComparison.Ordinal) && !kept.Contains((char)value, StringComparison.Ordinal))
                table[value] = $"\\{(char)value}";
        }

        return table;
    }
}
