using AwsEmulator.Policies;

namespace AwsEmulator.Identity;

/// <summary>An access key, long-term or temporary, and what it carries into a request.</summary>
public sealed class Credentials
{
    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    /// <summary>Null for a long-term key.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Null for a long-term key.</summary>
    public DateTimeOffset? Expiration { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>The user whose key or GetSessionToken session this is.</summary>
    public User? User { get; init; }

    /// <summary>The role that was assumed.</summary>
    public Role? Role { get; init; }

    public string? SessionName { get; init; }

    public string? SourceIdentity { get; init; }

    /// <summary>When an MFA code was given to GetSessionToken.</summary>
    public DateTimeOffset? MfaAt { get; init; }

    public IReadOnlyDictionary<string, string> SessionTags { get; init; } = NoTags;

    public IReadOnlySet<string> TransitiveTagKeys { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Session policies; they only ever take away.</summary>
    public IReadOnlyList<PolicyDocument> SessionPolicies { get; init; } = [];

    public bool IsTemporary => SessionToken is not null;

    public Account Account => User?.Account ?? Role!.Account;

    public string Arn => User?.Arn ?? $"arn:{Account.Partition}:sts::{Account.Id}:assumed-role/{Role!.Name}/{SessionName}";

    public string UserId => User?.Id ?? $"{Role!.Id}:{SessionName}";

    /// <summary>The ARN that policies compare: of the user or the role, not of the session.</summary>
    public string PrincipalArn => User?.Arn ?? Role!.Arn;

    internal IReadOnlyList<PolicyDocument> IdentityPolicies => User?.Policies ?? Role!.Policies;

    internal static IReadOnlyDictionary<string, string> NoTags { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public override string ToString() => $"{AccessKeyId} of {Arn}";
}
