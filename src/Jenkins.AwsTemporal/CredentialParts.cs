using System.Buffers;

namespace Jenkins.AwsTemporal;

/// <summary>The rules that the three parts of temporary credentials obey, and what to say when one does not.</summary>
internal static class CredentialParts
{
    public const string AccessKeyIdField = "AccessKeyId";
    public const string SecretAccessKeyField = "SecretAccessKey";
    public const string SessionTokenField = "SessionToken";
    public const string ExpirationField = "Expiration";

    public static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private const int SecretAccessKeyLength = 40;
    private const int ShortestSessionToken = 100;
    private const string CopyAgain = "copy the whole answer again";
    private const string PasteWhole = "paste the whole answer of aws sts get-session-token";

    /// <summary>The first fault of a set, or null when it is whole.</summary>
    public static CredentialsException? FaultOf(string? accessKeyId, string? secretAccessKey, string? sessionToken) =>
        FaultOfAccessKeyId(accessKeyId) ?? FaultOfSecretAccessKey(secretAccessKey) ?? FaultOfSessionToken(sessionToken);

    public static CredentialsException? FaultOfAccessKeyId(string? id, int? line = null)
    {
        if (string.IsNullOrEmpty(id))
            return Missing(AccessKeyIdField);
        if (AccessKeyId.IsTemporary(id))
            return null;
        if (AccessKeyId.IsPermanent(id))
            return new CredentialsException(
                ErrorCode.PermanentKey,
                $"{id} is a permanent access key, and only temporary credentials are taken",
                "make temporary ones with it: aws sts get-session-token --duration-seconds 900")
            { Field = AccessKeyIdField, Line = line };
        var what = AccessKeyId.OtherKind(id) is { } kind
            ? $"the access key id is the id of {kind}, not of a key"
            : "the access key id is not ASIA and 16 more characters of A-Z2-7";
        return new CredentialsException(ErrorCode.InvalidAccessKeyId, what + At(line), PasteWhole)
        { Field = AccessKeyIdField, Line = line };
    }

    public static CredentialsException? FaultOfSecretAccessKey(string? secret, int? line = null)
    {
        if (string.IsNullOrEmpty(secret))
            return Missing(SecretAccessKeyField);
        if (secret.AsSpan().ContainsAnyExcept(Base64))
            return Invalid(SecretAccessKeyField, "has a character that is not base64", line);
        return secret.Length == SecretAccessKeyLength
            ? null
            : Invalid(SecretAccessKeyField, $"has {secret.Length} characters instead of {SecretAccessKeyLength}", line);
    }

    public static CredentialsException? FaultOfSessionToken(string? token, int? line = null)
    {
        if (string.IsNullOrEmpty(token))
            return Missing(SessionTokenField);
        if (token.AsSpan().TrimEnd('=').ContainsAnyExcept(Base64))
            return Invalid(SessionTokenField, "has a character that is not base64", line);
        return IsWholeToken(token)
            ? null
            : Invalid(SessionTokenField, $"is not whole: {token.Length} characters are no complete base64 token", line);
    }

    public static bool IsWholeSecret(string text) =>
        text.Length == SecretAccessKeyLength && !text.AsSpan().ContainsAnyExcept(Base64);

    public static bool IsWholeToken(string text)
    {
        var body = text.AsSpan().TrimEnd('=');
        return text.Length >= ShortestSessionToken
            && text.Length % 4 == 0
            && text.Length - body.Length <= 2
            && !body.ContainsAnyExcept(Base64);
    }

    public static CredentialsException Missing(string field) => new(
        ErrorCode.MissingField,
        $"the {Words(field)} is missing: temporary credentials are an access key id, a secret access key and a session token",
        PasteWhole)
    { Field = field };

    public static CredentialsException Invalid(string field, string fault, int? line, string hint = CopyAgain) => new(
        field switch
        {
            AccessKeyIdField => ErrorCode.InvalidAccessKeyId,
            SecretAccessKeyField => ErrorCode.InvalidSecretAccessKey,
            SessionTokenField => ErrorCode.InvalidSessionToken,
            _ => ErrorCode.InvalidExpiration,
        },
        $"the {Words(field)} {fault}{At(line)}",
        hint)
    { Field = field, Line = line };

    /// <summary>A token that nothing shows the beginning or the end of.</summary>
    public static CredentialsException Ambiguous(string fault, int line) => new(
        ErrorCode.InvalidSessionToken,
        $"the session token {fault}{At(line)}",
        "copy again, without the text around the answer")
    { Field = SessionTokenField, Line = line, IsAmbiguous = true };

    public static string Words(string field) => field switch
    {
        AccessKeyIdField => "access key id",
        SecretAccessKeyField => "secret access key",
        SessionTokenField => "session token",
        _ => "expiration",
    };

    public static string At(int? line) => line is null ? "" : $" (line {line})";
}
