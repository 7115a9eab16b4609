namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// Whom credentials belong to, as STS said. That it said so proves that they are alive, and nothing about what they may
/// do: GetCallerIdentity succeeds even under an explicit deny
/// (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
/// </summary>
public sealed class CallerIdentity
{
    internal CallerIdentity(string accountId, string arn, string userId, string partition, TimeSpan? clockSkew)
    {
        AccountId = accountId;
        Arn = arn;
        UserId = userId;
        Partition = partition;
        ClockSkew = clockSkew;
    }

    /// <summary>The account, twelve digits.</summary>
    public string AccountId { get; }

    /// <summary>The user or session, such as <c>arn:aws:sts::123456789012:assumed-role/deploy/anna</c>.</summary>
    public string Arn { get; }

    /// <summary>AWS's unique id of the user, or <c>ROLEID:SESSION</c> of a role's session.</summary>
    public string UserId { get; }

    /// <summary>The partition, from <see cref="Arn"/>: <c>aws</c>, <c>aws-us-gov</c>, <c>aws-cn</c>, …</summary>
    public string Partition { get; }

    /// <summary>AWS's clock minus this machine's, to the second; null when the answer had no date.</summary>
    public TimeSpan? ClockSkew { get; }

    /// <summary>Whether it is a session of a role: a role that is assumed with it lives an hour at most.</summary>
    public bool IsRoleSession => Arn.Contains(":assumed-role/", StringComparison.Ordinal);

    /// <summary>
    /// The MFA device that a user of IAM has by convention, <c>arn:PARTITION:iam::ACCOUNT:mfa/USER</c>; null for whoever
    /// is no user. The user may have another one.
    /// </summary>
    public string? MfaSerialNumber => UserName is { } name ? $"arn:{Partition}:iam::{AccountId}:mfa/{name}" : null;

    /// <summary>The name of the user of IAM, without the path; null for whoever is none.</summary>
    public string? UserName => Arn.Contains(":user/", StringComparison.Ordinal) ? Arn[(Arn.LastIndexOf('/') + 1)..] : null;

    /// <summary>The ARN of a role: the ARN itself, or that of a name in the caller's own account and partition.</summary>
    /// <param name="role">A name, with its path if it has one, or an ARN.</param>
    /// <param name="accountId">The role's account, if it is not the caller's; of an ARN it has to be the account.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidArgument"/>: neither a name nor an ARN, or of another account.</exception>
    public string ArnOfRole(string role, string? accountId = null)
    {
        ArgumentNullException.ThrowIfNull(role);
        return RoleArn.Of(role, accountId, this);
    }

    /// <summary>The identity that an ARN names; no call is made.</summary>
    internal static CallerIdentity FromArn(string arn, string userId, TimeSpan? clockSkew = null)
    {
        var parts = arn.Split(':');
        return parts.Length >= 6
            ? new CallerIdentity(parts[4], arn, userId, parts[1], clockSkew)
            : throw new FormatException("not an ARN");
    }

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn;
}
