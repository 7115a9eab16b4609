namespace Jenkins.AwsTemporal.Pasting;

/// <summary>Three fields joined by colons, in any order: the length and the alphabet of a field tell which it is.</summary>
internal static class ColonFields
{
    /// <summary>The fields, or null when nothing in the paste has this form.</summary>
    public static IReadOnlyList<PastedField>? Find(PasteLines paste)
    {
        var whole = new List<PastedField>();
        PastedField[]? damaged = null;
        for (var index = 0; index < paste.All.Count; index++)
        {
            var line = paste.All[index].Trim().TrimStart('"', '\'');
            var value = BareValue.Cut(line, alsoPart: ':');
            if (Split(value, paste.NumberOf(index)) is not { } fields)
                continue;
            if (!IsWhole(fields))
            {
                damaged ??= fields;
                continue;
            }

            if (fields[0].Field == CredentialParts.SessionTokenField && paste.MayBeginBefore(index))
                throw CredentialParts.Ambiguous("may have begun in the line before", fields[0].Line);
            if (fields[2].Field == CredentialParts.SessionTokenField && paste.MayGoOnAfter(index, fields[2].Value))
                throw CredentialParts.Ambiguous("may go on in the next line", fields[2].Line);
            whole.AddRange(fields);
        }

        return whole.Count > 0 ? whole : damaged;
    }

    private static PastedField[]? Split(string text, int line)
    {
        var parts = text.Split(':', 4, StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 3) || !parts.All(IsBase64WithBlanks))
            return null;
        var id = Array.FindIndex(parts, part => AccessKeyId.IsWellFormed(part));
        var longest = Array.IndexOf(parts, parts.MaxBy(part => part.Length));
        if (id < 0 && parts.Length == 3 && parts[longest].Length > 100)
            id = Array.FindIndex(parts, part => part.StartsWith('A') && part.Length < 30);
        if (id < 0)
            return null;
        var token = parts.Length == 3 && longest != id ? longest : -1;
        return [.. parts.Select((part, index) => new PastedField(
            index == id ? CredentialParts.AccessKeyIdField
            : index == token ? CredentialParts.SessionTokenField
            : CredentialParts.SecretAccessKeyField,
            part,
            line)
        { IsBare = index == parts.Length - 1 })];
    }

    private static bool IsWhole(PastedField[] fields) =>
        fields.Length == 3
        && fields.All(field => field.Field == CredentialParts.AccessKeyIdField
            ? AccessKeyId.IsWellFormed(field.Value)
            : CouldBeWhole(field));

    // Blanks may be plus signs; whether they are is decided when the field is repaired.
    private static bool CouldBeWhole(PastedField field) =>
        PastedSet.WholenessOf(field.Field) is { } isWhole
        && (isWhole(field.Value.Replace(' ', '+')) || isWhole(field.Value.Replace(" ", "", StringComparison.Ordinal)));

    private static bool IsBase64WithBlanks(string text)
    {
        foreach (var character in text)
        {
            if (character is not ('=' or ' ' or '\t') && !CredentialParts.Base64.Contains(character))
                return false;
        }

        return true;
    }
}
