using System.Globalization;
using System.Text;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>
/// What somebody else wrote, short enough to leave our own words in view, and without what could push them out of it: runs of
/// blanks, letters that look like blanks, and marks piled on a letter. The rest of what is unseen is up to <see cref="Facts.OneLine"/>.
/// </summary>
internal static class ForeignText
{
    private const int MostMarks = 3;

    /// <param name="text">What they wrote.</param>
    /// <param name="longest">How many characters of it are shown.</param>
    public static string? Short(string? text, int longest = 200)
    {
        if (text is null)
            return null;
        var words = new StringBuilder();
        var (marks, isAfterBlank) = (0, true);
        foreach (var letter in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(letter);
            var isBlank = category == UnicodeCategory.SpaceSeparator;
            if (isBlank && isAfterBlank)
                continue;
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (words.Length >= longest)
                return words.Append("...").ToString();
            words.Append(isBlank ? " " : IsBlankLetter(letter.Value) || marks > MostMarks ? "?" : letter.ToString());
            isAfterBlank = isBlank;
        }

        return words.ToString().TrimEnd(' ');
    }

    // The fillers of Hangul, the empty pattern of Braille, and the null of music, which are letters and symbols to Unicode.
    private static bool IsBlankLetter(int letter) => letter is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x1D159;
}
