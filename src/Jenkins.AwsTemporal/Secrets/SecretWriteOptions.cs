namespace Jenkins.AwsTemporal.Secrets;

/// <summary>How a value is stored. A wrong value throws <see cref="InvalidOptionException"/> when it is set.</summary>
public sealed class SecretWriteOptions
{
    /// <summary>Store the bytes as <c>SecretBinary</c> even if they are text.</summary>
    public bool AsBinary { get; init; }

    /// <summary>The description of a secret that is created, 1 to 2048 characters; one that exists keeps its own.</summary>
    public string? Description
    {
        get;
        init => field = Checked(nameof(Description), value);
    }

    /// <summary>
    /// The KMS key of a secret that is created, by id, ARN or alias, 1 to 2048 characters; one that exists keeps its own.
    /// Null takes AWS's key <c>aws/secretsmanager</c>, which no other account can use.
    /// </summary>
    public string? KmsKeyId
    {
        get;
        init => field = Checked(nameof(KmsKeyId), value);
    }

    private static string? Checked(string property, string? value) =>
        value is null or { Length: >= 1 and <= 2048 } ? value : throw InvalidOptionException.Argument(property, "1 to 2048 characters");
}
