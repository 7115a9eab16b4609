using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>
/// Finds the fields that have a name, however the name and the value are joined: JSON whole or in part, shells, INI,
/// <c>.env</c>. One scanner for all, so that a paste need not be a whole document of any of them.
/// </summary>
internal static partial class NamedFields
{
    public const string Names =
        "aws_access_key_id|aws_secret_access_key|aws_session_token|aws_security_token|aws_credential_expiration"
        + "|aws_session_expiration|x_security_token_expires|AccessKeyId|SecretAccessKey|SessionToken|Token|Expiration"
        + "|Code|RoleArn|Arn|AccountId";

    public const string Code = "Code";
    public const string Arn = "Arn";
    public const string AccountId = "AccountId";

    private static readonly Dictionary<string, string> FieldOfName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AccessKeyId"] = CredentialParts.AccessKeyIdField,
        ["aws_access_key_id"] = CredentialParts.AccessKeyIdField,
        ["SecretAccessKey"] = CredentialParts.SecretAccessKeyField,
        ["aws_secret_access_key"] = CredentialParts.SecretAccessKeyField,
        ["SessionToken"] = CredentialParts.SessionTokenField,
        ["aws_session_token"] = CredentialParts.SessionTokenField,
        ["aws_security_token"] = CredentialParts.SessionTokenField,
        ["Token"] = CredentialParts.SessionTokenField,
        ["Expiration"] = CredentialParts.ExpirationField,
        ["aws_credential_expiration"] = CredentialParts.ExpirationField,
        ["aws_session_expiration"] = CredentialParts.ExpirationField,
        ["x_security_token_expires"] = CredentialParts.ExpirationField,
        ["Code"] = Code,
        ["Arn"] = Arn,
        ["RoleArn"] = Arn,
        ["AccountId"] = AccountId,
    };

    // Far more than one set needs, and few enough that looking at the rest of the line after each never takes long.
    private const int MostValues = 200;

    public static IReadOnlyList<PastedField> Find(PasteLines paste, out PasteForm form)
    {
        var fields = new List<PastedField>();
        form = PasteForm.Shell;
        var formKnown = false;
        var after = 0;
        var values = 0;
        foreach (Match match in Name().Matches(paste.Text))
        {
            // A name inside the value of another field is no name.
            if (match.Index < after || paste.IsInComment(match.Index))
                continue;
            var before = after;
            var field = FieldAt(paste, match, ref after);
            if (after != before && ++values > MostValues)
                throw new CredentialsException(
                    ErrorCode.SeveralCredentials, $"the paste has more than {MostValues} values of credentials", "paste one set of credentials only");
            if (field is null)
                continue;
            fields.Add(field);
            if (!formKnown && field.Field == CredentialParts.AccessKeyIdField)
            {
                form = PasteSyntax.FormOf(paste.Text, match);
                formKnown = true;
            }
        }

        return fields;
    }

    private static PastedField? FieldAt(PasteLines paste, Match match, ref int after)
    {
        var text = paste.Text;
        var name = match.Groups["name"].Value;
        var quoted = match.Groups["close"].Length > 0;
        // Words of ordinary language are names only where JSON says so.
        if (!quoted && name.ToUpperInvariant() is "TOKEN" or "CODE" or "ARN" or "ROLEARN" or "ACCOUNTID")
            return null;
        if (!PasteSyntax.TryFindValue(text, match, out var start) || start >= text.Length)
            return null;

        var field = FieldOfName[name];
        var line = paste.NumberAt(start);
        if (text[start] is '"' or '\'')
            return Quoted(text, start, field, line, out after);

        var rest = paste.RestOfLine(start);
        var value = field == CredentialParts.ExpirationField && ExpirationText.At(rest) is { Length: > 0 } time
            ? time
            : BareValue.Cut(rest);
        after = start + value.Length;
        if (value.Length == 0 || value == "null" || FieldOfName.ContainsKey(value))
            return null;
        // The next line's command word is gone: it is the end of this value, and a damaged line break stands before it.
        if (GluedCommand().IsMatch(rest[value.Length..]) || (EndsInCommand().IsMatch(value) && NextName().IsMatch(rest[value.Length..])))
            throw CredentialParts.Ambiguous("runs into the next command", line);
        if (field == CredentialParts.SessionTokenField && CredentialParts.IsWholeToken(value)
            && BareValue.ReachesLineEnd(rest, value) && paste.MayGoOnAfter(paste.IndexAt(start), value))
            throw CredentialParts.Ambiguous("may go on in the next line", line);
        return new PastedField(field, value, line) { IsBare = true };
    }

    private static PastedField? Quoted(string text, int start, string field, int line, out int after)
    {
        var quote = text[start];
        var end = start + 1;
        while (end < text.Length && text[end] != quote)
            end += text[end] == '\\' && quote == '"' ? 2 : 1;
        // A mark that opens the next name, or closes it, is not the one that closes this value: that one was lost.
        var isCut = end >= text.Length || Continues(text, end + 1);
        end = Math.Min(end, text.Length);
        after = end;
        var value = text[(start + 1)..end];
        // What a shell would put there is not there yet.
        if (value.Length == 0 || value[0] is '$' or '%' or '<')
            return null;
        return new PastedField(field, !isCut && value.Contains('\\', StringComparison.Ordinal) ? Unescape(value, field, line) : value, line)
        { IsCut = isCut };
    }

    private static bool Continues(string text, int position)
    {
        if (position < text.Length && (CredentialParts.Base64.Contains(text[position]) || text[position] == '_'))
            return true;
        while (position < text.Length && text[position] is ' ' or '\t')
            position++;
        return position < text.Length && text[position] is ':' or '=';
    }

    // Serializers write + and / of base64 as JSON escapes.
    private static string Unescape(string value, string field, int line)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{value.ReplaceLineEndings("")}\""));
            reader.Read();
            if (reader.GetString() is { } text && !text.Any(char.IsControl))
                return text;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Answered below.
        }

        throw CredentialParts.Invalid(field, "has an escape in it that no value has", line);
    }

    [GeneratedRegex(
        $"""
        (?<quote>["'])?(?<![A-Za-z0-9_])(?<name>{Names})(?![A-Za-z0-9_])(?<close>\k<quote>)?
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(
        $@"\A[ \t]+(?:-[a-z-]+[ \t]+)+(?:{Names})\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex GluedCommand();

    [GeneratedRegex("(?:set|export)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EndsInCommand();

    [GeneratedRegex($@"\A[ \t]+(?:{Names})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NextName();
}
