namespace Jenkins.AwsTemporal.Secrets;

/// <summary>A version of a secret that is to be fetched, and what became of it.</summary>
internal sealed class WantedSecret(string secretId, string? stage, string? versionId)
{
    public string SecretId { get; } = secretId;

    public string? Stage { get; } = stage;

    public string? VersionId { get; } = versionId;

    /// <summary>Whether it is of the kind that a batch has.</summary>
    public bool IsCurrent => Stage is null && VersionId is null;

    public SecretValue? Value { get; set; }

    public AwsTemporalException? Fault { get; set; }

    public bool IsOpen => Value is null && Fault is null;
}
