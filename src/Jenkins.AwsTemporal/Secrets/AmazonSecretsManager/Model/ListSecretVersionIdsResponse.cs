using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>A page of versions; it may be empty although another follows.</summary>
internal sealed class ListSecretVersionIdsResponse : AmazonWebServiceResponse
{
    public string? ARN { get; set; }

    public string? Name { get; set; }

    public string? NextToken { get; set; }

    public List<SecretVersionsListEntry>? Versions { get; set; }
}
