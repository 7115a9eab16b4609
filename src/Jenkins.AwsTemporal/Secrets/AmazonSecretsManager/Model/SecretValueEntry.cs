namespace Amazon.SecretsManager.Model;

/// <summary>One version of one secret of a batch: a string or bytes, never both.</summary>
internal sealed class SecretValueEntry
{
    public string? ARN { get; set; }

    public DateTime? CreatedDate { get; set; }

    public string? Name { get; set; }

    public MemoryStream? SecretBinary { get; set; }

    public string? SecretString { get; set; }

    public string? VersionId { get; set; }

    public List<string>? VersionStages { get; set; }
}
