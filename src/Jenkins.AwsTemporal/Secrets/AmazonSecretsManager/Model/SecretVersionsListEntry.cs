namespace Amazon.SecretsManager.Model;

/// <summary>A version as a list shows it.</summary>
internal sealed class SecretVersionsListEntry
{
    public DateTime? CreatedDate { get; set; }

    public DateTime? LastAccessedDate { get; set; }

    public string? VersionId { get; set; }

    public List<string>? VersionStages { get; set; }
}
