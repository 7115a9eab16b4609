namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What one answer to a batch holds.</summary>
internal sealed class SecretBatch(List<SecretValue> values, List<SecretRefusal> refusals, string? nextToken)
{
    public List<SecretValue> Values { get; } = values;

    public List<SecretRefusal> Refusals { get; } = refusals;

    /// <summary>Asks for what is missing; null when nothing is.</summary>
    public string? NextToken { get; } = string.IsNullOrEmpty(nextToken) ? null : nextToken;
}
