namespace AwsEmulator.Secrets;

/// <summary>One version of a secret; without a stage it is deprecated.</summary>
public sealed class SecretVersion
{
    internal SecretVersion(string id, SecretContent content, DateTimeOffset createdAt)
    {
        Id = id;
        Content = content;
        CreatedAt = createdAt;
    }

    public string Id { get; }

    public SecretContent Content { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The day on which it was last read; null before.</summary>
    public DateTimeOffset? LastAccessedAt { get; internal set; }

    public IReadOnlyCollection<string> StageNames => Stages;

    internal List<string> Stages { get; } = [];
}
