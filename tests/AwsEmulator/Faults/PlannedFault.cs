namespace AwsEmulator.Faults;

/// <summary>One entry of a plan.</summary>
internal sealed record PlannedFault(Fault Fault, string? Action, string? Service, TimeSpan Delay, string? Location)
{
    public int Left { get; set; }
}
