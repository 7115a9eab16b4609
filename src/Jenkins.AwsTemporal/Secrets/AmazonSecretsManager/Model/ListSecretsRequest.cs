using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Asks for a page of the secrets that every filter lets through, 1 to 100 of them.</summary>
internal sealed class ListSecretsRequest : AmazonWebServiceRequest
{
    public List<Filter>? Filters { get; set; }

    public bool? IncludePlannedDeletion { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }
}
