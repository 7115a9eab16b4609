using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>An open session, and secrets to hold in it.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal abstract class HeldSecretTests : CommandTests
{
    protected const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    protected static readonly string[] WritingCalls = ["O_WRONLY", "O_RDWR", "O_CREAT", "creat(", "rename", "link("];
    protected const string Password = "correct-horse \"battery\" $taple";

    protected string Files => Path.Combine(Session, "files");

    [SetUp]
    public async Task OpenSession()
    {
        await OpenAsync();
        Alice.Allow("secretsmanager:*");
        Account.AddSecret(Region, "password", Password);
        Cli.Canaries.Add(Password);
    }

    protected AwsEmulator.Identity.Account Account => Aws.Account("123456789012");

    protected async Task<string> HoldAsync(params string[] options)
    {
        var run = await Cli.RunAsync(["secret", "hold", "--session", Session, .. options]);
        return run.Succeeded().Text.Split('\n')[0];
    }

    protected Task<Finished> ExecAsync(string[] options, string script) =>
        Cli.RunAsync(["exec", "--session", Session, .. options, "--", "/bin/sh", "-c", script]);
}
