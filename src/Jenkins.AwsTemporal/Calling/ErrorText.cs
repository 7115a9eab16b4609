using System.Text;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>Foreign text made fit for an error message.</summary>
internal static class ErrorText
{
    public const int MaxLength = 300;

    /// <summary>Shorter ones are no credentials of AWS, and would riddle every message.</summary>
    public const int Shortest = 8;

    private const int Piece = 16;

    private const int CodeLength = 6;

    private const string Redacted = "[redacted]";

    /// <summary>
    /// One line of at most <see cref="MaxLength"/> characters without control or format characters, in which none of
    /// <paramref name="secrets"/> occurs, and no full stop at its end.
    /// </summary>
    public static string OneLine(string? text, IReadOnlyList<string> secrets)
    {
        // Scrubbed before and after: white space may be folded into a secret or out of it.
        var scrubbed = Scrub(text ?? "", secrets);
        var line = new StringBuilder(Math.Min(scrubbed.Length, MaxLength + 1));
        var gap = false;
        foreach (var rune in scrubbed.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                gap = line.Length > 0;
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format) continue;
            if (gap) line.Append(' ');
            gap = false;
            line.Append(rune.ToString());
        }

        var whole = Scrub(line.ToString(), secrets);
        if (whole.Length > MaxLength) whole = Cut(whole);
        return whole.TrimEnd('.', ' ');
    }

    private static string Scrub(string text, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret.Length == CodeLength)
            {
                text = ScrubCode(text, secret);
                continue;
            }

            if (secret.Length < Shortest) continue;
            text = text.Replace(secret, Redacted, StringComparison.OrdinalIgnoreCase);
            text = text.Replace(Uri.EscapeDataString(secret), Redacted, StringComparison.OrdinalIgnoreCase);
            text = ScrubPieces(text, secret);
        }

        return text;
    }

    /// <summary>A code of MFA where it stands for itself, and not within a longer number such as an account's.</summary>
    private static string ScrubCode(string text, string code)
    {
        for (var at = text.IndexOf(code, StringComparison.Ordinal); at >= 0; at = text.IndexOf(code, at + 1, StringComparison.Ordinal))
        {
            var end = at + code.Length;
            if ((at == 0 || !char.IsAsciiDigit(text[at - 1])) && (end == text.Length || !char.IsAsciiDigit(text[end])))
                text = string.Concat(text.AsSpan(0, at), Redacted, text.AsSpan(end));
        }

        return text;
    }

    /// <summary>Whoever quotes a long token may cut it: words that share a piece with a secret go too.</summary>
    private static string ScrubPieces(string text, string secret)
    {
        if (text.Length < Piece || secret.Length < Piece) return text;
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
            if (SharesPiece(words[i], secret)) words[i] = Redacted;
        return string.Join(' ', words);
    }

    private static bool SharesPiece(ReadOnlySpan<char> word, string secret)
    {
        for (var start = 0; start + Piece <= word.Length; start++)
            if (secret.AsSpan().Contains(word.Slice(start, Piece), StringComparison.Ordinal)) return true;
        return false;
    }

    private static string Cut(string text)
    {
        var end = MaxLength - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + "…";
    }
}
