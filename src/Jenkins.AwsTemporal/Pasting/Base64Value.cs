namespace Jenkins.AwsTemporal.Pasting;

/// <summary>
/// Repairs a base64 value that a terminal wrapped or a form decoder changed: line breaks in it are taken out, and a
/// blank becomes the plus that it was when that, and nothing else, makes the value whole.
/// </summary>
internal static class Base64Value
{
    public static string Repair(PastedField field, Func<string, bool> isWhole, List<string> repairs)
    {
        var words = CredentialParts.Words(field.Field);
        var lines = field.Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var value = string.Concat(lines).Replace('\t', ' ');
        if (lines.Length > 1)
            repairs.Add($"line breaks in the {words} removed");
        if (!value.Contains(' ', StringComparison.Ordinal))
            return value;

        var withPlus = value.Replace(' ', '+');
        var without = value.Replace(" ", "", StringComparison.Ordinal);
        switch (isWhole(withPlus), isWhole(without))
        {
            case (true, false):
                repairs.Add($"blanks in the {words} were plus signs");
                return withPlus;
            case (false, true):
                repairs.Add($"blanks in the {words} removed");
                return without;
            default:
                throw CredentialParts.Invalid(field.Field, "has blanks in it that can be read in more than one way", field.Line);
        }
    }
}
