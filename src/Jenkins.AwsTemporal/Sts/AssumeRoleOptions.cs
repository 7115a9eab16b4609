using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// What AssumeRole takes, every part checked against AWS's limits when it is set, so that an instance is always
/// sendable; blank texts count as not given. Holds no secret. The limits are those of
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
/// </summary>
public sealed class AssumeRoleOptions
{
    /// <summary>The longest session of a role that was assumed with temporary credentials: AWS fails a longer request.</summary>
    public static readonly TimeSpan LongestChained = TimeSpan.FromHours(1);

    /// <summary>Names the role and the session.</summary>
    /// <param name="roleArn">The role's ARN, 20 to 2048 characters.</param>
    /// <param name="sessionName">2 to 64 characters of <c>A-Za-z0-9_+=,.@-</c>; <see cref="Sts.SessionName"/> makes one.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidArgument"/>; this and every setter.</exception>
    public AssumeRoleOptions(string roleArn, string sessionName)
    {
        ArgumentNullException.ThrowIfNull(roleArn);
        ArgumentNullException.ThrowIfNull(sessionName);
        RoleArn = Sts.RoleArn.IsArn(roleArn)
            ? roleArn
            : throw InvalidOptionException.Argument(nameof(RoleArn), "the ARN of a role, 20 to 2048 characters");
        SessionName = StsText.IsName(sessionName)
            ? sessionName
            : throw InvalidOptionException.Argument(nameof(SessionName), "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -");
    }

    /// <summary>The role's ARN.</summary>
    public string RoleArn { get; }

    /// <summary>The name under which CloudTrail shows the session.</summary>
    public string SessionName { get; }

    /// <summary>How long the session shall live: whole seconds from 15 minutes to 12 hours; 1 hour by default. The role's own MaxSessionDuration may be less.</summary>
    public TimeSpan Duration
    {
        get;
        init => field = SessionLife.Holds(value, SessionLife.LongestOfRole)
            ? value
            : throw InvalidOptionException.Argument(nameof(Duration), "900 to 43200 whole seconds");
    } = TimeSpan.FromHours(1);

    /// <summary>Who is behind the session, kept through chains of roles: 2 to 64 characters of <c>A-Za-z0-9_+=,.@-</c>. Needs <c>sts:SetSourceIdentity</c>.</summary>
    public string? SourceIdentity
    {
        get;
        init => field = Optional(nameof(SourceIdentity), value, StsText.IsSourceIdentity, "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -, not beginning with aws:");
    }

    /// <summary>What the role's trust policy asks of another account: 2 to 1224 characters of <c>A-Za-z0-9_+=,.@:/-</c>. No secret, says AWS.</summary>
    public string? ExternalId
    {
        get;
        init => field = Optional(nameof(ExternalId), value, StsText.IsExternalId, "2 to 1224 characters of A-Z a-z 0-9 _ + = , . @ : / -");
    }

    /// <summary>A policy that limits the session further: a JSON object of at most 2048 characters, those of <see cref="PolicyArns"/> included.</summary>
    public string? Policy
    {
        get;
        init => field = Optional(nameof(Policy), value, text => SessionPolicies.IsDocument(text, PolicyArns), SessionPolicies.DocumentRule);
    }

    /// <summary>Managed policies that limit the session further: at most 10 ARNs, with <see cref="Policy"/> of at most 2048 characters.</summary>
    public IReadOnlyList<string> PolicyArns
    {
        get;
        init => field = SessionPolicies.Arns(value, Policy);
    } = [];

    /// <summary>
    /// Tags of the session: at most 50; keys of 1 to 128 characters that differ in more than case, values of up to 256,
    /// both of letters, digits, blanks and <c>_.:/=+-@</c> of all of Unicode. Needs <c>sts:TagSession</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Tags
    {
        get;
        init => field = SessionTags.Checked(value);
    } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Keys of tags that sessions chained from this one inherit: each a key of <see cref="Tags"/>, which has to be set
    /// first; in upper or lower case, which AWS does not tell apart.
    /// </summary>
    public IReadOnlyList<string> TransitiveTagKeys
    {
        get;
        init => field = SessionTags.Transitive(value, Tags);
    } = [];

    /// <summary>Names the role and the session.</summary>
    public override string ToString() => $"{RoleArn} as {SessionName}";

    private static string? Optional(string property, string? value, Func<string, bool> isValid, string rule) =>
        string.IsNullOrWhiteSpace(value) ? null : isValid(value) ? value : throw InvalidOptionException.Argument(property, rule);
}
