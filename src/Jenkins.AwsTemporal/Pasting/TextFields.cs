namespace Jenkins.AwsTemporal.Pasting;

/// <summary>Words between tabs or blanks, as <c>--output text</c> prints them: the shape of a word tells which field it is.</summary>
internal static class TextFields
{
    private const int LongerThanAnySecret = 100;

    /// <summary>The fields, or none when no word is an access key id.</summary>
    public static IReadOnlyList<PastedField> Find(PasteLines paste)
    {
        var fields = new List<PastedField>();
        var endsInRest = false;
        for (var index = 0; index < paste.All.Count; index++)
        {
            var words = WordsOf(paste.All[index]);
            var besideId = words.Any(word => AccessKeyId.IsWellFormed(word));
            // Beside the access key id even a secret or a token of a wrong length is meant as one.
            var values = besideId ? [.. words.Where(word => word.Length > AccessKeyId.Length && IsBase64(word))] : Array.Empty<string>();
            var token = values.Length > 1 ? values.MaxBy(value => value.Length) : null;
            var names = Array.ConvertAll(words, word => NameOf(word, besideId, token));
            var line = paste.NumberOf(index);
            for (var i = 0; i < words.Length; i++)
            {
                if (names[i] is not { } name)
                    continue;
                if (name == CredentialParts.SessionTokenField && CredentialParts.IsWholeToken(words[i]))
                {
                    if (i == words.Length - 1 && paste.MayGoOnAfter(index, words[i]))
                        throw CredentialParts.Ambiguous("may go on in the next line", line);
                    if (i == 0 && endsInRest)
                        throw CredentialParts.Ambiguous("may have begun in the line before", line);
                    if (IsRest(i - 1) || IsRest(i + 1))
                        throw CredentialParts.Ambiguous("may go on in the word beside it", line);
                }

                fields.Add(new PastedField(name, words[i], line));
            }

            endsInRest = IsRest(words.Length - 1);

            bool IsRest(int i) => i >= 0 && i < words.Length && names[i] is null && IsBase64(words[i]);
        }

        return fields.Exists(field => field.Field == CredentialParts.AccessKeyIdField) ? fields : [];
    }

    private static string? NameOf(string word, bool besideId, string? token)
    {
        if (AccessKeyId.IsWellFormed(word))
            return AccessKeyId.OtherKind(word) is null ? CredentialParts.AccessKeyIdField : null;
        // A number by itself is a time only where one is expected.
        if (ExpirationText.Is(word) && (besideId || word.Contains('-', StringComparison.Ordinal)))
            return CredentialParts.ExpirationField;
        if (word.StartsWith("arn:", StringComparison.Ordinal))
            return NamedFields.Arn;
        if (!IsBase64(word))
            return null;
        if (word == token || word.Length >= LongerThanAnySecret)
            return CredentialParts.SessionTokenField;
        return CredentialParts.IsWholeSecret(word.Replace(' ', '+')) || (besideId && word.Length > AccessKeyId.Length)
            ? CredentialParts.SecretAccessKeyField
            : null;
    }

    // Between tabs, blanks are part of a word: they may be plus signs. A percent sign is zsh's mark for a line not ended.
    private static string[] WordsOf(string line) =>
        Array.ConvertAll(
            line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t' : ' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            word => word.Trim('"', '\'', ',', ';', '`', '%', '\\', ' '));

    private static bool IsBase64(string word) =>
        !word.Replace(" ", "", StringComparison.Ordinal).AsSpan().TrimEnd('=').ContainsAnyExcept(CredentialParts.Base64);
}
