namespace Jenkins.AwsTemporal.Secrets;

/// <summary>A secret as a list shows it, without its value. None of it is secret.</summary>
public sealed class SecretSummary
{
    internal SecretSummary(string name, string arn) => (Name, Arn) = (name, arn);

    /// <summary>The secret's name.</summary>
    public string Name { get; }

    /// <summary>The secret's ARN.</summary>
    public string Arn { get; }

    /// <summary>The description; null when there is none.</summary>
    public string? Description { get; internal init; }

    /// <summary>The stages that versions of it have, such as <c>AWSCURRENT</c>, in ordinal order; none without a version.</summary>
    public IReadOnlyList<string> Stages { get; internal init; } = [];

    /// <summary>When the secret was made, UTC; null when AWS does not say.</summary>
    public DateTimeOffset? CreatedDate { get; internal init; }

    /// <summary>When the secret or its value was last changed, UTC; null when AWS does not say.</summary>
    public DateTimeOffset? LastChangedDate { get; internal init; }

    /// <summary>The day on which the value was last read, UTC; null when it never was.</summary>
    public DateTimeOffset? LastAccessedDate { get; internal init; }

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn;
}
