namespace Jenkins.AwsTemporal.Sts;

/// <summary>What STS issued: credentials, and whose they are.</summary>
public sealed class IssuedSession
{
    internal IssuedSession(TemporaryCredentials credentials, CallerIdentity identity) =>
        (Credentials, Identity) = (credentials, identity);

    /// <summary>The credentials, with their expiration.</summary>
    public TemporaryCredentials Credentials { get; }

    /// <summary>The identity that CloudTrail shows.</summary>
    public CallerIdentity Identity { get; }

    /// <summary>Names the identity, and no secret.</summary>
    public override string ToString() => Identity.ToString();
}
