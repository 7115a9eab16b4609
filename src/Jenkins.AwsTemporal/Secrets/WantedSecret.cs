namespace Jenkins.AwsTemporal.Secrets;

/// <summary>A version of a secret that is to be fetched, and what became of it.</summary>
internal sealed class WantedSecret(string secretId, string? stage = null, string? versionId = null)
{
    public string SecretId { get; } = secretId;

    public string? Stage { get; } = stage;

    public string? VersionId { get; } = versionId;

    /// <summary>Whether it is of the kind that a batch has.</summary>
    public bool IsCurrent => Stage is null && VersionId is null;

    /// <summary>The name, as far as it is known.</summary>
    public string Name => Value?.Version.Name ?? SecretArn.NameOf(SecretId);

    public SecretValue? Value { get; set; }

    public AwsTemporalException? Fault { get; set; }

    public bool IsOpen => Value is null && Fault is null;

    /// <summary>Takes over what became of another, unless that may pass and is worth asking again, such as throttling.</summary>
    public void Take(WantedSecret other)
    {
        Value = other.Value;
        if (other.IsRefused) Fault = other.Fault;
    }

    /// <summary>Whether AWS refuses this secret, and not the caller or every call at this moment.</summary>
    public bool IsRefused => Fault is not null && IsOfOne(Fault);

    public static bool IsOfOne(AwsTemporalException fault) => fault.Code is ErrorCode.NotFound or ErrorCode.ScheduledForDeletion
        or ErrorCode.Denied or ErrorCode.Kms or ErrorCode.InvalidRequest;
}
