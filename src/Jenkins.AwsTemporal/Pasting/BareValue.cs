using System.Buffers;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>A value without quotation marks: where it ends in the line that it begins in.</summary>
internal static class BareValue
{
    private const int LongestCommand = 20;
    private static readonly SearchValues<char> Ends = SearchValues.Create(";,}\"'`&|#<>()[]{$%\\");
    private static readonly SearchValues<char> Separators = SearchValues.Create(";,}\"'`");

    /// <summary>
    /// Cuts the rest of a line down to the value. Blanks stay in it when nothing but base64 follows (a plus that became
    /// a blank); where the line goes on with anything else (a prompt, a command) the value ends at the first blank.
    /// </summary>
    public static string Cut(string restOfLine, char alsoPart = '=')
    {
        var end = restOfLine.AsSpan().IndexOfAny(Ends);
        if (end >= 0 && IsInsideValue(restOfLine.AsSpan(end + 1)))
            return restOfLine.Trim();
        var goesOn = end >= 0 && !Separators.Contains(restOfLine[end]);
        var value = (end < 0 ? restOfLine : restOfLine[..end]).Trim();
        var blank = value.AsSpan().IndexOfAny(' ', '\t');
        if (blank < 0)
            return value;
        return goesOn || HasOtherThanBase64(value.AsSpan(blank), alsoPart) ? value[..blank] : value;
    }

    /// <summary>The value was the last thing in its line, so that a terminal may have wrapped it there.</summary>
    public static bool ReachesLineEnd(string restOfLine, string value) =>
        restOfLine.TrimEnd().EndsWith(value, StringComparison.Ordinal);

    // More base64 than a command has, or nothing else up to the end of the line: the value was damaged there, not ended.
    private static bool IsInsideValue(ReadOnlySpan<char> following)
    {
        following = following.TrimEnd("= \t");
        var length = following.IndexOfAnyExcept(CredentialParts.Base64);
        return length < 0 ? following.Length > 0 : length >= LongestCommand;
    }

    private static bool HasOtherThanBase64(ReadOnlySpan<char> text, char alsoPart)
    {
        foreach (var character in text)
        {
            if (character is not (' ' or '\t' or '=') && character != alsoPart && !CredentialParts.Base64.Contains(character))
                return true;
        }

        return false;
    }
}
