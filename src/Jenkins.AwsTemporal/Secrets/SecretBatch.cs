namespace Jenkins.AwsTemporal.Secrets;

/// <summary>A page of secrets as AWS answers with them: with their values, with why there is none, or with their names alone.</summary>
internal sealed class SecretBatch(List<WantedSecret> secrets, string? nextToken)
{
    public List<WantedSecret> Secrets { get; } = secrets;

    /// <summary>Asks for what is missing; null when nothing is.</summary>
    public string? NextToken { get; } = string.IsNullOrEmpty(nextToken) ? null : nextToken;
}
