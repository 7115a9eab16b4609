using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Where one command's data and words go, and how much of them its user wants.</summary>
internal sealed class Output(Surroundings surroundings, bool asJson, bool verbose)
{
    public bool AsJson { get; } = asJson;

    /// <summary>How AWS is called from here; with <c>--verbose</c>, calls are told of.</summary>
    public AwsCallOptions CallOptions(string? region) =>
        AwsCallOptions.FromEnvironment(surroundings.Environment, region) with { Logger = new VerboseLog(this) };

    public void Write(Facts facts) => facts.Write(surroundings.Out, AsJson);

    public void Warn(string words) => surroundings.Tell($"aws-temporal: warning: {words}\n");

    public void Explain(string words)
    {
        if (verbose)
            surroundings.Tell($"aws-temporal: {words}\n");
    }
}
