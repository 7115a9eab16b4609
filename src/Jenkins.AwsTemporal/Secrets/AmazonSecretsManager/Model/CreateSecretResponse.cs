using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>The secret that was made; without a value it has no version.</summary>
internal sealed class CreateSecretResponse : AmazonWebServiceResponse
{
    public string? ARN { get; set; }

    public string? Name { get; set; }

    public string? VersionId { get; set; }
}
