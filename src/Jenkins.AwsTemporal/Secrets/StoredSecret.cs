namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What became of a value that was to be stored. None of it is secret.</summary>
public sealed class StoredSecret
{
    internal StoredSecret(SecretOutcome outcome, SecretVersion version)
    {
        Outcome = outcome;
        Version = version;
    }

    /// <summary>What was done.</summary>
    public SecretOutcome Outcome { get; }

    /// <summary>The version that holds the value.</summary>
    public SecretVersion Version { get; }

    /// <summary>
    /// Whether the name ends in a hyphen and six letters or digits, as AWS ends an ARN: asked for by an ARN without its own
    /// six, AWS may find another secret or none
    /// (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html).
    /// </summary>
    public bool IsNamedLikeArn => SecretArn.HasSuffix(Version.Name);

    /// <summary>The outcome and the ARN.</summary>
    public override string ToString() => $"{Outcome} {Version}";
}
