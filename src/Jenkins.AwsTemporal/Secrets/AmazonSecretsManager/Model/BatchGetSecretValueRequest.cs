using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Asks for the current versions of up to 20 secrets: those of a list, or a page of those that every filter lets through.</summary>
internal sealed class BatchGetSecretValueRequest : AmazonWebServiceRequest
{
    public List<Filter>? Filters { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public List<string>? SecretIdList { get; set; }
}
