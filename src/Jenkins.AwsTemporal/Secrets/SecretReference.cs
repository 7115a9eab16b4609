using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Which value of which secret: <c>[optional:]NAME-OR-ARN[#KEY][@STAGE][:VERSION]</c>, or values of several:
/// <c>[optional:]NAME-OR-ARN#*[@STAGE][:VERSION]</c> and <c>[optional:]PREFIX*</c>. Parsed once, so an instance is always
/// valid. A reference is no secret.
/// <list type="bullet">
/// <item><c>optional:</c> says that the secret or its key may be absent; nothing else that can go wrong is forgiven. So a
/// secret whose name is <c>optional</c> has to be given with its stage or by its ARN when a version follows.</item>
/// <item>A name has 1 to 512 characters of <c>A-Z a-z 0-9 / _ + = . @ - !</c> (<c>!</c> in those that AWS manages); an ARN is
/// <c>arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX</c>, with its colons as they are.</item>
/// <item><c>*</c> at the end of a name, and as the last of all, makes it a prefix: every secret of this account whose name
/// begins so, upper and lower case told apart, at most 100 of them; those scheduled for deletion are none.</item>
/// <item><c>#</c> ends the name and starts the key: 1 to 1024 characters without control characters, the name of a
/// member of a JSON object, or, when it starts with <c>/</c>, a JSON pointer (RFC 6901: <c>~1</c> is <c>/</c>,
/// <c>~0</c> is <c>~</c>; a member whose name starts with a slash needs <c>/~1…</c>). Without it the value is the whole
/// secret. The key <c>*</c> is every member of the object; one that is named so is <c>#/*</c>.</item>
/// <item><c>@</c> starts the stage, 1 to 256 characters without control characters, spaces and <c>#</c>.</item>
/// <item><c>:</c> starts the version id, 32 to 64 printable ASCII characters other than <c>#</c>. With neither,
/// AWS gives <c>AWSCURRENT</c>; with both, they must match.</item>
/// <item>An <c>@</c> or <c>:</c> that belongs to a name, key, stage or version is written twice.</item>
/// </list>
/// Rules of the parts: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html.
/// </summary>
public sealed class SecretReference
{
    internal const string Optional = "optional:";
    internal const string EveryKey = "*";

    internal SecretReference(string secretId, string? region, string? key, string? stage, string? versionId)
    {
        SecretId = secretId;
        Region = region;
        IsEveryKey = key == EveryKey;
        Key = IsEveryKey ? null : key;
        Stage = stage;
        VersionId = versionId;
    }

    /// <summary>Whether the secret or its key may be absent.</summary>
    public bool IsOptional { get; internal init; }

    /// <summary>Whether it names all secrets that begin with <see cref="SecretId"/>.</summary>
    public bool IsPrefix { get; internal init; }

    /// <summary>Whether it names every member of a JSON object.</summary>
    public bool IsEveryKey { get; }

    /// <summary>The name or the ARN, as AWS takes it; of a prefix what stands before its <c>*</c>.</summary>
    public string SecretId { get; }

    /// <summary>The Region that an ARN names; null for a name.</summary>
    public string? Region { get; }

    /// <summary>The member's name or the JSON pointer, without its doubled characters; null for the whole secret or every key.</summary>
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
        (IsOptional ? Optional : "")
        + (Region is null ? Doubled(SecretId) : SecretArn.Written(SecretId))
        + (IsPrefix ? "*" : "")
        + (IsEveryKey ? "#" + EveryKey : Key is null ? "" : "#" + Doubled(Key))
        + (Stage is null ? "" : "@" + Doubled(Stage))
        + (VersionId is null ? "" : ":" + Doubled(VersionId));

    /// <summary>Whether it names values that may be several or none.</summary>
    internal bool IsPattern => IsPrefix || IsEveryKey;

    /// <exception cref="SecretException">The ARN is of another Region.</exception>
    internal void DemandRegion(string inUse)
    {
        if (Region is not null && !string.Equals(Region, inUse, StringComparison.Ordinal))
            throw new SecretException(
                ErrorCode.InvalidArgument,
                $"the secret {this} is in {Region}, but the region in use is {inUse}",
                $"use the region {Region}, or the ARN of the secret's replica in {inUse}");
    }

    /// <exception cref="SecretException">It is optional, or names several secrets or a part of one.</exception>
    internal void DemandWhole()
    {
        if (IsOptional || IsPattern || Key is not null || Stage is not null || VersionId is not null)
            throw new SecretException(
                ErrorCode.InvalidArgument,
                $"the reference {ErrorText.OneLine(ToString(), [])} is not of one secret as a whole",
                "give the name or the ARN without optional:, *, key, stage and version: a key of a JSON secret is changed in the whole, which is stored again; an @ or : that belongs to the name is written twice");
    }

    internal static string Doubled(string part) =>
        part.Replace("@", "@@", StringComparison.Ordinal).Replace(":", "::", StringComparison.Ordinal);
}
