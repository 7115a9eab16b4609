namespace Jenkins.AwsTemporal.Pasting;

/// <summary>Words between tabs or blanks, as <c>--output text</c> prints them: the shape of a word tells which field it is.</summary>
internal static class TextFields
{
    private const int LongerThanAnySecret = 100;

    /// <summary>The fields, or none when no word is an access key id.</summary>
    public static IReadOnlyList<PastedField> Find(PasteLines paste)
    {
        var fields = new List<PastedField>();
        for (var index = 0; index < paste.All.Count; index++)
        {
            var line = paste.All[index];
            var words = line.Contains('\t', StringComparison.Ordinal)
                ? line.Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var besideId = words.Any(word => AccessKeyId.IsWellFormed(Bare(word)));
            for (var word = 0; word < words.Length; word++)
            {
                if (FieldOf(Bare(words[word]), index + 1, besideId) is not { } field)
                    continue;
                var isLast = word == words.Length - 1;
                fields.Add(isLast && field.Field == CredentialParts.SessionTokenField
                    ? new PastedField(field.Field, paste.WithWrappedLines(field, CredentialParts.IsWholeToken), field.Line)
                    : field);
            }
        }

        return fields.Exists(field => field.Field == CredentialParts.AccessKeyIdField) ? fields : [];
    }

    private static PastedField? FieldOf(string word, int line, bool besideId)
    {
        if (AccessKeyId.IsWellFormed(word))
            return AccessKeyId.OtherKind(word) is null ? new PastedField(CredentialParts.AccessKeyIdField, word, line) : null;
        if (ExpirationText.Is(word))
            return new PastedField(CredentialParts.ExpirationField, word, line);
        if (word.StartsWith("arn:", StringComparison.Ordinal))
            return new PastedField(NamedFields.Arn, word, line);
        if (word.AsSpan().TrimEnd('=').ContainsAnyExcept(CredentialParts.Base64) && !IsBase64WithBlanks(word))
            return null;
        if (word.Length >= LongerThanAnySecret)
            return new PastedField(CredentialParts.SessionTokenField, word, line);
        // Beside the access key id even a secret of a wrong length is meant as one.
        return CredentialParts.IsWholeSecret(word.Replace(' ', '+')) || (besideId && word.Length > AccessKeyId.Length)
            ? new PastedField(CredentialParts.SecretAccessKeyField, word, line)
            : null;
    }

    private static bool IsBase64WithBlanks(string word) =>
        word.Length > AccessKeyId.Length
        && !word.Replace(" ", "", StringComparison.Ordinal).AsSpan().TrimEnd('=').ContainsAnyExcept(CredentialParts.Base64);

    private static string Bare(string word) => word.Trim('"', '\'', ',', ';');
}
