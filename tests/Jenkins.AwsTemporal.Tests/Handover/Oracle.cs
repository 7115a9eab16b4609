using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Tests.Handover;

/// <summary>Masking as it is defined, on the whole output and as slowly as need be. Texts are Latin 1: a character a byte.</summary>
internal static class Oracle
{
    private const string Word = "[A-Za-z0-9+/=_-]";
    private const string Break = @"\r?\n[ \t]{0,32}";
    private const string BreakThatEnds = @"(?:\r|\r?\n[ \t]{0,32})\z";

    private static readonly ConcurrentDictionary<string, (Regex Whole, Regex Open)> Known = [];

    public static string Mask(byte[][] patterns, byte[] output) => Write(output, Marks(patterns, output), output.Length);

    /// <summary>Up to the first byte that is not masked for sure and with which, to the end, a pattern may begin.</summary>
    public static string MaskWhatIsSure(byte[][] patterns, byte[] output)
    {
        var marks = Marks(patterns, output);
        var text = Encoding.Latin1.GetString(output);
        var open = Enumerable.Range(0, output.Length)
            .FirstOrDefault(at => Array.Exists(patterns, pattern => Search(pattern).Open.IsMatch(text, at)), output.Length);
        while (open < output.Length && marks[open])
            open++;
        return Write(output, marks, open);
    }

    public static bool Contains(byte[] output, byte[] secret) => output.AsSpan().IndexOf(secret) >= 0;

    private static bool[] Marks(byte[][] patterns, byte[] output)
    {
        var marks = new bool[output.Length];
        var text = Encoding.Latin1.GetString(output);
        foreach (var pattern in patterns.Where(pattern => pattern.Length > 0))
        {
            var whole = Search(pattern).Whole;
            for (var found = whole.Match(text); found.Success; found = whole.Match(text, found.Index + 1))
                marks.AsSpan(found.Index, found.Length).Fill(true);
        }

        return marks;
    }

    // A pattern with what may stand between its letters; and the beginnings of it, to the end of the output.
    private static (Regex Whole, Regex Open) Search(byte[] pattern) => Known.GetOrAdd(Encoding.Latin1.GetString(pattern), static text =>
    {
        var isHex = text.Length >= 8 && text.Length % 2 == 0 && Regex.IsMatch(text, @"^(?:[0-9a-f]+|[0-9A-F]+)\z");
        var isWord = Regex.IsMatch(text, $@"^{Word}+\z");
        var whole = new StringBuilder();
        var open = new StringBuilder(@"\G");
        for (var i = 0; i < text.Length; i++)
        {
            var (gap, end) = (isHex, isWord, i) switch
            {
                (_, _, 0) => ("", ""),
                (true, _, _) when i % 2 == 0 => Gap("[0-9a-fA-F :,-]", "[ :,-]{0,2}", i),
                (false, true, _) => Gap(Word, "", i),
                _ => ("", ""),
            };
            var letter = $@"\x{(int)text[i]:x2}";
            whole.Append(gap).Append(letter);
            open.Append(i == 0 ? "" : $@"(?:{(end == "" ? @"\z" : end)}|").Append(gap).Append(letter);
        }

        // One that is there to its end begins none.
        open.Append("(?!)").Append(')', text.Length - 1);
        return (new Regex(whole.ToString(), RegexOptions.CultureInvariant), new Regex(open.ToString(), RegexOptions.CultureInvariant));
    });

    private static (string Gap, string End) Gap(string line, string separators, int letters)
    {
        var condition = letters < 4 ? $"(?<={line}{{32}})" : "";
        return ($"(?:{condition}{separators}{Break}|{separators})", $@"{separators}\z|{condition}{separators}{BreakThatEnds}");
    }

    private static string Write(byte[] output, bool[] marks, int end)
    {
        var text = new StringBuilder();
        for (var at = 0; at < end; at++)
        {
            if (!marks[at])
                text.Append((char)output[at]);
            else if (at == 0 || !marks[at - 1])
                text.Append("****");
        }

        return text.ToString();
    }
}
