using System.Text.RegularExpressions;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>grant</c>, from the prompt on Jenkins' page to the session on the agent.</summary>
[Platform("Linux")]
internal sealed partial class GrantTests : GrantCommandTests
{
    [Test]
    public async Task A_waiting_prompt_is_answered_with_a_session_that_its_agent_alone_can_open()
    {
        var run = (await GrantAsync()).Succeeded();
        Assert.That(run.Error, Does.Match(
            """
            \Ajob         team/deploy
            build       12
            Jenkins     http://127\.0\.0\.1:[0-9]+
            session     15 min 0 s
            made by     arn:aws:iam::123456789012:user/alice
            asked at    [0-9TZ:-]+
            named       team » deploy #12
            started by  Started by user Bob \(bob\)
            prompt      Paste a temporary AWS session: aws sts get-session-token --duration-seconds 900
            agent       linux-1 alone can open it
            account     123456789012
            used in     eu-central-1
            aws-temporal: answered: build 12 of team/deploy has a session of arn:aws:iam::123456789012:user/alice, until [0-9TZ:-]+
            \z
            """));
        Assert.That(run.Output, Is.Empty);
        Assert.That(LifeOf(await OpenedAsync(Waiting.Value, run)), Is.EqualTo(TimeSpan.FromMinutes(15)));
        Assert.That((Jenkins.Count(Submission), Jenkins.Count(Console)), Is.EqualTo((1, 0)), "once, and its redirect is not followed");
    }

    [Test]
    public async Task Machines_get_facts_and_no_secret()
    {
        var run = (await GrantAsync(Build, "--yes", "--json")).Succeeded();
        var opened = await OpenedAsync(Waiting.Value, run);
        Assert.That(string.Join(' ', run.Json.EnumerateObject().Select(fact => fact.Name)), Is.EqualTo("job build input accessKeyId accountId arn expiration"));
        Assert.That(run.Json.GetProperty("accessKeyId").GetString(), Is.EqualTo(opened.AccessKeyId));
    }

    [Test]
    public async Task A_role_and_an_MFA_code_are_taken_as_mint_takes_them()
    {
        Deployer.TrustPrincipal("123456789012", requireMfa: true);
        await File.WriteAllTextAsync(In("code"), Device.FreshCode());
        // Standard input is the code's here.
        var run = (await Cli.ShellAsync(
            $"read -r JENKINS_API_TOKEN; export JENKINS_API_TOKEN; exec \"$X\" grant '{Build}' --yes --role deployer --mfa-code-stdin <'{In("code")}'", Token + "\n")).Succeeded();
        Assert.That(run.Error, Does.Contain("\nfor role    deployer\n"));
        Assert.That((await OpenedAsync(Waiting.Value, run)).Arn, Is.EqualTo("arn:aws:sts::123456789012:assumed-role/deployer/alice"));
    }

    [TestCase("console")]
    [TestCase("input/")]
    [TestCase("pipeline-console/?selected-node=7#log")]
    [TestCase("consoleFull?x=/job/other/1/")]
    public async Task A_page_below_the_builds_will_do(string page) => (await GrantAsync(Build + page, "--yes")).Succeeded();

    [Test]
    public async Task A_builds_page_in_a_view_will_do()
    {
        (await GrantAsync(Jenkins.Url + "/view/all/job/team/view/mine%20own/job/deploy/12", "--yes")).Succeeded();
        Assert.That(Jenkins.Count("GET /crumbIssuer/api/json"), Is.EqualTo(1));
    }

