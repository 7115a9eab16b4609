using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>The operations of Secrets Manager, 2017-10-17, that this library uses.</summary>
internal interface IAmazonSecretsManager : IDisposable
{
    /// <summary>https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html</summary>
    Task<BatchGetSecretValueResponse> BatchGetSecretValueAsync(BatchGetSecretValueRequest request, CancellationToken cancellationToken = default);

    /// <summary>https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html</summary>
    Task<CreateSecretResponse> CreateSecretAsync(CreateSecretRequest request, CancellationToken cancellationToken = default);

    /// <summary>https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html</summary>
    Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default);

    /// <summary>https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html</summary>
    Task<ListSecretsResponse> ListSecretsAsync(ListSecretsRequest request, CancellationToken cancellationToken = default);

    /// <summary>https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html</summary>
    Task<ListSecretVersionIdsResponse> ListSecretVersionIdsAsync(ListSecretVersionIdsRequest request, CancellationToken cancellationToken = default);

    /// <summary>https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html</summary>
    Task<PutSecretValueResponse> PutSecretValueAsync(PutSecretValueRequest request, CancellationToken cancellationToken = default);
}
