using System.Buffers;
using System.Globalization;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>
/// What assuming a role demands besides a named user and a code from that user's MFA device, and what it may carry.
/// Nothing that is not named here is allowed: without <see cref="TagKeys"/> no session tags, without
/// <see cref="SourceIdentities"/> or <see cref="OwnSourceIdentity"/> no source identity.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html</remarks>
public sealed class RoleTerms
{
    /// <summary>What IAM calls the name of the calling user; sessions of roles have none.</summary>
    internal const string UserName = "aws:username";

    private static readonly SearchValues<char> TagKeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _.:/=+-@");

    private static readonly SearchValues<char> ExternalIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@:/-");

    private static readonly SearchValues<char> SourceIdentityCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-*?");

    /// <summary>
    /// The greatest age of the MFA code, whole seconds up to 36 hours; null sets no limit but the session's own. The code
    /// of AssumeRole itself is always new: this is for sessions of GetSessionToken.
    /// </summary>
    public TimeSpan? MfaAge
    {
        get;
        init => field = value is { } age ? CheckAge(age) : null;
    }

    /// <summary>The external id that the caller must give, 2 to 1224 characters; null demands none.</summary>
    public string? ExternalId
    {
        get;
        init => field = value is null || (value.Length is >= 2 and <= 1224 && value.AsSpan().IndexOfAnyExcept(ExternalIdCharacters) < 0)
            ? value
            : throw new PolicyException($"the external id \"{value}\" is not 2 to 1224 characters of A-Z a-z 0-9 _ + = , . @ : / -", "give the external id that the caller sends");
    }

    /// <summary>The caller must set one of these source identities; <c>*</c> and <c>?</c> are patterns.</summary>
    public IReadOnlyList<string> SourceIdentities
    {
        get;
        init => field = Each(value, IsSourceIdentity, "source identity", "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -, with * and ? as patterns");
    } = [];

    /// <summary>The caller must set their own user name as the source identity, so that nobody can pass for another.</summary>
    public bool OwnSourceIdentity { get; init; }

    /// <summary>The keys of the session tags that the caller may set, as they are written there.</summary>
    public IReadOnlyList<string> TagKeys
    {
        get;
        init => field = Each(value, IsTagKey, "tag key", "1 to 128 characters of A-Z a-z 0-9 _ . : / = + - @ and space, not beginning with aws:");
    } = [];

    internal bool NamesSource => OwnSourceIdentity || SourceIdentities.Count > 0;

    internal IEnumerable<Condition> Source
    {
        get
        {
            if (OwnSourceIdentity && SourceIdentities.Count > 0)
                throw new PolicyException("the source identity is to be the user's own and one of a list", "demand one of the two");
            if (OwnSourceIdentity)
                yield return new("StringEquals", "sts:SourceIdentity", ["${" + UserName + "}"]);
            else if (SourceIdentities.Count > 0)
                yield return new("StringLike", "sts:SourceIdentity", SourceIdentities);
        }
    }

    internal IEnumerable<Condition> Tags =>
        TagKeys.Count > 0 ? [new("ForAllValues:StringEquals", "aws:TagKeys", TagKeys)] : [];

    internal static IEnumerable<Condition> Mfa(TimeSpan? age)
    {
        yield return new("Bool", "aws:MultiFactorAuthPresent", ["true"]);
        if (age is { } limit)
            yield return new("NumericLessThan", "aws:MultiFactorAuthAge", [((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture)]);
    }

    internal static TimeSpan CheckAge(TimeSpan age) =>
        age >= TimeSpan.FromSeconds(1) && age <= SessionLife.Longest && age.Ticks % TimeSpan.TicksPerSecond == 0
            ? age
            : throw new PolicyException("the age of an MFA code is not a number of seconds from 1 to 129600 (36 hours)", "give an age such as 15m");

    private static bool IsSourceIdentity(string text) =>
        text.Length <= 64
        && text.Length >= (text.Contains('*', StringComparison.Ordinal) ? 1 : 2)
        && text.AsSpan().IndexOfAnyExcept(SourceIdentityCharacters) < 0;

    private static bool IsTagKey(string text) =>
        text.Length is >= 1 and <= 128
        && text.AsSpan().IndexOfAnyExcept(TagKeyCharacters) < 0
        && !text.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);

    private static string[] Each(IReadOnlyList<string> values, Predicate<string> isValid, string what, string rule)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.FirstOrDefault(value => !isValid(value)) is { } wrong
            ? throw new PolicyException($"the {what} \"{wrong}\" is not {rule}", $"correct the {what}")
            : [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
