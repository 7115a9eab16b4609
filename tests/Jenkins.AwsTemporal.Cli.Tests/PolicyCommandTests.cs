using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>aws-temporal policy</c>, the published executable. What the documents mean is judged in the library's tests.</summary>
public class PolicyCommandTests
{
    private const string ExecutableVariable = "AWS_TEMPORAL_EXECUTABLE";

    private static readonly string[][] Examples =
    [
        ["user", "--role", "deployer", "jenkins/*", "--account", "123456789012", "--tag-key", "job", "--own-source-identity"],
        ["role", "--account", "123456789012", "--user", "alice", "--user", "bob", "--mfa-age", "15m", "--external-id", "jenkins", "--source-identity", "build-*"],
        ["secret", "--secret", "/prod/*", "--account", "123456789012", "--region", "eu-central-1", "--write", "--create", "--list"],
        ["operator", "--secret", "/prod/db", "--account", "123456789012", "--region", "cn-north-1", "--mfa-age", "3600"],
        ["stack", "--user", "alice", "bob.b", "--role", "deployer", "--secret", "/prod/*", "--mfa-age", "15m", "--max-session", "12h", "--region", "eu-central-1"],
    ];

    [TestCaseSource(nameof(Examples))]
    public async Task A_policy_is_one_JSON_document_on_standard_output_and_the_same_each_time(params string[] arguments)
    {
        var (exitCode, output, error) = await Run(arguments);
        var again = await Run([.. arguments, "--json"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((exitCode, error), Is.EqualTo((0, "")));
            Assert.That(output, Does.StartWith("{\n  \"").And.EndsWith("\n}\n"));
            Assert.That(output, Does.Not.Contain('\r').And.Not.Contain('\t').And.Not.Contain(@"\u"));
            Assert.That(JsonNode.Parse(output), Is.InstanceOf<JsonObject>());
            Assert.That(again, Is.EqualTo((0, output, "")));
        }
    }

    [Test]
    public async Task Every_option_reaches_the_document()
    {
        var (_, trust, _) = await Run(Examples[1]);
        var condition = JsonNode.Parse(trust)!["Statement"]![0]!["Condition"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(condition.ToJsonString(), Is.EqualTo(
                """{"Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"900"},"StringEquals":{"aws:username":["alice","bob"],"sts:ExternalId":"jenkins"},"StringLike":{"sts:SourceIdentity":"build-*"}}"""));
            Assert.That((await Run(Examples[0])).Out, Does.Contain("sts:TagSession").And.Contain("${aws:username}").And.Contain("role/jenkins/*"));
            Assert.That((await Run(Examples[2])).Out, Does.Contain("PutSecretValue").And.Contain("\"secretsmanager:Name\": \"/prod/*\"").And.Contain("ListSecrets\"").And.Contain("secret:/prod/*-??????"));
            Assert.That((await Run(Examples[3])).Out, Does.Contain("arn:aws-cn:secretsmanager:cn-north-1:").And.Contain("\"3600\""));
            Assert.That((await Run(Examples[4])).Out, Does.Contain("\"MaxSessionDuration\": 43200").And.Contain("secretsmanager:eu-central-1:${AWS::AccountId}"));
        }
    }

    [TestCase("the pattern \"*\" reaches roles that nobody has named", "user", "--role", "*", "--account", "123456789012")]
    [TestCase("\"deployer\" needs an account to become an ARN", "user", "--role", "deployer")]
    [TestCase("the account \"12\" is not 12 digits", "role", "--account", "12", "--user", "alice")]
    [TestCase("\"*\" is every secret there is", "secret", "--secret", "*", "--account", "123456789012", "--region", "eu-central-1")]
    [TestCase("\"db\" needs a Region to become an ARN", "secret", "--secret", "db", "--account", "123456789012")]
    [TestCase("the users \"Alice\" and \"alice\" are one name to IAM", "stack", "--user", "alice", "Alice", "--role", "x")]
    [TestCase("--mfa-age takes seconds, or a number with s, m or h such as 15m, at most 36h", "role", "--account", "123456789012", "--user", "alice", "--mfa-age", "1d")]
    [TestCase("option '--role' is required", "user")]
    public async Task What_is_wrong_is_one_line_and_nothing_is_written(string message, params string[] arguments)
    {
        var (exitCode, output, error) = await Run(arguments);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((exitCode, output), Is.EqualTo((2, "")));
            Assert.That(error, Does.StartWith($"aws-temporal: error: {message}\nhint: "));
            Assert.That(error.Count(character => character == '\n'), Is.EqualTo(2));
        }

        var asJson = await Run([.. arguments, "--json"]);
        Assert.That((string?)JsonNode.Parse(asJson.Error)!["error"]!["code"], Is.EqualTo("InvalidArgument"));
    }

    [Test]
    public async Task What_fits_only_a_managed_policy_or_a_bucket_is_said()
    {
        var roles = Enumerable.Range(0, 60).Select(i => $"role-{i}").ToArray();
        var user = await Run(["user", "--account", "123456789012", "--role", .. roles]);
        var stack = await Run(["stack", "--user", "alice", "--role", .. roles]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((user.ExitCode, user.Error), Is.EqualTo((0, "aws-temporal: warning: the policy has 2571 characters: attach it as a managed policy, because inline policies of a user end at 2048\n")));
            Assert.That(stack.ExitCode, Is.Zero);
            Assert.That(stack.Error, Does.StartWith("aws-temporal: warning: the template has ").And.Contain("51200"));
            Assert.That(JsonNode.Parse(user.Out), Is.Not.Null);
        }
    }

    [Test]
    public async Task The_environment_changes_nothing()
    {
        var (exitCode, _, error) = await Run(["secret", "--secret", "db", "--account", "123456789012"], ("AWS_REGION", "eu-central-1"));
        Assert.That((exitCode, error), Is.EqualTo((2, "aws-temporal: error: \"db\" needs a Region to become an ARN\nhint: give a Region, or the whole ARN\n")));
    }

    private static async Task<(int ExitCode, string Out, string Error)> Run(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        if (Environment.GetEnvironmentVariable(ExecutableVariable) is not { Length: > 0 } executable)
            throw new IgnoreException($"{ExecutableVariable} names no executable: run make test");
        var start = new ProcessStartInfo(executable, ["policy", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
