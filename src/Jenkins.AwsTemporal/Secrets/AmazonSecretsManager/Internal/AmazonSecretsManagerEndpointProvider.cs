using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.SecretsManager.Internal;

/// <summary>The endpoint rules of the service's model; which partition has which suffix is the SDK's own data.</summary>
internal sealed class AmazonSecretsManagerEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var fips = parameters["UseFIPS"] is true;
        var dualStack = parameters["UseDualStack"] is true;
        if (parameters["Endpoint"] is string { Length: > 0 } own)
        {
            return fips || dualStack
                ? throw new AmazonClientException("Invalid Configuration: FIPS or dual-stack and a custom endpoint are not supported together")
                : new Endpoint(own);
        }

        if (parameters["Region"] is not string { Length: > 0 } region || Fn.Partition(region) is not { } partition)
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        if ((fips && !partition.supportsFIPS) || (dualStack && !partition.supportsDualStack))
            throw new AmazonClientException("Invalid Configuration: this partition does not support FIPS or dual-stack");

        var name = fips ? "secretsmanager-fips" : "secretsmanager";
        var suffix = dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return new Endpoint($"https://{name}.{region}.{suffix}");
    }
}
