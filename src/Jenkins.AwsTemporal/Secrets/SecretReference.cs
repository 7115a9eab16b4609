namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Which value of which secret: <c>NAME-OR-ARN[#KEY][@STAGE][:VERSION]</c>. Parsed once, so an instance is always valid.
/// A reference is no secret.
/// <list type="bullet">
/// <item>A name has 1 to 512 characters of <c>A-Z a-z 0-9 / _ + = . @ -</c>; an ARN is
/// <c>arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX</c>, with its colons as they are.</item>
/// <item><c>#</c> ends the name and starts the key: 1 to 1024 characters without control characters, the name of a
/// member of a JSON object, or, when it starts with <c>/</c>, a JSON pointer (RFC 6901: <c>~1</c> is <c>/</c>,
/// <c>~0</c> is <c>~</c>; a member whose name starts with a slash needs <c>/~1…</c>). Without it the value is the whole
/// secret.</item>
/// <item><c>@</c> starts the stage, 1 to 256 characters without control characters, spaces and <c>#</c>.</item>
/// <item><c>:</c> starts the version id, 32 to 64 printable ASCII characters other than <c>#</c>. With neither,
/// AWS gives <c>AWSCURRENT</c>; with both, they must match.</item>
/// <item>An <c>@</c> or <c>:</c> that belongs to a name, key, stage or version is written twice.</item>
/// </list>
/// Rules of the parts: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html.
/// </summary>
public sealed class SecretReference
{
    internal SecretReference(string secretId, string? region, string? key, string? stage, string? versionId)
    {
        SecretId = secretId;
        Region = region;
        Key = key;
        Stage = stage;
        VersionId = versionId;
    }

    /// <summary>The name or the ARN, as AWS takes it.</summary>
    public string SecretId { get; }

    /// <summary>The Region that an ARN names; null for a name.</summary>
    public string? Region { get; }

    /// <summary>The member's name or the JSON pointer, without its doubled characters; null for the whole secret.</summary>
    public string? Key { get; }

    /// <summary>The stage, such as <c>AWSPREVIOUS</c>; null for AWS's default.</summary>
    public string? Stage { get; }

    /// <summary>The version's id; null for the one that has the stage.</summary>
    public string? VersionId { get; }

    /// <summary>Reads a reference.</summary>
    /// <exception cref="SecretException"><see cref="ErrorCode.InvalidArgument"/>: names the part and its rule.</exception>
    public static SecretReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SecretReferenceParser.Parse(text);
    }

    /// <summary>The reference in writing: parsing it gives an equal one.</summary>
    public override string ToString() =>
        (Region is null ? Doubled(SecretId) : SecretArn.Written(SecretId))
        + (Key is null ? "" : "#" + Doubled(Key))
        + (Stage is null ? "" : "@" + Doubled(Stage))
        + (VersionId is null ? "" : ":" + Doubled(VersionId));

    internal static string Doubled(string part) =>
        part.Replace("@", "@@", StringComparison.Ordinal).Replace(":", "::", StringComparison.Ordinal);
}
