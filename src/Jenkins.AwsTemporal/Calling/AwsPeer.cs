namespace Jenkins.AwsTemporal.Calling;

/// <summary>What is known of the machine that a client talks to: its name, and how far its clock is from this one's.</summary>
internal sealed class AwsPeer(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    private volatile string? _host;
    private long _skewTicks = Unknown;
    private long _signatureTicks = Unknown;

    /// <summary>Name and, unless it is the default, port; null before the first request.</summary>
    public string? Host => _host;

    /// <summary>The server's time minus this machine's, to the second that HTTP has; null before the first dated answer.</summary>
    public TimeSpan? ClockSkew => Known(ref _skewTicks);

    /// <summary>The server's time minus the last signature's; null when either is unknown.</summary>
    public TimeSpan? SignatureSkew => Known(ref _signatureTicks);

    public void Asked(Uri address) => _host = address.Authority;

    public void Answered(DateTimeOffset? date, DateTimeOffset? signed)
    {
        if (date is { } there) Interlocked.Exchange(ref _skewTicks, (there - time.GetUtcNow()).Ticks);
        Interlocked.Exchange(ref _signatureTicks, (date - signed)?.Ticks ?? Unknown);
    }

    private static TimeSpan? Known(ref long ticks) => Interlocked.Read(ref ticks) is var known and not Unknown ? new TimeSpan(known) : null;
}
