using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Values, and what failed, under one HTTP 200. With a token, some are still missing.</summary>
internal sealed class BatchGetSecretValueResponse : AmazonWebServiceResponse
{
    public List<APIErrorType>? Errors { get; set; }

    public string? NextToken { get; set; }

    public List<SecretValueEntry>? SecretValues { get; set; }
}
