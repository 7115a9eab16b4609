namespace Jenkins.AwsTemporal.Calling;

/// <summary>What is known of a call that failed, beside the exception.</summary>
internal sealed class FailedCall(string operation, AwsPeer peer, AwsCallOptions options, IReadOnlyList<string> secrets, bool timeIsUp)
{
    /// <summary>AWS accepts signatures this far from its own time.</summary>
    private static readonly TimeSpan AcceptedSkew = TimeSpan.FromMinutes(5);

    public string Operation => operation;

    public string Host => peer.Host ?? "AWS";

    public string Region => options.Region;

    public AwsCallOptions Options => options;

    public TimeSpan? ClockSkew => peer.ClockSkew;

    public bool ClockIsOff => peer.ClockSkew is { } skew && skew.Duration() > AcceptedSkew;

    public bool TimeIsUp => timeIsUp;

    public string OneLine(string? text) => ErrorText.OneLine(text, secrets);
}
