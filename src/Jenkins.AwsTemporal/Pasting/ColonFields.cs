namespace Jenkins.AwsTemporal.Pasting;

/// <summary>
/// Three fields joined by colons, in any order, possibly wrapped by the terminal: the length and the alphabet of a
/// field tell which it is.
/// </summary>
internal static class ColonFields
{
    /// <summary>The fields, or null when nothing in the paste has this form.</summary>
    public static IReadOnlyList<PastedField>? Find(PasteLines paste)
    {
        var whole = new List<PastedField[]>();
        PastedField[]? damaged = null;
        foreach (var (firstLine, lines) in Runs(paste))
        {
            var joined = Split(string.Concat(lines), firstLine);
            var candidates = lines.Select((line, index) => Split(line, firstLine + index)).Append(joined).Where(IsWhole).ToArray();
            if (candidates.Length > 0)
                whole.AddRange(candidates!);
            else
                damaged ??= joined;
        }

        return whole.Count > 0 ? [.. whole.SelectMany(fields => fields)] : damaged;
    }

    // Consecutive lines that hold nothing but base64, blanks and colons.
    private static IEnumerable<(int FirstLine, List<string> Lines)> Runs(PasteLines paste)
    {
        List<string> run = [];
        for (var index = 0; index <= paste.All.Count; index++)
        {
            var line = index < paste.All.Count ? paste.All[index].Trim().TrimStart('"', '\'') : "";
            var value = BareValue.Cut(line, alsoPart: ':');
            if (value.Length > 0 && IsPiece(value))
                run.Add(value);
            // A line that goes on with other text ends the run as an empty one does.
            if (run.Count > 0 && (value.Length == 0 || value.Length < line.Length || !IsPiece(value)))
            {
                yield return (index - run.Count + (value.Length > 0 && IsPiece(value) ? 2 : 1), run);
                run = [];
            }
        }
    }

    private static bool IsPiece(string text)
    {
        foreach (var character in text)
        {
            if (character is not (':' or '=' or ' ' or '\t') && !CredentialParts.Base64.Contains(character))
                return false;
        }

        return true;
    }

    private static PastedField[]? Split(string text, int line)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 3))
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
            line))];
    }

    private static bool IsWhole(PastedField[]? fields) =>
        fields is { Length: 3 }
        && fields.All(field => field.Field == CredentialParts.AccessKeyIdField
            ? AccessKeyId.IsWellFormed(field.Value)
            : CouldBeWhole(field));

    // Blanks may be plus signs; whether they are is decided when the field is repaired.
    private static bool CouldBeWhole(PastedField field) =>
        PastedSet.WholenessOf(field.Field) is { } isWhole
        && (isWhole(field.Value.Replace(' ', '+')) || isWhole(field.Value.Replace(" ", "", StringComparison.Ordinal)));
}
