namespace Jenkins.AwsTemporal.Validity;

/// <summary>This machine's clock, corrected by what AWS's own clock was seen to differ.</summary>
internal sealed class CorrectedTimeProvider(TimeProvider time, TimeSpan skew) : TimeProvider
{
    /// <summary>A clock that is off by more than this is worth telling its owner.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + skew;
}
