using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>Why one secret of a batch has no value.</summary>
internal sealed class SecretRefusal(string secretId, AwsCallException fault)
{
    /// <summary>As it was asked for, or its ARN.</summary>
    public string SecretId { get; } = secretId;

    public AwsCallException Fault { get; } = fault;
}
