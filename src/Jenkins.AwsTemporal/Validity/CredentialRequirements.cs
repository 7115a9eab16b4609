using System.Globalization;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Validity;

/// <summary>What credentials must be before they are used: alive, alive long enough, and of the right owner.</summary>
public sealed partial class CredentialRequirements
{
    private readonly string[] _accounts;

    /// <summary>States the requirements.</summary>
    /// <param name="accounts">The accounts, 12 digits each, of which the credentials must be; none means any.</param>
    /// <param name="partition">The partition, such as <c>aws</c> or <c>aws-cn</c>; null means any.</param>
    /// <param name="minimumLife">How long they must live still, from zero up; an end that is not known falls short of any but zero.</param>
    /// <exception cref="ArgumentException">An account is not 12 digits, the partition is malformed, or the life is negative.</exception>
    public CredentialRequirements(IEnumerable<string>? accounts = null, string? partition = null, TimeSpan minimumLife = default)
    {
        _accounts = [.. accounts ?? []];
        if (Array.Find(_accounts, account => !AccountId.IsValid(account)) is { } wrong)
            throw new ArgumentException($"an account is 12 digits, not \"{wrong}\"", nameof(accounts));
        if (partition is not null && !PartitionName().IsMatch(partition))
            throw new ArgumentException($"a partition is aws, aws-cn and the like, not \"{partition}\"", nameof(partition));
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumLife, TimeSpan.Zero);
        Partition = partition;
        MinimumLife = minimumLife;
    }

    /// <summary>The accounts of which the credentials must be; empty means any.</summary>
    public IReadOnlyList<string> Accounts => _accounts;

    /// <summary>The partition of which the credentials must be; null means any.</summary>
    public string? Partition { get; }

    /// <summary>How long the credentials must live still.</summary>
    public TimeSpan MinimumLife { get; }

    /// <summary>Checks how long credentials live.</summary>
    /// <exception cref="CredentialsException"><see cref="ErrorCode.Expired"/> or <see cref="ErrorCode.TooLittleLife"/>.</exception>
    public void CheckLife(Lifetime lifetime, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        var asked = Seconds(MinimumLife < SessionLife.Longest - SessionLife.Shortest ? MinimumLife + SessionLife.Shortest : SessionLife.Longest);
        var hint = $"take a new session: aws sts get-session-token --duration-seconds {asked}";
        if (lifetime.IsOverAt(now))
            throw Expired(lifetime, now, hint + "; if this one is new, set this machine's clock");
        if (MinimumLife > TimeSpan.Zero && lifetime.LeftAt(now) is null)
            throw new CredentialsException(
                ErrorCode.TooLittleLife,
                $"the paste does not say when the credentials end, and {Seconds(MinimumLife)} more seconds were asked for",
                $"paste a form that names the expiration, or say what was asked of AWS, such as --duration {asked}")
            { Field = CredentialParts.ExpirationField };
        if (lifetime.LeftAt(now) is { } left && left < MinimumLife)
            throw new CredentialsException(
                ErrorCode.TooLittleLife,
                $"the credentials live {Seconds(left)} more seconds, and {Seconds(MinimumLife)} were asked for",
                hint)
            { Field = CredentialParts.ExpirationField };
    }

    /// <summary>Checks whose credentials they are, as far as that is known.</summary>
    /// <param name="accountId">The account, or null when it is not known.</param>
    /// <param name="partition">The partition, or null when it is not known.</param>
    /// <exception cref="CredentialsException"><see cref="ErrorCode.WrongAccount"/> or <see cref="ErrorCode.WrongPartition"/>.</exception>
    public void CheckOwner(string? accountId, string? partition)
    {
        if (accountId is not null && _accounts.Length > 0 && !_accounts.Contains(accountId, StringComparer.Ordinal))
            throw new CredentialsException(
                ErrorCode.WrongAccount,
                $"the credentials belong to account {accountId}, not to {string.Join(" or ", _accounts)}",
                "take the session from the right account, or with another profile")
            { Field = CredentialParts.AccessKeyIdField };
        if (partition is not null && Partition is not null && partition != Partition)
            throw new CredentialsException(
                ErrorCode.WrongPartition,
                $"the credentials belong to partition {partition}, not to {Partition}",
                "take the session from the right partition, or with another profile")
            { Field = CredentialParts.AccessKeyIdField };
    }

    /// <summary>Checks that what was asked of their owner is known at all. For when nobody is asked after this.</summary>
    /// <param name="accountId">The account, or null when it is not known.</param>
    /// <param name="partition">The partition, or null when it is not known.</param>
    /// <exception cref="CredentialsException"><see cref="ErrorCode.WrongAccount"/> or <see cref="ErrorCode.WrongPartition"/>.</exception>
    public void CheckOwnerIsKnown(string? accountId, string? partition)
    {
        const string Hint = "let AWS be asked: aws-temporal open without --no-verify";
        if (accountId is null && _accounts.Length > 0)
            throw new CredentialsException(ErrorCode.WrongAccount, "the paste does not tell its account, and one was asked for", Hint)
            { Field = CredentialParts.AccessKeyIdField };
        if (partition is null && Partition is not null)
            throw new CredentialsException(ErrorCode.WrongPartition, "the paste does not tell its partition, and one was asked for", Hint)
            { Field = CredentialParts.AccessKeyIdField };
    }

    internal static CredentialsException Expired(Lifetime lifetime, DateTimeOffset now, string hint)
    {
        var end = lifetime.Expiration!.Value;
        var estimated = lifetime.Source == ExpirationSource.Duration ? ", estimated from the duration that was asked for" : "";
        return new CredentialsException(
            ErrorCode.Expired,
            $"the credentials expired at {end:yyyy-MM-dd'T'HH:mm:ss'Z'}, {TimeWords.Of(now - end)} ago{estimated}",
            hint)
        { Field = CredentialParts.ExpirationField };
    }

    private static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\Aaws(?:-[a-z]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PartitionName();
}
