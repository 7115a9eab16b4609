using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

/// <summary>
/// The SDK looks a setting up in the environment and in <c>~/.aws</c> when its field is null. So none may be null after
/// <see cref="AwsCaller.Configure"/>, a new one of a newer SDK included.
/// </summary>
public class SdkIsolationTests
{
    /// <summary>
    /// Fields that are null for another reason: what is made or looked up for no call of ours (every client is given its
    /// credentials and its connections), and where to call, of which one of two is null.
    /// </summary>
    private static readonly string[] NotSettings =
    [
        "_awsTokenProvider", "_defaultAWSCredentials", "credentialProfileStoreChain", "defaultConfigurationBackingField",
        "proxy", "proxyCredentials", "proxyHost", "readWriteTimeout", "regionEndpoint", "serviceURL",
    ];

    [Test]
    public void Every_setting_of_the_SDK_is_decided_here([Values] bool ownEndpoint, [Values] bool once)
    {
        var caller = new AwsCaller(new AwsCallOptions("eu-west-1"));
        var endpoint = ownEndpoint ? new Uri("http://localhost:1") : null;
        foreach (var config in new ClientConfig[]
        {
            caller.Configure(new AmazonSecurityTokenServiceConfig(), endpoint, AnswerShape.Sts, once),
            caller.Configure(new AmazonSecretsManagerConfig(), endpoint, AnswerShape.SecretsManager, once),
        })
        {
            var undecided = typeof(ClientConfig)
                .GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)
                .Where(field => field.GetValue(config) is null && !NotSettings.Contains(field.Name) && !field.Name.StartsWith('<'))
                .Select(field => field.Name);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(undecided, Is.Empty);
                Assert.That(config.AuthenticationRegion, Is.EqualTo("eu-west-1"));
                Assert.That(config.RegionEndpoint?.SystemName, Is.EqualTo(ownEndpoint ? null : "eu-west-1"));
                Assert.That(config.ServiceURL, Is.EqualTo(ownEndpoint ? "http://localhost:1/" : null));
                Assert.That(config.MaxErrorRetry, Is.EqualTo(once ? 0 : 2));
            }
        }
    }

    [Test]
    public void An_endpoint_of_ones_own_excludes_FIPS_and_dual_stack([Values] bool fips)
    {
        var caller = new AwsCaller(new AwsCallOptions("eu-west-1") { UseFips = fips, UseDualStack = !fips });
        var error = Assert.Throws<InvalidOptionException>(() => caller.Configure(new AmazonSecurityTokenServiceConfig(), new Uri("http://localhost:1"), AnswerShape.Sts));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.InvalidConfiguration));
    }
}
