namespace Amazon.SecretsManager.Model;

/// <summary>A secret as a list shows it.</summary>
internal sealed class SecretListEntry
{
    public string? ARN { get; set; }

    public DateTime? CreatedDate { get; set; }

    public DateTime? DeletedDate { get; set; }

    public string? Description { get; set; }

    public DateTime? LastAccessedDate { get; set; }

    public DateTime? LastChangedDate { get; set; }

    public string? Name { get; set; }

    public Dictionary<string, List<string>>? SecretVersionsToStages { get; set; }
}
