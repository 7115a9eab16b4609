using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Emulation;

namespace Jenkins.AwsTemporal.Tests.Sts;

/// <summary>An emulator with a role, a user who may assume it, and her MFA device; the library's own way to ask.</summary>
internal abstract class IssuerTests : EmulatorTests
{
    protected Role Deployer { get; private set; } = null!;

    protected MfaDevice Device { get; private set; } = null!;

    /// <summary>A code that is right now and was not used yet.</summary>
    protected MfaCode Code => new(Device.SerialNumber, Device.FreshCode());

    [SetUp]
    public void AddRole()
    {
        Alice.Allow("sts:*");
        Device = Alice.AddMfaDevice();
        Deployer = Account.AddRole("deployer", maxSessionDuration: TimeSpan.FromHours(2));
    }

    protected AwsCallOptions Options => new("eu-central-1") { StsEndpoint = new Uri(Aws.Url), Timeout = TimeSpan.FromSeconds(20) };

    protected AssumeRoleOptions Ask => new(Deployer.Arn, "alice+build-1");

    protected SessionIssuer Issuer(Credentials credentials, AwsCallOptions? options = null) => new(Base(credentials), options ?? Options);

    protected SessionIssuer KeyIssuer => Issuer(Key);

    protected static BaseCredentials Base(Credentials credentials) => BaseCredentials.FromEnvironment(name => name switch
    {
        "AWS_ACCESS_KEY_ID" => credentials.AccessKeyId,
        "AWS_SECRET_ACCESS_KEY" => credentials.SecretAccessKey,
        "AWS_SESSION_TOKEN" => credentials.SessionToken,
        _ => null,
    });

    /// <summary>The call is refused for this cause, in words that hold these and no secret.</summary>
    protected async Task<AwsCallException> RefusedAsync(Func<Task> call, ErrorCode code, params string[] words)
    {
        var fault = (await Assert.ThrowsAsync<AwsCallException>(() => call()))!;
        var told = $"{fault.Message}\n{fault.Hint}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Code, Is.EqualTo(code), told);
            foreach (var word in words)
                Assert.That(told, Does.Contain(word));
            Assert.That(fault.ToString() + told, Does.Not.Contain(Key.SecretAccessKey));
        }

        return fault;
    }
}
