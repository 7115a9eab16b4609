using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Stores a new version in a secret, which becomes <c>AWSCURRENT</c>; the one that was becomes <c>AWSPREVIOUS</c>.</summary>
internal sealed class PutSecretValueRequest : AmazonWebServiceRequest
{
    /// <summary>The new version's id, 32 to 64 characters: the same one again stores nothing more.</summary>
    public string? ClientRequestToken { get; set; }

    public MemoryStream? SecretBinary { get; set; }

    public string? SecretId { get; set; }

    public string? SecretString { get; set; }
}
