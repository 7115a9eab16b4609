using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Asks for a page of a secret's versions, 1 to 100 of them.</summary>
internal sealed class ListSecretVersionIdsRequest : AmazonWebServiceRequest
{
    /// <summary>Also versions without a stage.</summary>
    public bool? IncludeDeprecated { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public string? SecretId { get; set; }
}
