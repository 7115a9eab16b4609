using System.Text.Json;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>
/// What every test of <c>grant</c> has beside those of <c>mint</c>: a Jenkins with the build 12 of <c>team/deploy</c>, in which
/// a prompt waits, and the operator's API token for it.
/// </summary>
internal abstract class GrantCommandTests : MintCommandTests
{
    protected const string Token = "11canaryofthetoken7d1c2b3a4f5e6d7c8b";
    protected const string Id = "AwsTemporal-1a2b3c4d";
    protected const string Console = "GET /job/team/job/deploy/12/console";
    protected const string Submission = "POST /job/team/job/deploy/12/input/AwsTemporal-1a2b3c4d/submit";

    protected JenkinsStandIn Jenkins { get; private set; } = null!;

    protected string Build => Jenkins.Url + "/job/team/job/deploy/12/";

    protected JenkinsStandIn.Prompt Waiting => Jenkins.Prompts[0];

    [SetUp]
    public async Task SetUpJenkins()
    {
        Cli.Canaries.Add(Token);
        Cli.Canaries.Add(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("alice:" + Token)));
        Cli.Environment["JENKINS_USER_ID"] = "alice";
        Cli.Environment["AWS_PROFILE"] = "keys";
        Jenkins = await StartJenkinsAsync();
        Cli.Environment["JENKINS_URL"] = Jenkins.Url;
        Jenkins.Prompts.Add(new JenkinsStandIn.Prompt { Id = Id, Description = await PromptAsync() });
    }

    [TearDown]
    public async Task TearDownJenkins()
    {
        if (Jenkins is not null)
            await Jenkins.DisposeAsync();
    }

    protected virtual Task<JenkinsStandIn> StartJenkinsAsync() => StartAsync();

    protected static async Task<JenkinsStandIn> StartAsync(System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        var jenkins = await JenkinsStandIn.StartAsync(certificate);
        jenkins.Tokens["alice"] = Token;
        return jenkins;
    }

    /// <summary>What <c>getTempCreds { }</c> shows, as src/awstemporal/Prompt.groovy and Seal.groovy print it.</summary>
    protected async Task<string> PromptAsync(string job = "team/deploy", string build = "12", string? session = null)
    {
        var seal = (await Cli.RunAsync("seal", "--session", session ?? Session, "--job", job, "--build", build, "--json")).Succeeded().Json;
        return string.Join('\n',
            "Run this in your own terminal, in bash or zsh, and paste all that it prints. It is sealed: the agent linux-1 alone can open it, once.",
            "    " + seal.GetProperty("command").GetString(),
            "or in PowerShell:",
            "    " + seal.GetProperty("powershell").GetString(),
            "or with aws-temporal on your machine:",
            "    " + seal.GetProperty("mint").GetString(),
            "which also answers by itself:",
            "    aws-temporal grant " + Build,
            "A plain session is taken too, but Jenkins keeps what it can read itself: all that this prints, in whatever form:",
            "    aws sts get-session-token --duration-seconds 900",
            "The session has to be of account 123456789012.",
            "It will be used in eu-central-1.",
            "Only temporary credentials are taken: a permanent access key is refused.");
    }

    /// <summary>Runs <c>grant</c> with the token in its environment, which no argument and no environment of this test has.</summary>
    protected Task<Finished> GrantAsync(string url, params string[] options) => WithTokenAsync(Token, url, options);

    protected Task<Finished> WithTokenAsync(string token, string url, params string[] options) => Cli.ShellAsync(
        $"read -r JENKINS_API_TOKEN; export JENKINS_API_TOKEN; exec \"$X\" grant '{url}' {string.Join(' ', options)}", token + "\n");

    protected Task<Finished> GrantAsync() => GrantAsync(Build, "--yes");

    /// <summary>What was submitted opens where the prompt is, and is a live session of which the words show nothing.</summary>
    protected async Task<AwsEmulator.Identity.Credentials> OpenedAsync(string? value, Finished run)
    {
        Assert.That(value, Does.StartWith("-----BEGIN CMS-----"), run.Error);
        (await OpenAsync(value!, "--sealed")).Succeeded();
        var paste = (await Cli.RevealAsync("credentials", "--session", Session, "--format", "process")).Succeeded().Text;
        var live = Live(paste, run.Error + run.Text);
        Assert.That(value, Does.Not.Contain(live.SecretAccessKey));
        return live;
    }

    /// <summary>It failed, in words and in JSON, and AWS was not asked for a session.</summary>
    protected async Task<string> RefusesAsync(int exitCode, ErrorCode code, string url, params string[] options)
    {
        var run = (await GrantAsync(url, ["--yes", .. options])).FailedInTwoLines(exitCode);
        var json = await GrantAsync(url, ["--yes", "--json", .. options]);
        json.FailedInJson(exitCode, code.ToString());
        Assert.That((Aws.Requests("GetSessionToken"), Jenkins.Count(Submission)), Is.EqualTo((0, 0)));
        return run.Error;
    }

    /// <summary>At a terminal: each step types its text when the words appear.</summary>
    protected async Task<Finished> TypeAsync(string[] command, params (string Await, string Type)[] steps)
    {
        UsePython();
        if ((await Cli.ShellAsync("python3 -c 'import pty'")).ExitCode != 0)
            Assert.Ignore("python3 is missing");
        var driver = Path.Combine(TestContext.CurrentContext.TestDirectory, "Running", "terminal.py");
        var run = await Cli.ShellAsync($"exec python3 '{driver}'", JsonSerializer.Serialize(new { command, steps = steps.Select(step => new[] { step.Await, step.Type }) }));
        Assert.That(run.Text, Does.Not.Contain("STILL AWAITED"));
        return run;
    }
}
