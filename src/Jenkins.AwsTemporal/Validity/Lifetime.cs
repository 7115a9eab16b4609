namespace Jenkins.AwsTemporal.Validity;

/// <summary>How long credentials live, and how that is known.</summary>
public sealed class Lifetime
{
    private Lifetime(DateTimeOffset? expiration, ExpirationSource source) => (Expiration, Source) = (expiration, source);

    /// <summary>The end, in UTC; null when <see cref="Source"/> is <see cref="ExpirationSource.Unknown"/>.</summary>
    public DateTimeOffset? Expiration { get; }

    /// <summary>How the end is known.</summary>
    public ExpirationSource Source { get; }

    /// <summary>
    /// The end that the credentials name, else the one that follows from the duration that their owner was asked for.
    /// The estimate errs on the early side: nobody takes a session before the prompt asks for it without naming its end.
    /// </summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="duration">What the prompt asked for; null when nothing was asked.</param>
    /// <param name="prompted">The moment of the prompt, from which the duration counts.</param>
    public static Lifetime Of(TemporaryCredentials credentials, TimeSpan? duration, DateTimeOffset prompted)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.Expiration is { } end)
            return new Lifetime(end, ExpirationSource.Paste);
        return duration is { } asked
            ? new Lifetime((prompted + asked).ToUniversalTime(), ExpirationSource.Duration)
            : new Lifetime(null, ExpirationSource.Unknown);
    }

    /// <summary>What is left at a moment, never negative; null when the end is not known.</summary>
    public TimeSpan? LeftAt(DateTimeOffset now) =>
        Expiration is not { } end ? null : end > now ? end - now : TimeSpan.Zero;

    /// <summary>The end is known and has come.</summary>
    public bool IsOverAt(DateTimeOffset now) => Expiration is { } end && end <= now;

    internal static Lifetime Restore(DateTimeOffset? expiration, ExpirationSource source) =>
        expiration is null ? new Lifetime(null, ExpirationSource.Unknown) : new Lifetime(expiration, source);
}
