using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Internal;
using Amazon.Util.Internal;

namespace Amazon.SecretsManager;

/// <summary>The client's configuration. The service id is what <c>AWS_ENDPOINT_URL_SECRETS_MANAGER</c> is formed from.</summary>
internal sealed class AmazonSecretsManagerConfig : ClientConfig
{
    public AmazonSecretsManagerConfig()
        : base(new DefaultConfigurationProvider([Standard]))
    {
        ServiceId = "Secrets Manager";
        AuthenticationServiceName = "secretsmanager";
        EndpointProvider = new AmazonSecretsManagerEndpointProvider();
    }

    public override string RegionEndpointServiceName => "secretsmanager";

    public override string ServiceVersion => "2017-10-17";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("Secrets Manager", "0.1.0");

    private static DefaultConfiguration Standard => new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
    };

    public override Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(Runtime.Endpoints.ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(AmazonSecretsManagerEndpointResolver.Parameters(this, parameters.AlternateEndpoint));
}
