using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class ExecTests : CommandTests
{
    private const string Password = "correct-horse \"battery\" $taple";

    [SetUp]
    public async Task OpenSession()
    {
        await OpenAsync();
        Aws.Account("123456789012").AddSecret(Region, "password", Password);
        Cli.Canaries.Add(Password);
    }

    [Test]
    public async Task The_child_has_secrets_in_its_environment_and_they_are_masked_in_both_outputs()
    {
        var run = await ExecAsync(
            ["--secret", "DB=/prod/db", "--secret", "PASSWORD=password"],
            "printf 'data %s.%s\\n' \"$DB\" \"$PASSWORD\"; printf 'words %s' \"$PASSWORD\" >&2; printf %s \"$DB\" | base64; printf %s \"$DB\" | od -An -tx1 | tr -d ' \\n'");
        Assert.That(run.Succeeded().Text, Is.EqualTo("data ****.****\n****\n****"));
        Assert.That(run.Error, Is.EqualTo("words ****"));
        Assert.That((await ExecAsync(["--secret", "DB=/prod/db"], $"test \"$DB\" = canary-of-the-secret-'value-7c1f' && echo same")).Text, Is.EqualTo("same\n"));
    }

    [Test]
    public async Task The_keys_of_the_session_are_masked()
    {
        var run = (await ExecAsync(["--env"], "echo $AWS_ACCESS_KEY_ID; echo $AWS_SECRET_ACCESS_KEY; echo $AWS_SESSION_TOKEN; echo $AWS_CREDENTIAL_EXPIRATION")).Succeeded();
        Assert.That(run.Text, Does.Match($@"\A{Given.AccessKeyId}\n\*\*\*\*\n\*\*\*\*\n20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\n\z"));
        run = (await ExecAsync([], "cat \"$AWS_TEMPORAL_SESSION/session.json\"; aws-temporal credentials")).Succeeded();
        Assert.That(run.Text, Does.Contain("\"SecretAccessKey\":\"****\",\"SessionToken\":\"****\""));
    }

    [TestCase("base64")]
    [TestCase("base64 -w 60")]
    [TestCase("xxd -p")]
    [TestCase("od -An -v -tx1")]
    public async Task A_secret_amidst_other_text_is_masked_in_lines_that_a_program_wraps(string program)
    {
        const string script = "for before in '' + ++ +++; do printf '%s%s++' \"$before\" \"$DB\" | PROGRAM; printf '%s%s++' \"$before\" \"$AWS_SESSION_TOKEN\" | PROGRAM; done";
        var run = (await ExecAsync(["--env", "--secret", "DB=/prod/db"], script.Replace("PROGRAM", program, StringComparison.Ordinal))).Succeeded();
        Assert.That(run.Text.Split("****"), Has.Length.GreaterThanOrEqualTo(9).And.All.Length.LessThan(32), run.Text);
    }

    [Test]
    public async Task Nothing_else_of_AWS_is_inherited()
    {
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_BEARER_TOKEN_BEDROCK", "BOTO_CONFIG", "BOTO_PATH" })
            Cli.Environment[name] = "outer";
        Cli.Environment["AWS_PROFILE"] = "outer";
        Cli.Environment["AWS_MAX_ATTEMPTS"] = "2";
        Cli.Environment["OTHER"] = "kept";
        var lines = (await ExecAsync([], "env")).Succeeded().Text.Split('\n').Where(line => line.Contains("AWS_") || line.Contains("BOTO") || line.Contains("OTHER"));
        Assert.That(string.Join('\n', lines.Order(StringComparer.Ordinal)), Is.EqualTo($"""
            AWS_CONFIG_FILE={Session}/config
            AWS_CREDENTIAL_PROFILES_FILE={Session}/credentials
            AWS_DEFAULT_PROFILE=default
            AWS_EC2_METADATA_DISABLED=true
            AWS_ENDPOINT_URL={Aws.Url}
            AWS_MAX_ATTEMPTS=2
            AWS_PROFILE=default
            AWS_REGION={Region}
            AWS_SDK_LOAD_CONFIG=1
            AWS_SHARED_CREDENTIALS_FILE={Session}/credentials
            AWS_TEMPORAL_SESSION={Session}
            OTHER=kept
            """));
    }

    [Test]
    public async Task A_pristine_child_has_the_session_and_its_secrets_and_hardly_more()
    {
        Cli.Environment["OTHER"] = "dropped";
        Cli.Environment["LANG"] = "C";
        // By these Jenkins finds the processes of a build that it ends.
        Cli.Environment["JENKINS_SERVER_COOKIE"] = "durable-0";
        Cli.Environment["JENKINS_NODE_COOKIE"] = "1";
        var names = (await ExecAsync(["--pristine", "--secret", "DB=/prod/db"], "env")).Succeeded().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[..line.IndexOf('=')]).Where(name => name is not ("PWD" or "OLDPWD" or "SHLVL" or "_"));
        Assert.That(string.Join(' ', names.Order(StringComparer.Ordinal)), Is.EqualTo(
            "AWS_CONFIG_FILE AWS_CREDENTIAL_PROFILES_FILE AWS_DEFAULT_PROFILE AWS_DEFAULT_REGION AWS_EC2_METADATA_DISABLED AWS_PROFILE AWS_REGION AWS_SDK_LOAD_CONFIG "
            + "AWS_SHARED_CREDENTIALS_FILE AWS_TEMPORAL_SESSION DB JENKINS_NODE_COOKIE JENKINS_SERVER_COOKIE LANG PATH TMPDIR"));
    }

    [Test]
    public async Task Input_passes_through_and_output_keeps_its_bytes()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(value => (byte)(value * 7))];
        var run = await Cli.RunAsync(bytes, ["exec", "--session", Session, "--", "cat"]);
        Assert.That(run.Succeeded().Output, Is.EqualTo(bytes));
    }

    [Test]
    public async Task No_secret_is_in_a_command_line_or_in_words()
    {
        var run = (await ExecAsync(["--verbose", "--secret", "DB=/prod/db"], "cat /proc/$$/cmdline /proc/$PPID/cmdline; cat /proc/$PPID/environ 2>&1 || true; ps -ef 2>&1 || true")).Succeeded();
        Assert.That(run.Text, Does.Not.Contain("****"));
        Assert.That(run.Error, Does.Contain("GetSecretValue").And.Not.Contain("****"));
    }

    [TestCase("abc")]
    [TestCase("5432")]
    [TestCase("202611221415300")]
    [TestCase("TRUE")]
    public async Task A_value_too_short_is_named_and_not_masked(string value)
    {
        Aws.Account("123456789012").AddSecret(Region, "short", value);
        var run = (await ExecAsync(["--secret", "PIN=short"], "echo $PIN")).Succeeded();
        Assert.That(run.Text, Is.EqualTo(value + "\n"));
        Assert.That(run.Error, Is.EqualTo("aws-temporal: warning: the value of PIN is too short to be masked\n"));
    }

    [TestCase("""{"user":"alice-of-db","port":5432,"tls":true}""", "")]
    [TestCase("""{"user":"bob","password":"hunter2-hunter2","port":5432}""", "aws-temporal: warning: a part of DB is too short to be masked\n")]
    [TestCase("""{"user":"bob","pin":"1234"}""", "aws-temporal: warning: 2 parts of DB are too short to be masked\n")]
    public async Task Parts_too_short_are_counted_and_the_whole_is_masked(string value, string warning)
    {
        Aws.Account("123456789012").AddSecret(Region, "parts", value);
        var run = (await ExecAsync(["--secret", "DB=parts"], "printf %s \"$DB\"")).Succeeded();
        Assert.That(run.Text, Is.EqualTo("****"));
        Assert.That(run.Error, Is.EqualTo(warning));
    }

    [Test]
    public async Task Of_many_that_are_too_short_some_are_named_and_the_rest_counted()
    {
        Aws.Account("123456789012").AddSecret(Region, "many", "{" + string.Join(',', Enumerable.Range(0, 3000).Select(i => $"\"K{i:d4}\":\"x\"")) + "}");
        var lines = (await ExecAsync(["--secret", "*=many#*"], "true")).Succeeded().Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(21));
        Assert.That(lines[^1], Is.EqualTo("aws-temporal: warning: and 2980 more are too short to be masked, as a whole or in parts"));
    }

    private Task<Finished> ExecAsync(string[] options, string script) =>
        Cli.RunAsync(["exec", "--session", Session, .. options, "--", "/bin/sh", "-c", script]);
}
