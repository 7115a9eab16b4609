using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Where one command's data and words go, and how much of them its user wants.</summary>
internal sealed class Output(Surroundings surroundings, bool asJson, bool verbose)
{
    public bool AsJson { get; } = asJson;

    /// <summary>How AWS is called from here; with <c>--verbose</c>, calls are told of.</summary>
    public AwsCallOptions CallOptions(string? region) =>
        AwsCallOptions.FromEnvironment(surroundings.Environment, region) with { Logger = new VerboseLog(this) };

    /// <summary>A live session, renewed if it was due and could be.</summary>
    public Task<Session> ReadLiveAsync(SessionFolder folder, CancellationToken cancellation) =>
        new SessionRenewer(CallOptions, surroundings.Time).ReadLiveAsync(folder, cancellation);

    /// <summary>How far AWS's clock is from this machine's, where it matters; then it is told.</summary>
    public TimeSpan ClockSkew(TimeSpan? measured)
    {
        var skew = Session.CountedSkew(measured);
        if (skew != TimeSpan.Zero)
            Warn($"this machine's clock is {TimeWords.Of(skew.Duration())} {(skew > TimeSpan.Zero ? "behind" : "ahead of")} AWS's; the session counts by AWS's");
        return skew;
    }

    public void Write(Facts facts) => facts.Write(surroundings.Out, AsJson);

    public void Warn(string words) => surroundings.Tell($"aws-temporal: warning: {words}\n");

    public void Explain(string words)
    {
        if (verbose)
            surroundings.Tell($"aws-temporal: {words}\n");
    }
}
