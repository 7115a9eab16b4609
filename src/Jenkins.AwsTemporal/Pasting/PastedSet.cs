using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>Makes one set of credentials from the fields that were found, or says why they are none.</summary>
internal static partial class PastedSet
{
    private const int MostLines = 10;

    public static Func<string, bool>? WholenessOf(string field) => field switch
    {
        CredentialParts.SecretAccessKeyField => CredentialParts.IsWholeSecret,
        CredentialParts.SessionTokenField => CredentialParts.IsWholeToken,
        _ => null,
    };

    /// <summary>A field that every set has: without one of them there is none.</summary>
    public static bool IsPart(string field) => field == CredentialParts.AccessKeyIdField || WholenessOf(field) is not null;

    public static PastedCredentials Assemble(
        IReadOnlyList<PastedField> fields, PasteForm form, PasteLines paste, List<string> repairs)
    {
        if (fields.FirstOrDefault(field => field.Field == NamedFields.Code && field.Value != "Success") is { } code)
            throw new CredentialsException(
                ErrorCode.SourceFailed,
                $"the machine that was asked for credentials had none: its Code is not Success (line {code.Line})",
                "paste an answer that holds credentials")
            { Field = NamedFields.Code, Line = code.Line };

        var id = OneAccessKeyId(fields, paste);
        var secret = One(fields, CredentialParts.SecretAccessKeyField, repairs);
        var token = One(fields, CredentialParts.SessionTokenField, repairs);
        if (CredentialParts.FaultOfAccessKeyId(id?.Value, id?.Line) is { } wrongId)
            throw wrongId;
        if (CredentialParts.FaultOfSecretAccessKey(secret?.Value, secret?.Line) is { } wrongSecret)
            throw wrongSecret;
        if (token is { IsCut: true })
            throw CredentialParts.Invalid(token.Field, "is cut: its quotation mark is never closed", token.Line);
        if (CredentialParts.FaultOfSessionToken(token?.Value, token?.Line) is { } wrongToken)
            throw wrongToken;
        if (TerminalCut.FaultOf(token!, paste) is { } cut)
            throw cut;

        var credentials = new TemporaryCredentials(id!.Value, secret!.Value, token!.Value, ExpirationOf(fields));
        var (account, partition) = OwnerOf(fields);
        return new PastedCredentials(credentials, form, account ?? credentials.AccountId, partition, repairs);
    }

    private static PastedField? OneAccessKeyId(IReadOnlyList<PastedField> fields, PasteLines paste)
    {
        // A second set may have another form than the first.
        var others = KeyId().Matches(paste.Text)
            .Where(match => !paste.IsInComment(match.Index))
            .Select(match => new PastedField(CredentialParts.AccessKeyIdField, match.Value, paste.NumberAt(match.Index)));
        var ids = Values(fields, CredentialParts.AccessKeyIdField)
            .Select(field => new PastedField(field.Field, string.Concat(field.Value.Where(c => !char.IsWhiteSpace(c))), field.Line))
            .Concat(others)
            .DistinctBy(field => field.Value, StringComparer.Ordinal)
            .ToArray();
        if (ids.Length < 2)
            return fields.Any(field => field.Field == CredentialParts.AccessKeyIdField) ? ids.FirstOrDefault() : null;
        throw new CredentialsException(
            ErrorCode.SeveralCredentials,
            $"the paste holds {ids.Length} sets of credentials: lines {string.Join(", ", ids.Take(MostLines).Select(field => field.Line))}",
            "paste one of them")
        { Field = CredentialParts.AccessKeyIdField, Line = ids[1].Line };
    }

    private static PastedField? One(IReadOnlyList<PastedField> fields, string name, List<string> repairs)
    {
        var isWhole = WholenessOf(name)!;
        var values = Values(fields, name)
            .Select(field => new PastedField(name, Base64Value.Repair(field, isWhole, repairs), field.Line) { IsCut = field.IsCut })
            .DistinctBy(field => field.Value, StringComparer.Ordinal)
            .ToArray();
        return values.Length < 2 ? values.FirstOrDefault() : throw Conflict(name, values[0].Line, values[1].Line);
    }

    private static DateTimeOffset? ExpirationOf(IReadOnlyList<PastedField> fields)
    {
        var found = Values(fields, CredentialParts.ExpirationField).ToArray();
        if (found.Length == 0)
            return null;
        var first = DateTimeOffset.MaxValue;
        var last = DateTimeOffset.MinValue;
        foreach (var field in found)
        {
            var point = ExpirationText.Parse(field);
            first = point < first ? point : first;
            last = point > last ? point : last;
        }

        // Tools write the same point with and without its fraction of a second.
        return last - first < TimeSpan.FromSeconds(1)
            ? first
            : throw Conflict(CredentialParts.ExpirationField, found[0].Line, found[^1].Line);
    }

    private static (string? Account, string? Partition) OwnerOf(IReadOnlyList<PastedField> fields)
    {
        var arns = Values(fields, NamedFields.Arn).Select(field => OwnerInArn().Match(field.Value)).Where(match => match.Success).ToArray();
        var accounts = Values(fields, NamedFields.AccountId).Where(field => AccountId.IsValid(field.Value)).Select(field => field.Value)
            .Concat(arns.Select(match => match.Groups["account"].Value))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (accounts.Length > 1)
            throw new CredentialsException(
                ErrorCode.ConflictingFields, $"the paste names {accounts.Length} accounts", "paste one answer only")
            { Field = NamedFields.AccountId };
        return (accounts.FirstOrDefault(), arns.FirstOrDefault()?.Groups["partition"].Value);
    }

    private static IEnumerable<PastedField> Values(IReadOnlyList<PastedField> fields, string name) =>
        fields.Where(field => field.Field == name && !string.IsNullOrWhiteSpace(field.Value));

    private static CredentialsException Conflict(string field, int line, int otherLine) => new(
        ErrorCode.ConflictingFields,
        $"the {CredentialParts.Words(field)} is given twice with different values: lines {line} and {otherLine}",
        "paste one answer only")
    { Field = field, Line = otherLine };

    [GeneratedRegex(@"\Aarn:(?<partition>aws(?:-[a-z]+)*):(?:iam|sts)::(?<account>[0-9]{12}):", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerInArn();

    [GeneratedRegex(@"\bA(?:SIA|KIA)[A-Z2-7]{16}\b", RegexOptions.CultureInvariant)]
    private static partial Regex KeyId();
}
