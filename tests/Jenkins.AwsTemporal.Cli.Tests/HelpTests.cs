using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class HelpTests : CommandTests
{
    private static readonly string[][] Commands =
        [["inspect"], ["open"], ["status"], ["credentials"], ["secret", "get"], ["secret", "put"], ["secret", "list"], ["secret", "versions"], ["exec"], ["close"], ["sweep"], ["mint"], ["grant"]];

    [Test]
    public async Task Every_command_has_help_that_ends_with_an_example()
    {
        foreach (var command in Commands)
        {
            var help = (await Cli.RunAsync([.. command, "--help"])).Succeeded();
            Assert.That(help.Text, Does.Contain("Example:\n  ").And.Contain($"aws-temporal {string.Join(' ', command)}"));
            Assert.That(help.Error, Is.Empty);
        }

        Assert.That((await Cli.RunAsync("--help")).Succeeded().Text, Does.Contain("Exit codes:").And.Contain("Example:"));
        Assert.That((await Cli.RunAsync("exec", "--help")).Succeeded().Text, Does.Contain("\n  aws-temporal exec [options] -- <COMMAND>...\n"));
    }

    [Test]
    public async Task A_list_of_commands_has_one_short_line_for_each()
    {
        foreach (var group in new string[][] { [], ["secret"], ["policy"] })
        {
            var help = (await Cli.RunAsync([.. group, "--help"])).Succeeded().Text;
            var lines = help[help.IndexOf("Commands:\n", StringComparison.Ordinal)..].TrimEnd().Split('\n')[1..];
            Assert.That(lines, Has.Length.GreaterThan(3).And.All.Length.LessThan(140).And.All.Match(@"^  [a-z-]+( <[A-Z]+>)? +[A-Z][^.:;]+\z"));
        }
    }

    [Test]
    public async Task The_version_names_version_commit_and_target() =>
        Assert.That(
            (await Cli.RunAsync("--version")).Succeeded().Text,
            Does.Match(@"\Aaws-temporal \d+\.\d+\.\d+\S* \(commit ([0-9a-f]{12}|unknown), net\d+\.\d+ [a-z]+-[a-z0-9]+ native\)\n\z"));

    [TestCase("say which command")]
    [TestCase("say which command", "secret")]
    [TestCase("the URL is missing", "grant")]
    [TestCase("option '--role' is required", "role")]
    [TestCase("option '--into' is required", "role", "--role", "deployer")]
    [TestCase("give --session-name or --user, so that CloudTrail shows whose session it is", "role", "--role", "deployer", "--into", "x")]
    [TestCase("the REF is missing", "secret", "get", "--session", "x")]
    [TestCase("unknown command or argument \"opn\"", "opn")]
    public async Task What_is_missing_is_named(string message, params string[] arguments) =>
        Assert.That((await Cli.RunAsync(arguments)).FailedInTwoLines(2).Error, Does.StartWith($"aws-temporal: error: {message}\n"));

    // A range is told once, and is the one that is taken.
    [TestCase("How long the session shall live; by default 1h (seconds, or a number with s, m or h such as 15m, from 15m to 12h)", "role")]
    [TestCase("How long the session shall live; by default 15m (seconds, or a number with s, m or h such as 15m, from 15m to 36h)", "get-session-token")]
    [TestCase("How long the session shall live, a role's at most 12h; by default 15m (seconds, or a number with s, m or h such as 15m, from 15m to 36h)", "mint")]
    [TestCase("How long the session shall live that the command asks AWS for; by default 15m (seconds, or a number with s, m or h such as 15m, from 15m to 36h)", "seal")]
    [TestCase("The roles' longest session; by default 1h (seconds, or a number with s, m or h such as 15m, from 1h to 12h)", "policy", "stack")]
    [TestCase("The partition; by default aws\n", "policy", "user")]
    [TestCase("The partition; by default aws\n", "policy", "role")]
    [TestCase("The partition; by default the Region's, or aws\n", "policy", "secret")]
    public async Task Help_tells_what_is_taken_and_by_default(string words, params string[] command)
    {
        var help = (await Cli.RunAsync([.. command, "--help"])).Succeeded().Text;
        Assert.That(System.Text.RegularExpressions.Regex.Replace(help, " +", " "), Does.Contain(words));
    }

    [TestCase("aws-temporal --help")]
    [TestCase("aws-temporal --help", "opn")]
    [TestCase("aws-temporal secret --help", "secret")]
    [TestCase("aws-temporal open --help", "open", "--sesion", "x")]
    [TestCase("aws-temporal open --help", "open", "--session")]
    [TestCase("aws-temporal open --help", "open", "--session", "")]
    [TestCase("aws-temporal open --help", "open", "--session", "x", "--duration", "-1")]
    [TestCase("aws-temporal open --help", "open", "--session", "x", "--prompted", "yesterday")]
    [TestCase("aws-temporal open --help", "open", "--session", "x", "--account", "12345678901")]
    [TestCase("aws-temporal open --help", "open", "--session", "x", "--partition", "gcp")]
    [TestCase("aws-temporal inspect --help", "inspect", "--min-life", "37h")]
    [TestCase("aws-temporal status --help", "status")]
    [TestCase("aws-temporal status --help", "status", "--session", "a", "--session", "b")]
    [TestCase("aws-temporal status --help", "status", "--session", "a", "two\nlines")]
    [TestCase("aws-temporal credentials --help", "credentials", "--session", "x", "--format", "xml")]
    [TestCase("aws-temporal secret get --help", "secret", "get", "--session", "x")]
    [TestCase("aws-temporal secret get --help", "secret", "get", "a secret", "--session", "x")]
    [TestCase("aws-temporal secret get --help", "secret", "get", "a", "--session", "x", "--out", "")]
    [TestCase("aws-temporal secret put --help", "secret", "put", "--session", "x")]
    [TestCase("aws-temporal secret put --help", "secret", "put", "a", "the-value", "--session", "x")]
    [TestCase("aws-temporal secret put --help", "secret", "put", "a", "--session", "x", "--file", "")]
    [TestCase("aws-temporal secret versions --help", "secret", "versions", "--session", "x")]
    [TestCase("aws-temporal grant --help", "grant")]
    [TestCase("aws-temporal grant --help", "grant", "https://jenkins.example.com/job/x/1/", "--user", "")]
    [TestCase("aws-temporal sweep --help", "sweep")]
    [TestCase("aws-temporal sweep --help", "sweep", ".", "--keep", "")]
    [TestCase("aws-temporal open --help", "open", "[diagram]")]
    public async Task Wrong_usage_names_the_help_of_its_command(string help, params string[] arguments)
    {
        Assert.That((await Cli.RunAsync(arguments)).FailedInTwoLines(2).Error, Does.Contain($"hint: see {help}\n"));
        (await Cli.RunAsync(["--json", .. arguments])).FailedInJson(2, nameof(ErrorCode.InvalidArgument));
    }

    [Test]
    public void Wrong_usage_does_not_wait_for_a_paste()
    {
        foreach (var wrong in new string[][] { ["--bogus"], ["--region", "nowhere"], ["--duration", "x"] })
        {
            using var process = Cli.Start(["open", "--session", Session, .. wrong]);
            Assert.That(process.WaitForExit(5000), Is.True, wrong[0]);
            Assert.That(process.ExitCode, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_paste_given_as_an_argument_is_not_repeated()
    {
        var arguments = $"{Given.SessionToken}:{Given.AccessKeyId}:{Given.SecretAccessKey}";
        foreach (var script in new[] { "open $P", "inspect $P", "--bogus=$P", "open --account $P", "open --duration $P", "open --prompted $P", "credentials --format $P" })
            Assert.That((await Cli.ShellAsync($"read -r P; \"$X\" {script}", arguments + "\n")).ExitCode, Is.EqualTo(2), script);
        foreach (var script in new[] { "open $P", "open --account $P" })
            Assert.That((await Cli.ShellAsync($"read -r P; \"$X\" {script}", Given.SecretAccessKey + "\n")).ExitCode, Is.EqualTo(2), script);
    }

    [Test]
    public async Task No_argument_is_taken_for_a_file_of_arguments()
    {
        await OpenAsync();
        (await Cli.RunAsync("@" + Path.Combine(Session, "session.json"))).FailedInTwoLines(2);
        await File.WriteAllTextAsync(In("arguments"), "--version\n");
        (await Cli.RunAsync("@" + In("arguments"))).FailedInTwoLines(2);
    }

    [Test]
    public async Task A_secret_may_have_a_name_that_looks_like_an_option_of_Windows()
    {
        await OpenAsync();
        await FailsAsync(7, ErrorCode.NotFound, "", "secret", "get", "/h", "--session", Session);
    }

    [TestCase(" ")]
    [TestCase("")]
    public async Task A_blank_default_folder_counts_as_none(string folder)
    {
        Cli.Environment["AWS_TEMPORAL_SESSION"] = folder;
        await FailsAsync(2, ErrorCode.InvalidArgument, "", "status");
    }
}
