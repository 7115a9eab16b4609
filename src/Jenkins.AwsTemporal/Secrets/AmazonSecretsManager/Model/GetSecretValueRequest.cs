using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Asks for one version of one secret; without a version and a stage, for <c>AWSCURRENT</c>.</summary>
internal sealed class GetSecretValueRequest : AmazonWebServiceRequest
{
    public string? SecretId { get; set; }

    public string? VersionId { get; set; }

    public string? VersionStage { get; set; }
}
