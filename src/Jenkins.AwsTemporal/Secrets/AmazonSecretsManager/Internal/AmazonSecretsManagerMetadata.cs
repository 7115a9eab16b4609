using Amazon.Runtime.Internal;

namespace Amazon.SecretsManager.Internal;

/// <summary>What the pipeline calls the service.</summary>
internal sealed class AmazonSecretsManagerMetadata : IServiceMetadata
{
    public string ServiceId => "Secrets Manager";

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
