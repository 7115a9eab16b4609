using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>A page of secrets, without their values; it may be empty although another follows.</summary>
internal sealed class ListSecretsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<SecretListEntry>? SecretList { get; set; }
}
