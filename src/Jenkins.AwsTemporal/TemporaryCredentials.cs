namespace Jenkins.AwsTemporal;

/// <summary>
/// One set of temporary AWS credentials, whole and immutable: an access key id that begins with <c>ASIA</c>, a secret
/// access key of 40 base64 characters, and a session token in base64. Permanent keys cannot be held. The secrets live
/// in managed strings, which the runtime does not let anyone clear; <see cref="ToString"/> never shows them.
/// </summary>
public sealed class TemporaryCredentials
{
    /// <summary>Takes the three parts as AWS gave them.</summary>
    /// <param name="accessKeyId">20 characters of <c>A-Z2-7</c>, beginning with <c>ASIA</c>.</param>
    /// <param name="secretAccessKey">40 base64 characters.</param>
    /// <param name="sessionToken">Base64 with its padding, at least 100 characters; AWS promises no maximum.</param>
    /// <param name="expiration">When the credentials end; null when that is not known.</param>
    /// <exception cref="CredentialsException">A part is missing or malformed, or the key is permanent.</exception>
    public TemporaryCredentials(
        string accessKeyId, string secretAccessKey, string sessionToken, DateTimeOffset? expiration = null)
    {
        if (CredentialParts.FaultOf(accessKeyId, secretAccessKey, sessionToken) is { } fault)
            throw fault;
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        SessionToken = sessionToken;
        Expiration = expiration?.ToUniversalTime();
    }

    /// <summary>The access key id, which is no secret: it begins with <c>ASIA</c>.</summary>
    public string AccessKeyId { get; }

    /// <summary>The secret access key.</summary>
    public string SecretAccessKey { get; }

    /// <summary>The session token.</summary>
    public string SessionToken { get; }

    /// <summary>When the credentials end, in UTC; null when that is not known.</summary>
    public DateTimeOffset? Expiration { get; }

    /// <summary>
    /// The 12 digits of the account that the access key id carries, or null for the older ids that carry none. AWS does
    /// not document this, so take it as a hint and <c>GetCallerIdentity</c> as the proof.
    /// </summary>
    public string? AccountId => Jenkins.AwsTemporal.AccessKeyId.AccountOf(AccessKeyId);

    /// <summary>Names the access key id and the expiration, and no secret.</summary>
    public override string ToString() =>
        Expiration is { } end ? $"{AccessKeyId} until {end:yyyy-MM-dd'T'HH:mm:ss'Z'}" : $"{AccessKeyId} with no known expiration";
}
