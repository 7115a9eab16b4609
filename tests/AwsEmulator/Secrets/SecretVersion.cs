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

    public IReadOnlyCollection<string> StageNames => Stages;

    internal List<string> Stages { get; } = [];
}
