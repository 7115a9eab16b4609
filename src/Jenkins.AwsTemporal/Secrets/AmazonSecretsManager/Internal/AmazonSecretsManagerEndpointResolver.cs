using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.SecretsManager.Internal;

/// <summary>Gives the endpoint's rules what they depend on.</summary>
internal sealed class AmazonSecretsManagerEndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters Parameters(IClientConfig config, RegionEndpoint? alternate) => new()
    {
        // Under an endpoint of one's own the SDK drops the Region, and only the one to sign for remains.
        ["Region"] = alternate?.SystemName ?? config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion,
        ["UseDualStack"] = config.UseDualstackEndpoint,
        ["UseFIPS"] = config.UseFIPSEndpoint,
        ["Endpoint"] = config.ServiceURL,
    };

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        Parameters(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}