    [TestCase("46800", null, "12 h 0 min", 43200, "asks for 13 h 0 min; without --duration it gets 12 h 0 min")]
    [TestCase("46800", "13h", "13 h 0 min", 46800, null)]
    [TestCase("3600", null, "1 h 0 min", 3600, null)]
    [TestCase("3600", "20m", "20 min 0 s", 1200, null)]
    [TestCase("60", null, "15 min 0 s", 900, null)]
    public async Task The_session_lives_as_long_as_the_prompt_asks_and_longer_than_12_hours_only_where_the_operator_says_so(string asked, string? said, string words, int seconds, string? warning)
    {
        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Description = Waiting.Description!.Replace("mint --duration 900 ", $"mint --duration {asked} ") };
        var run = (await GrantAsync(Build, ["--yes", .. said is null ? Array.Empty<string>() : ["--duration", said]])).Succeeded();
        Assert.That(run.Error, Does.Contain($"session     {words}\n"));
        if (warning is not null)
            Assert.That(run.Error, Does.Contain(warning));
        Assert.That(LifeOf(await OpenedAsync(Waiting.Value, run)).TotalSeconds, Is.EqualTo(seconds));
    }

    [Test]
    public async Task A_profiles_session_that_lives_longer_than_was_asked_for_is_not_handed_over_unsaid()
    {
        var session = Mint(TimeSpan.FromHours(3));
        Profiles($"""
            [profile tool]
            credential_process = {Program("tool", $"cat '{In("tool.json")}'")}
            """);
        await File.WriteAllTextAsync(In("tool.json"), $$"""
            {"Version": 1, "AccessKeyId": "{{session.AccessKeyId}}", "SecretAccessKey": "{{session.SecretAccessKey}}", "SessionToken": "{{session.SessionToken}}", "Expiration": "{{session.Expiration:O}}"}
            """);
        Assert.That(await RefusesAsync(2, ErrorCode.InvalidArgument, Build, "--profile", "tool"), Does.Contain("longer than the 15 min 0 s asked for"));
        (await GrantAsync(Build, "--yes", "--profile", "tool", "--duration", "3h")).Succeeded();
    }

    [Test]
    public async Task What_Jenkins_says_cannot_look_like_our_words_or_steer_the_terminal()
    {
        Jenkins.Cause = "Started by\u001b[2J\r\nof          arn:aws:iam::1:user/root\u202e";
        Assert.That((await GrantAsync()).Succeeded().Error, Does.Contain("started by  Started by?[2J??of arn:aws:iam::1:user/root? (bob)\n"));
    }

    [Test]
    public async Task What_Jenkins_says_cannot_push_our_words_out_of_view()
    {
        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt
        {
            Id = Id,
            Message = "a" + new string(' ', 500) + "\u3000\u00a0b\u3164\u2800\u115fc" + new string('\u0301', 9) + "d\u0301" + string.Concat(Enumerable.Repeat("\U0001F600", 300)),
            Description = Waiting.Description!.Replace("the agent linux-1 alone", $"the agent {new string('x', 999)} alone").Replace("used in eu", $"used in {new string('\u2003', 999)}eu"),
        };
        var lines = (await GrantAsync()).Succeeded().Error.Split('\n');
        Assert.That(lines, Has.One.Match("^prompt      a b\\?\\?\\?c\u0301\u0301\u0301\\?{6}d\u0301(\U0001F600){80,100}\\.\\.\\.$"));
        Assert.That(lines, Has.One.EqualTo($"agent       {new string('x', 200)}... alone can open it").And.One.EqualTo("used in     eu-central-1"));
        Assert.That(Array.FindIndex(lines, line => line.StartsWith("made by", StringComparison.Ordinal)), Is.LessThan(Array.FindIndex(lines, line => line.StartsWith("prompt", StringComparison.Ordinal))));
    }

    [Test]
    public async Task Two_prompts_are_listed_and_the_one_that_is_named_is_answered()
    {
        Jenkins.Prompts.Add(new JenkinsStandIn.Prompt { Id = "AwsTemporal-2", Message = "The other\none", Description = await PromptAsync(session: In("other")) });
        Jenkins.Prompts.Add(new JenkinsStandIn.Prompt { Id = "Deploy", Message = "Somebody else's", Field = "WHEN" });
        Assert.That(await RefusesAsync(2, ErrorCode.InvalidArgument, Build), Does.Contain($"2 prompts wait in build 12 of team/deploy: {Id} (Paste a temporary ").And.Contain("AwsTemporal-2 (The other one)").And.Not.Contain("Somebody"));
        Assert.That(await RefusesAsync(7, ErrorCode.NotFound, Build, "--input", "Deploy"), Does.Contain("no prompt Deploy waits").And.Contain(Id));
        var run = (await GrantAsync(Build, "--yes", "--input", Id)).Succeeded();
        await OpenedAsync(Waiting.Value, run);
        Assert.That(Jenkins.Prompts[1].Value, Is.Null);
    }

    [Test]
    public async Task Where_nothing_waits_that_is_said()
    {
        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = "Deploy" };
        Assert.That(await RefusesAsync(7, ErrorCode.NotFound, Build), Does.Contain("no prompt of this library waits in build 12 of team/deploy"));
        Jenkins.IsBuilding = false;
        Assert.That(await RefusesAsync(7, ErrorCode.NotFound, Build), Does.Contain("build 12 of team/deploy is over"));
        Assert.That(await RefusesAsync(7, ErrorCode.NotFound, Build.Replace("/12/", "/13/")), Does.Contain("has no build 13 of team/deploy, or does not show it to alice"));
    }

    [Test]
    public async Task A_Jenkins_that_does_not_tell_of_prompts_is_told_from_one_without_the_build()
    {
        Jenkins.Instead = async (http, path) =>
        {
            if (path.Contains("wfapi"))
                await JenkinsStandIn.SayAsync(http, 404, "Not Found");
            return path.Contains("wfapi");
        };
        Assert.That(await RefusesAsync(7, ErrorCode.NotFound, Build), Does.Contain("lacks the plugin pipeline-rest-api").And.Contain($"answer at {Build}input/ by hand"));
    }

    [Test]
    public async Task For_a_prompt_that_ended_while_the_question_was_there_no_session_is_made()
    {
        Jenkins.Instead = (_, path) =>
        {
            if (path == "/crumbIssuer/api/json" || Jenkins.Count("GET /job/team/job/deploy/12/wfapi/pendingInputActions") == 2)
                Jenkins.Prompts.Clear();
            return Task.FromResult(false);
        };
        var run = await GrantAsync();
        Assert.That(run.ExitCode, Is.EqualTo(7), run.Error);
        Assert.That(run.Error, Does.Contain($"the prompt {Id} of build 12 of team/deploy is over").And.Not.Contain("made all the same"));
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);
    }

    [Test]
    public async Task What_is_asked_of_Jenkins_is_explained_without_a_secret()
    {
        Jenkins.WantsCrumb = true;
        var run = (await GrantAsync(Build, "--yes", "--verbose")).Succeeded();
        Assert.That(run.Error, Does.Contain("aws-temporal: POST /jenkins/job/team/job/deploy/12/input/AwsTemporal-1a2b3c4d/submit answered 302\n").And.Not.Contain(JenkinsStandIn.Crumb));
    }

    [Test]
    public async Task A_prompt_that_is_gone_when_the_answer_comes_is_told_of_with_the_session_that_lives_on()
    {
        foreach (var hasBeenGiven in new[] { true, false })
        {
            var waiting = new JenkinsStandIn.Prompt { Id = Id, Description = Waiting.Description };
            Jenkins.Prompts[0] = waiting;
            Jenkins.Instead = (_, path) =>
            {
                if (path.EndsWith("/submit", StringComparison.Ordinal) && hasBeenGiven)
                    waiting.Value = "by another";
                else if (path.EndsWith("/submit", StringComparison.Ordinal))
                    Jenkins.Prompts.Clear();
                return Task.FromResult(false);
            };
            var run = await GrantAsync();
            Assert.That(run.ExitCode, Is.EqualTo(7), run.Error);
            Assert.That(run.Error, Does.Contain($"error: the prompt {Id} of build 12 of team/deploy is over").And.Match("hint: look at .*/12/console; the session was made all the same, and lives until [0-9TZ:-]+\n"));
            Jenkins.Prompts.Clear();
            Jenkins.Prompts.Add(waiting);
            waiting.Value = null;
        }
    }

    [Test]
    public async Task A_prompt_without_one_key_is_left_to_the_operator()
    {
        var text = Waiting.Description!;
        var mint = MintLine().Match(text).Value;
        foreach (var other in new[] { null, "Paste it.", text.Replace(mint, ""), text + "\n" + mint, text.Replace("at1.", "at2."), text.Replace(mint, mint[..^9]), text.Replace("--seal-for", "--seal") })
        {
            Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Description = other };
            Assert.That(await RefusesAsync(4, ErrorCode.NoSealingKey, Build), Does.Contain("shows no key to seal with").And.Contain($"answer it at {Build}input/ by hand"));
        }

        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Field = "MFA_CODE", Message = "MFA code of a device", Description = text };
        Assert.That(await RefusesAsync(4, ErrorCode.NoSealingKey, Build), Does.Contain("asks for no session: MFA code of a device"));
    }

    [TestCase("team/other", "12", "build 12 of team/other")]
    [TestCase("team/deploy", "11", "build 11 of team/deploy")]
    [TestCase("", "", "build - of -")]
    public async Task The_key_of_another_build_is_refused(string job, string build, string named)
    {
        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Description = await PromptAsync(job, build) };
        Assert.That(await RefusesAsync(4, ErrorCode.SealedForAnotherPrompt, Build), Does.Contain($"of {named}, and the page is of build 12 of team/deploy"));
    }

    [Test]
    public void What_is_read_of_the_prompt_is_what_the_library_prints()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "src", "awstemporal")))
            folder = folder.Parent!;
        string Source(string name) => File.ReadAllText(Path.Combine(folder.FullName, "src", "awstemporal", name));
        Assert.That(Source("Seal.groovy"), Does.Contain("the agent ' + agent + ' alone can open it").And.Contain("'    ' + facts.mint"));
        Assert.That(Source("Prompt.groovy"), Does.Contain("id: 'AwsTemporal-'").And.Contain("The session has to be of account ' +").And.Contain("It will be used in ' + options.region + '.'"));
        Assert.That(File.ReadAllText(Path.Combine(folder.FullName, "vars", "getTempCreds.groovy")), Does.Contain("password(name: 'AWS_SESSION', description: prompt.instructions)"));
    }

    [Test]
    public async Task No_token_and_no_secret_is_in_an_argument_or_a_file()
    {
        if ((await Cli.ShellAsync("strace -f true")).ExitCode != 0)
            Assert.Ignore("strace is missing, or may not be used here");
        Directory.CreateDirectory(In("bin"));
        Program("bin/secret-tool", "exit 1");
        (await Cli.ShellAsync(
            $"PATH={In("bin")}:$PATH; read -r JENKINS_API_TOKEN; export JENKINS_API_TOKEN; exec strace -f -y -s 100000 -o '{In("trace")}' -e trace=execve,execveat,write,pwrite64,writev,pwritev \"$X\" grant '{Build}' --yes",
            Token + "\n")).Succeeded();
        await OpenAsync(Waiting.Value!, "--sealed");
        var secret = (await Cli.RevealAsync("credentials", "--session", Session, "--format", "process")).Succeeded().Json.GetProperty("SecretAccessKey").GetString()!;
        Cli.Canaries.Add(secret);
        foreach (var call in File.ReadAllLines(In("trace")))
        {
            if (call.Contains("exec"))
                Cli.CheckForCanaries(call.Split(" /* ")[0], "an argument");
            if (FileWritten().IsMatch(call))
                Cli.CheckForCanaries(call, "a file");
        }
    }

    [GeneratedRegex(@"    aws-temporal mint [^\n]*\n")]
    private static partial Regex MintLine();

    [GeneratedRegex(@"(?:write|pwrite64|writev|pwritev)\([0-9]+</")]
    private static partial Regex FileWritten();
}
