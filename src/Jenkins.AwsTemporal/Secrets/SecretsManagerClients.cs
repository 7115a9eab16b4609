using Amazon.Runtime;
using Amazon.SecretsManager;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>Makes the SDK's client of Secrets Manager.</summary>
internal static class SecretsManagerClients
{
    /// <exception cref="InvalidOptionException">FIPS or dual-stack together with an endpoint of one's own.</exception>
    public static IAmazonSecretsManager New(TemporaryCredentials credentials, AwsCallOptions options, AwsCaller caller) =>
        new AmazonSecretsManagerClient(
            new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken),
            caller.Configure(new AmazonSecretsManagerConfig(), options.SecretsManagerEndpoint, AnswerShape.SecretsManager));
}
