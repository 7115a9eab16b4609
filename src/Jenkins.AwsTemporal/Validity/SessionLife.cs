namespace Jenkins.AwsTemporal.Validity;

/// <summary>
/// How long AWS lets a session live: <c>DurationSeconds</c> of
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html and
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
/// </summary>
internal static class SessionLife
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    /// <summary>Of a user's own session.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(36);

    /// <summary>Of a role's session, whatever the role itself allows.</summary>
    public static readonly TimeSpan LongestOfRole = TimeSpan.FromHours(12);

    /// <summary>Whether AWS can be asked for it: whole seconds, not too few and not too many.</summary>
    public static bool Holds(TimeSpan duration, TimeSpan longest) =>
        duration >= Shortest && duration <= longest && duration.Ticks % TimeSpan.TicksPerSecond == 0;
}
