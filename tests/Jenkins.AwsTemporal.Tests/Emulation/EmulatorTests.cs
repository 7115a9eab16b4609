using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AwsEmulator;
using AwsEmulator.Identity;
using Credentials = AwsEmulator.Identity.Credentials;

namespace Jenkins.AwsTemporal.Tests.Emulation;

/// <summary>An emulator with one account and one user, and AWS's own client to question it.</summary>
internal abstract class EmulatorTests
{
    protected const string AccountId = "123456789012";

    protected Emulator Aws { get; private set; } = null!;

    protected Account Account => Aws.Account(AccountId);

    protected User Alice { get; private set; } = null!;

    protected Credentials Key => Alice.AccessKeys[0];

    [SetUp]
    public async Task Start()
    {
        Aws = await Emulator.StartAsync();
        Alice = Account.AddUser("alice");
        Alice.CreateAccessKey();
    }

    [TearDown]
    public async Task Stop() => await Aws.DisposeAsync();

    protected AmazonSecurityTokenServiceClient Sts(Credentials credentials, string region = "us-east-1") =>
        Sts(credentials.SessionToken is { } token
            ? new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, token)
            : new BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey), region);

    protected AmazonSecurityTokenServiceClient Sts(AWSCredentials credentials, string region = "us-east-1") =>
        new(credentials, new AmazonSecurityTokenServiceConfig
        {
            ServiceURL = Aws.Url,
            AuthenticationRegion = region,
            MaxErrorRetry = 0,
        });

    protected SecretsManagerClient Secrets(Credentials credentials, string region = "us-east-1") => new(Aws.Url, credentials, region);

    /// <summary>The emulator's view of credentials that came over the wire.</summary>
    protected static Credentials Received(Amazon.SecurityToken.Model.Credentials credentials) => new()
    {
        AccessKeyId = credentials.AccessKeyId,
        SecretAccessKey = credentials.SecretAccessKey,
        SessionToken = credentials.SessionToken,
    };

    protected static AssumeRoleRequest Assume(Role role) => new() { RoleArn = role.Arn, RoleSessionName = "build-1" };

    protected static async Task<AmazonSecurityTokenServiceException> Refused(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AmazonSecurityTokenServiceException e)
        {
            return e;
        }
        throw new AssertionException("The call was expected to be refused.");
    }
}
