using Amazon.Runtime.CredentialManagement;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>AWS's own tools read the session by its two files, whatever else this machine is set up for.</summary>
[Platform("Linux")]
internal sealed class SdkTests : CommandTests
{
    // As reference documents of AWS list them: each of these would win over credential_process.
    private static readonly string[] Competitors =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];

    [TestCase("session")]
    [TestCase("a folder's (50%) [with] é = spaces")]
    public async Task The_AWS_CLI_works_by_the_sessions_files_alone(string name)
    {
        await NeedsAsync("aws --version", "the AWS CLI");
        await EnterBodyAsync(name);
        var identity = await Cli.ShellAsync("aws --endpoint-url \"$AWS_ENDPOINT_URL\" sts get-caller-identity --query Arn --output text");
        Assert.That(identity.Succeeded().Text, Is.EqualTo(Alice.Arn + "\n"));
        var secret = await Cli.ShellAsync("aws --endpoint-url \"$AWS_ENDPOINT_URL\" secretsmanager get-secret-value --secret-id /prod/db --query SecretString --output text", outputIsSecret: true);
        Assert.That(secret.Succeeded().Text, Is.EqualTo(SecretText + "\n"));
    }

    [Test]
    public async Task The_AWS_CLI_shows_why_a_session_is_over_and_finds_no_other_credentials()
    {
        await NeedsAsync("aws --version", "the AWS CLI");
        await EnterBodyAsync("session");
        Expire(Session);
        var run = await Cli.ShellAsync("aws --endpoint-url \"$AWS_ENDPOINT_URL\" sts get-caller-identity");
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain("aws-temporal: error: the credentials expired at"));

        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That((await Cli.ShellAsync("aws --endpoint-url \"$AWS_ENDPOINT_URL\" sts get-caller-identity")).ExitCode, Is.Not.Zero);
        Assert.That(Aws.Requests("GetCallerIdentity"), Is.EqualTo(1), "that of open alone");
    }

    [Test]
    public async Task Boto3_works_by_the_sessions_files_alone()
    {
        await NeedsAsync("python3 -c 'import boto3'", "boto3");
        await EnterBodyAsync("session");
        var run = await Cli.ShellAsync("python3 -c 'import boto3; print(boto3.client(\"sts\").get_caller_identity()[\"Arn\"])'");
        Assert.That(run.Succeeded().Text, Is.EqualTo(Alice.Arn + "\n"));
    }

    [Test]
    public async Task The_SDK_for_NET_works_by_the_config_file()
    {
        (await Cli.RunAsync(Paste(Given), ["open", "--session", In("with space")])).Succeeded();
        var chain = new CredentialProfileStoreChain(Path.Combine(In("with space"), "config"));
        Assert.That(chain.TryGetAWSCredentials("default", out var credentials), Is.True);
        Assert.That((await credentials.GetCredentialsAsync()).Token, Is.EqualTo(Given.SessionToken));
    }

    private async Task NeedsAsync(string command, string what)
    {
        InheritHome();
        if ((await Cli.ShellAsync(command)).ExitCode != 0)
            Assert.Ignore(what + " is not installed");
    }

    // As the steps set it: hostile files in the home folder, competing variables emptied, and the session's own.
    private async Task EnterBodyAsync(string name)
    {
        var session = In(name);
        (await Cli.RunAsync(Paste(Given), ["open", "--session", session])).Succeeded();
        Directory.CreateDirectory(In("home/.aws"));
        foreach (var file in new[] { "config", "credentials" })
            await File.WriteAllTextAsync(In("home/.aws/" + file), "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = hostile\nregion = us-gov-west-1\n");
        foreach (var variable in Competitors)
            Cli.Environment[variable] = "";
        Cli.Environment["HOME"] = In("home");
        // Botocore looks for a profile of the name that these have, even of the empty one.
        Cli.Environment["AWS_PROFILE"] = Cli.Environment["AWS_DEFAULT_PROFILE"] = "default";
        Cli.Environment["AWS_CONFIG_FILE"] = Path.Combine(session, "config");
        Cli.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(session, "credentials");
        Cli.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        Cli.Environment.Remove("AWS_REGION");
    }

    // Where Python is found through the home folder.
    private void InheritHome()
    {
        foreach (var variable in new[] { "HOME", "PYENV_ROOT" })
            Cli.Environment[variable] = Environment.GetEnvironmentVariable(variable);
        Cli.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        Cli.Environment["PYENV_ROOT"] ??= Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".pyenv");
    }
}
