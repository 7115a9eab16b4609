namespace Jenkins.AwsTemporal.Pasting;

/// <summary>
/// Repairs a base64 value that was wrapped inside its quotation marks, or that a form decoder changed: line breaks in
/// it are taken out, and a blank becomes the plus that it was when that, and nothing else, makes the value whole.
/// </summary>
internal static class Base64Value
{
    // A word this short after a value may be a command or a prompt.
    private const int LongestWord = 20;

    public static string Repair(PastedField field, Func<string, bool> isWhole, List<string> repairs)
    {
        var words = CredentialParts.Words(field.Field);
        var lines = field.Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var value = string.Concat(lines);
        if (lines.Length > 1)
            repairs.Add($"line breaks in the {words} removed");
        if (!value.Contains(' ', StringComparison.Ordinal))
            return value;

        var withPlus = value.Replace(' ', '+');
        var without = value.Replace(" ", "", StringComparison.Ordinal);
        if (MayBeOtherWords(field, value))
            throw CredentialParts.Invalid(field.Field, "has words beside it that may or may not belong to it", field.Line);
        switch (isWhole(withPlus), isWhole(without) && MayBeWrapped(value))
        {
            case (true, false):
                repairs.Add($"blanks in the {words} were plus signs");
                return withPlus;
            case (false, true):
                repairs.Add($"blanks in the {words} removed");
                return without;
            case (true, true):
                throw CredentialParts.Invalid(field.Field, "has blanks in it that can be read in more than one way", field.Line);
            default:
                throw CredentialParts.Invalid(field.Field, "has blanks in it, and is whole neither without them nor with plus signs", field.Line);
        }
    }

    // What wraps a value makes lines of about the same width, between its first and its last; pluses stand anywhere.
    private static bool MayBeWrapped(string value)
    {
        var widths = Array.ConvertAll(value.Split(' '), piece => piece.Length);
        return widths.Length < 5 || widths[1..^1].Max() <= 2 * widths[1..^1].Min();
    }

    // Padding is an end that no word but a token has, and forty characters are a secret's.
    private static bool MayBeOtherWords(PastedField field, string value)
    {
        var last = value[(value.LastIndexOf(' ') + 1)..];
        return field is { IsBare: true, Field: CredentialParts.SessionTokenField }
            && (CredentialParts.IsWholeToken(last) || (last.Length <= LongestWord && !last.EndsWith('=')));
    }
}
