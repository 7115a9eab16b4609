namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What Secrets Manager says of a version, beside its value. None of it is secret.</summary>
public sealed class SecretVersion
{
    internal SecretVersion(string name, string arn, string versionId, IReadOnlyList<string> stages, DateTimeOffset? createdDate)
    {
        Name = name;
        Arn = arn;
        VersionId = versionId;
        Stages = stages;
        CreatedDate = createdDate;
    }

    /// <summary>The secret's name.</summary>
    public string Name { get; }

    /// <summary>The secret's ARN.</summary>
    public string Arn { get; }

    /// <summary>The version's id.</summary>
    public string VersionId { get; }

    /// <summary>The version's stages, such as <c>AWSCURRENT</c>; may be empty.</summary>
    public IReadOnlyList<string> Stages { get; }

    /// <summary>When the version was made, UTC; null when AWS does not say.</summary>
    public DateTimeOffset? CreatedDate { get; }

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn;
}
