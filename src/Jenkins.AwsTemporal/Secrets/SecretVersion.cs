namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What Secrets Manager says of a version, beside its value. None of it is secret.</summary>
public sealed class SecretVersion
{
    internal SecretVersion(string name, string arn, string versionId, IReadOnlyList<string> stages, DateTimeOffset? createdDate = null, DateTimeOffset? lastAccessedDate = null)
    {
        Name = name;
        Arn = arn;
        VersionId = versionId;
        Stages = stages;
        CreatedDate = createdDate;
        LastAccessedDate = lastAccessedDate;
    }

    /// <summary>The secret's name.</summary>
    public string Name { get; }

    /// <summary>The secret's ARN.</summary>
    public string Arn { get; }

    /// <summary>The version's id.</summary>
    public string VersionId { get; }

    /// <summary>The version's stages, such as <c>AWSCURRENT</c>; none when it is deprecated, which AWS deletes in time.</summary>
    public IReadOnlyList<string> Stages { get; }

    /// <summary>When the version was made, UTC; null when AWS does not say.</summary>
    public DateTimeOffset? CreatedDate { get; }

    /// <summary>The day on which it was last read, UTC; null when AWS does not say, as where the value itself was asked for.</summary>
    public DateTimeOffset? LastAccessedDate { get; }

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn;

    /// <summary>A time of the SDK's.</summary>
    internal static DateTimeOffset? Utc(DateTime? date) =>
        date is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time.ToUniversalTime(), DateTimeKind.Utc)) : null;
}
