namespace AwsEmulator;

/// <summary>The emulator's own clock: another one, shifted.</summary>
public sealed class EmulatorClock(TimeProvider time) : TimeProvider
{
    private long _shift;

    /// <summary>How far the emulator is ahead of the clock it was given.</summary>
    public TimeSpan Shift
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _shift));
        set => Interlocked.Exchange(ref _shift, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Shift;

    public override long GetTimestamp() => time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;
}
