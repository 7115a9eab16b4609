using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>What every test of <c>mint</c> has: an operator with a key in the profile <c>keys</c> of her home folder, an MFA device and a role.</summary>
internal abstract class MintCommandTests : CommandTests
{
    protected Account Account => Aws.Account("123456789012");

    protected Role Deployer { get; private set; } = null!;

    protected MfaDevice Device { get; private set; } = null!;

    protected Credentials Key { get; private set; } = null!;

    protected string Home => In("home");

    [SetUp]
    public void SetUpOperator()
    {
        Alice.Allow("sts:*");
        Device = Alice.AddMfaDevice();
        Deployer = Account.AddRole("deployer", maxSessionDuration: TimeSpan.FromHours(2));
        Key = Alice.CreateAccessKey();
        Cli.Canaries.Add(Key.SecretAccessKey);
        Cli.Environment["HOME"] = Home;
        Directory.CreateDirectory(Path.Combine(Home, ".aws"));
        Profiles("""
            [default]
            region = eu-central-1
            """);
        File.WriteAllText(Path.Combine(Home, ".aws", "credentials"), $"""
            [keys]
            aws_access_key_id = {Key.AccessKeyId}
            aws_secret_access_key = {Key.SecretAccessKey}
            """);
    }

    /// <summary>Writes <c>~/.aws/config</c>.</summary>
    protected void Profiles(string text) => File.WriteAllText(Path.Combine(Home, ".aws", "config"), text);

    protected Task<Finished> MintAsync(params string[] arguments) => Cli.RevealAsync(["mint", .. arguments]);

    protected Task<Finished> MintAsync(string input, string[] arguments) =>
        Cli.ShellAsync($"exec \"$X\" mint {string.Join(' ', arguments)}", input, outputIsSecret: true);

    /// <summary>What was printed is a whole session, live at AWS, of which the words show nothing.</summary>
    protected Credentials Minted(Finished run)
    {
        run.Succeeded();
        return Live(run.Text, run.Error);
    }

    protected Credentials Live(string paste, string words)
    {
        var pasted = PastedCredentials.Parse(paste).Credentials;
        Assert.That(words, Does.Not.Contain(pasted.SecretAccessKey).And.Not.Contain(pasted.SessionToken));
        var known = Aws.Cloud.Find(pasted.AccessKeyId);
        Assert.That(known?.SecretAccessKey, Is.EqualTo(pasted.SecretAccessKey));
        Assert.That(pasted.Expiration, Is.EqualTo(known!.Expiration).Within(TimeSpan.FromSeconds(1)));
        return known;
    }

    protected static TimeSpan LifeOf(Credentials credentials) => credentials.Expiration!.Value - credentials.IssuedAt;

    /// <summary>A prompt's key, whose private half is in the session's folder.</summary>
    protected async Task<string> SealingKeyAsync() =>
        (await Cli.RunAsync("seal", "--session", Session, "--job", "team/deploy", "--build", "12", "--json")).Succeeded().Json.GetProperty("key").GetString()!;

    /// <summary>Lets the Python be found that opens terminals.</summary>
    protected void UsePython()
    {
        if (Environment.GetEnvironmentVariable("PYENV_ROOT") is { } root)
            Cli.Environment["PYENV_ROOT"] = root;
        else if (Environment.GetEnvironmentVariable("HOME") is { } home)
            Cli.Environment["PYENV_ROOT"] = Path.Combine(home, ".pyenv");
    }

    /// <summary>A program of sh.</summary>
    protected string Program(string name, string script)
    {
        var path = In(name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n", new UTF8Encoding(false));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    protected static string Answer(Credentials credentials)
    {
        var answer = new JsonObject { ["Version"] = 1, ["AccessKeyId"] = credentials.AccessKeyId, ["SecretAccessKey"] = credentials.SecretAccessKey };
        if (credentials.SessionToken is not null)
            (answer["SessionToken"], answer["Expiration"]) = (credentials.SessionToken, credentials.Expiration!.Value.ToString("O", CultureInfo.InvariantCulture));
        return answer.ToJsonString();
    }
}
