namespace Jenkins.AwsTemporal.Calling;

/// <summary>What is known of the machine that a client talks to: its name, and how far its clock is from this one's.</summary>
internal sealed class AwsPeer(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    private volatile string? _host;
    private long _skewTicks = Unknown;

    /// <summary>Name and, unless it is the default, port; null before the first request.</summary>
    public string? Host => _host;

    /// <summary>The server's time minus this machine's, to the second that HTTP has; null before the first dated answer.</summary>
    public TimeSpan? ClockSkew => Interlocked.Read(ref _skewTicks) is var ticks and not Unknown ? new TimeSpan(ticks) : null;

    public void Asked(Uri address) => _host = address.Authority;

    public void Answered(DateTimeOffset? date)
    {
        if (date is { } there) Interlocked.Exchange(ref _skewTicks, (there - time.GetUtcNow()).Ticks);
    }
}
