using System.Security.Cryptography;
using AwsEmulator.Identity;
using AwsEmulator.Policies;

namespace AwsEmulator.Secrets;

/// <summary>A secret and its versions.</summary>
public sealed class Secret
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>AWS keeps about as many, and deletes deprecated ones that are older than a day.</summary>
    internal const int MaxVersions = 100;

    private readonly List<SecretVersion> _versions = [];

    internal Secret(Account account, string region, string name)
    {
        Account = account;
        Region = region;
        Name = name;
        Arn = $"{ArnWithoutSuffix}-{RandomNumberGenerator.GetString(Letters, 6)}";
        CreatedAt = account.Cloud.Time.GetUtcNow();
    }

    public Account Account { get; }

    public string Region { get; }

    public string Name { get; }

    /// <summary>Ends in a hyphen and six random characters.</summary>
    public string Arn { get; }

    public string? Description { get; set; }

    /// <summary>The key it was created with; null for AWS's own.</summary>
    public string? KmsKeyId { get; set; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>When the secret will be gone; until then it is marked for deletion and cannot be read.</summary>
    public DateTimeOffset? DeletionDate { get; set; }

    /// <summary>Reading fails with DecryptionFailure.</summary>
    public bool KmsBroken { get; set; }

    /// <summary>Who of other accounts may read it.</summary>
    public PolicyDocument? ResourcePolicy { get; set; }

    public IReadOnlyList<SecretVersion> Versions => _versions;

    internal string ArnWithoutSuffix => ArnOf(Account, Region, Name);

    internal static string ArnOf(Account account, string region, string name) =>
        $"arn:{account.Partition}:secretsmanager:{region}:{account.Id}:secret:{name}";

    /// <summary>Adds a version; without stages, or with AWSCURRENT, it becomes the current one.</summary>
    public SecretVersion Put(SecretContent content, string? versionId = null, IReadOnlyList<string>? stages = null)
    {
        stages ??= [Current];
        var version = new SecretVersion(versionId ?? Guid.NewGuid().ToString(), content, Account.Cloud.Time.GetUtcNow());
        var current = _versions.FirstOrDefault(other => other.Stages.Contains(Current));
        foreach (var stage in stages)
            foreach (var other in _versions)
                other.Stages.Remove(stage);
        if (current is not null && stages.Contains(Current))
        {
            foreach (var other in _versions)
                other.Stages.Remove(Previous);
            current.Stages.Add(Previous);
        }
        version.Stages.AddRange(stages);
        _versions.Add(version);
        return version;
    }
}
