using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;
using Amazon.SecretsManager.Internal;
using Amazon.SecretsManager.Model;
using Amazon.SecretsManager.Model.Internal;

namespace Amazon.SecretsManager;

/// <summary>The client, shaped as the SDK's generated ones. Why it is here and how it goes: README.md beside this file.</summary>
internal sealed class AmazonSecretsManagerClient(AWSCredentials credentials, AmazonSecretsManagerConfig clientConfig)
    : AmazonServiceClient(credentials, clientConfig), IAmazonSecretsManager
{
    protected override IServiceMetadata ServiceMetadata { get; } = new AmazonSecretsManagerMetadata();

    public Task<BatchGetSecretValueResponse> BatchGetSecretValueAsync(BatchGetSecretValueRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<BatchGetSecretValueResponse>(request, BatchGetSecretValueRequestMarshaller.Instance, BatchGetSecretValueResponseUnmarshaller.Instance, cancellationToken);

    public Task<CreateSecretResponse> CreateSecretAsync(CreateSecretRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<CreateSecretResponse>(request, CreateSecretRequestMarshaller.Instance, CreateSecretResponseUnmarshaller.Instance, cancellationToken);

    public Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<GetSecretValueResponse>(request, GetSecretValueRequestMarshaller.Instance, GetSecretValueResponseUnmarshaller.Instance, cancellationToken);

    public Task<ListSecretsResponse> ListSecretsAsync(ListSecretsRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<ListSecretsResponse>(request, ListSecretsRequestMarshaller.Instance, ListSecretsResponseUnmarshaller.Instance, cancellationToken);

    public Task<ListSecretVersionIdsResponse> ListSecretVersionIdsAsync(ListSecretVersionIdsRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<ListSecretVersionIdsResponse>(request, ListSecretVersionIdsRequestMarshaller.Instance, ListSecretVersionIdsResponseUnmarshaller.Instance, cancellationToken);

    public Task<PutSecretValueResponse> PutSecretValueAsync(PutSecretValueRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<PutSecretValueResponse>(request, PutSecretValueRequestMarshaller.Instance, PutSecretValueResponseUnmarshaller.Instance, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new AmazonSecretsManagerEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AmazonSecretsManagerAuthSchemeHandler());
    }

    private Task<T> SendAsync<T>(
        AmazonWebServiceRequest request,
        IMarshaller<IRequest, AmazonWebServiceRequest> marshaller,
        ResponseUnmarshaller unmarshaller,
        CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse, new() =>
        InvokeAsync<T>(request, new InvokeOptions { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller }, cancellationToken);
}
