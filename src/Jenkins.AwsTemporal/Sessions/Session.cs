using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>What an agent holds of one session: the credentials, and everything that was learned of them on the way in.</summary>
public sealed class Session
{
    /// <summary>Puts a session together.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="lifetime">How long they live.</param>
    public Session(TemporaryCredentials credentials, Lifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(lifetime);
        Credentials = credentials;
        Lifetime = lifetime;
    }

    /// <summary>The credentials.</summary>
    public TemporaryCredentials Credentials { get; }

    /// <summary>How long they live.</summary>
    public Lifetime Lifetime { get; }

    /// <summary>Whom they belong to, as STS said; null when it was not asked.</summary>
    public CallerIdentity? Identity { get; init; }

    /// <summary>The Region in which they are used; null when none was given.</summary>
    public string? Region { get; init; }

    /// <summary>Where they came from, such as the form of the paste.</summary>
    public string? Origin { get; init; }

    /// <summary>AWS's clock minus this machine's, as measured when the session was opened or last renewed.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>How the session is taken again when it nears its end; null when it cannot be.</summary>
    public RoleRenewal? Renewal { get; init; }

    /// <summary>The time by AWS's clock.</summary>
    /// <param name="time">This machine's clock.</param>
    public DateTimeOffset Now(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return time.GetUtcNow() + ClockSkew;
    }

    /// <summary>Returns the credentials while they live.</summary>
    /// <exception cref="CredentialsException"><see cref="ErrorCode.Expired"/>.</exception>
    public TemporaryCredentials LiveCredentials(TimeProvider time)
    {
        var now = Now(time);
        return Lifetime.IsOverAt(now)
            ? throw CredentialRequirements.Expired(Lifetime, now, "the session is over: start again with a new one")
            : Credentials;
    }

    /// <summary>
    /// How much of a measured distance counts: none while a clock is off by a minute at most, as answers take time to
    /// arrive, and tell theirs in whole seconds.
    /// </summary>
    internal static TimeSpan CountedSkew(TimeSpan? measured) =>
        measured is { } skew && skew.Duration() > TimeSpan.FromMinutes(1) ? skew : TimeSpan.Zero;

    /// <summary>Names the credentials by their access key id, and no secret.</summary>
    public override string ToString() => Credentials.ToString();
}
