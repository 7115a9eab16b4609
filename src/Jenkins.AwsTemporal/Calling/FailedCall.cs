namespace Jenkins.AwsTemporal.Calling;

/// <summary>What is known of a call that failed, beside the exception.</summary>
internal sealed class FailedCall(string operation, AwsPeer peer, AwsCallOptions options, IReadOnlyList<string> secrets, string? carried, bool timeIsUp)
{
    /// <summary>AWS accepts signatures this far from its own time.</summary>
    private static readonly TimeSpan AcceptedSkew = TimeSpan.FromMinutes(5);

    public string Operation => operation;

    public string Host => peer.Host ?? "AWS";

    public string Region => options.Region;

    public AwsCallOptions Options => options;

    public TimeSpan? ClockSkew => peer.ClockSkew;

    /// <summary>
    /// Whether the last signature bore a time that AWS does not accept. Not the same as this machine's clock being off:
    /// the SDK corrects the time of its second attempt, and what is refused then is refused for another reason.
    /// </summary>
    public bool SignedAtWrongTime => peer.SignatureSkew is { } skew && skew.Duration() > AcceptedSkew;

    public bool TimeIsUp => timeIsUp;

    /// <summary>Whether AWS's words may be shown as far as what was sent goes: what is too short to be scrubbed must not be in them.</summary>
    public bool MayQuote(string? text) =>
        carried is not { Length: < ErrorText.Shortest } || text?.Contains(carried, StringComparison.OrdinalIgnoreCase) != true;

    public string OneLine(string? text) => ErrorText.OneLine(text, carried is null ? secrets : [.. secrets, carried]);
}
