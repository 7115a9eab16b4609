using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Makes a secret; with a value, its first version is <c>AWSCURRENT</c>.</summary>
internal sealed class CreateSecretRequest : AmazonWebServiceRequest
{
    /// <summary>The new version's id, 32 to 64 characters: the same one again stores nothing more.</summary>
    public string? ClientRequestToken { get; set; }

    public string? Description { get; set; }

    public string? KmsKeyId { get; set; }

    public string? Name { get; set; }

    public MemoryStream? SecretBinary { get; set; }

    public string? SecretString { get; set; }
}
