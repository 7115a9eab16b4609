namespace Jenkins.AwsTemporal.Tests.Validity;

/// <summary>A clock that moves only when it is told to.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
