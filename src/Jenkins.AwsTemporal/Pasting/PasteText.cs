using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>
/// A paste as plain lines: what browsers, chats, word processors and terminals add on the way is taken off again.
/// None of it occurs in credentials, so taking it off is never a guess.
/// </summary>
internal static partial class PasteText
{
    public const int MaxBytes = 64 * 1024;

    public static string Clean(string text, List<string> repairs)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
            throw new CredentialsException(
                ErrorCode.PasteTooLarge,
                $"the paste is larger than {MaxBytes / 1024} KiB",
                "paste only the answer of aws sts get-session-token");

        text = text.ReplaceLineEndings("\n");
        var clean = TerminalSequence().Replace(text, "");
        if (HtmlEntity().IsMatch(clean))
        {
            clean = WebUtility.HtmlDecode(clean);
            repairs.Add("HTML entities decoded");
        }

        var result = new StringBuilder(clean.Length);
        foreach (var character in clean)
        {
            if (Plain(character) is { } plain)
                result.Append(plain);
        }

        var plainText = result.ToString();
        if (plainText != text && repairs.Count == 0)
            repairs.Add("invisible or typographic characters replaced");
        if (string.IsNullOrWhiteSpace(plainText))
            throw new CredentialsException(
                ErrorCode.EmptyPaste, "the paste is empty", "paste the answer of aws sts get-session-token");
        return plainText;
    }

    private static char? Plain(char character) => character switch
    {
        '\n' or '\t' => character,
        '\u00A0' or '\u2007' or '\u202F' or '\u3000' => ' ',
        '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u00AB' or '\u00BB' => '"',
        '\u2018' or '\u2019' or '\u201A' or '\u201B' => '\'',
        // A byte order mark, zero-width characters, soft hyphens, and marks of writing direction.
        '\uFEFF' or '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') => null,
        _ => char.IsControl(character) ? null : character,
    };

    // Colours and cursor movements, titles and links: ECMA-48, "CSI" and "OSC" sequences.
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|\x1B\][^\x07\x1B\n]*(\x07|\x1B\\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TerminalSequence();

    [GeneratedRegex("&(#[0-9]{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HtmlEntity();
}
