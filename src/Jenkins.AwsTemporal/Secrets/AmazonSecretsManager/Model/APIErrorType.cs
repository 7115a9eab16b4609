namespace Amazon.SecretsManager.Model;

/// <summary>Why one secret of a batch has no value.</summary>
internal sealed class APIErrorType
{
    public string? ErrorCode { get; set; }

    public string? Message { get; set; }

    public string? SecretId { get; set; }
}
