using Amazon.Runtime;
using Amazon.SecurityToken;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>The SDK's client of STS, set up as every call of this library is.</summary>
internal static class StsClient
{
    public static IAmazonSecurityTokenService New(TemporaryCredentials credentials, AwsCallOptions options, AwsCaller caller) =>
        New(new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken), options, caller);

    /// <param name="credentials">What to sign with; anonymous for a web identity.</param>
    /// <param name="options">How to call.</param>
    /// <param name="caller">The caller that every call through the client goes by.</param>
    /// <param name="once">Whether the calls carry an MFA code, so that each is sent once.</param>
    public static IAmazonSecurityTokenService New(AWSCredentials credentials, AwsCallOptions options, AwsCaller caller, bool once = false) =>
        new AmazonSecurityTokenServiceClient(credentials, caller.Configure(new AmazonSecurityTokenServiceConfig(), options.StsEndpoint, AnswerShape.Sts, once));
}
