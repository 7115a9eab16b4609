using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Cli.Controller;
using Jenkins.AwsTemporal.Sealing;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>grant</c>: the prompt that waits in a build is answered from the operator's terminal, sealed, without a paste.</summary>
internal static class GrantCommand
{
    private const int LongestMessage = 80;

    public static Command Create(Surroundings surroundings)
    {
        var url = new Argument<string>("URL") { Description = "The build's page in Jenkins, or one below it" };
        var user = Options.Text("--user", "ID", "Who you are in Jenkins; by default $JENKINS_USER_ID. The API token comes from $JENKINS_API_TOKEN, the keychain, or a prompt");
        var input = Options.Text("--input", "ID", "Which prompt, where more than one waits");
        var bundle = Options.Text("--ca-bundle", "FILE", "The certificate authorities of this Jenkins, in PEM, instead of the system's");
        var allowHttp = new Option<bool>("--allow-http") { Description = "Send the API token without TLS" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before the session is made and handed over" };
        var mint = new MintOptions("what the prompt asks for, up to 12h");
        var command = new CommandWithExample(
            "grant",
            "Answer the prompt that waits in a build: show who asks for what, ask you, make a session of your own AWS profile as mint does, seal it for the prompt's agent, and submit it.",
            "aws-temporal grant https://jenkins.example.com/job/team/job/deploy/12/ --user alice --profile work")
        {
            url, user, input, bundle, allowHttp, yes,
        };
        mint.AddTo(command);
        return command.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var build = BuildAddress.Parse(parsed.GetValue(url)!, parsed.GetValue(allowHttp));
            if (!parsed.GetValue(yes) && !surroundings.InIsTerminal)
                throw new UsageException("nobody can be asked: standard input is no terminal", "add --yes to grant it unasked");
            var minter = await mint.ReadAsync(surroundings, parsed, output, refusesLonger: true, cancellation).ConfigureAwait(false);
            var options = output.CallOptions(minter.Region) with { CertificateBundle = parsed.GetValue(bundle), CertificateBundleSetting = "--ca-bundle" };
            var login = await ControllerLogin.FindAsync(surroundings, parsed.GetValue(user), build, cancellation).ConfigureAwait(false);
            using var jenkins = new ControllerClient(build, login, options, output.Explain);

            var running = await jenkins.DescribeAsync(cancellation).ConfigureAwait(false);
            if (running.IsOver)
                throw new JenkinsException(ErrorCode.NotFound, $"{build} is over and asks for nothing", $"look at {build.Page}console");
            var prompt = Choose(await jenkins.PromptsAsync(cancellation).ConfigureAwait(false), parsed.GetValue(input), build);
            var key = KeyOf(prompt, build);
            minter.Duration = mint.Duration(parsed) ?? Bounded(prompt.Duration, output);
            var caller = await minter.IdentifyAsync(cancellation).ConfigureAwait(false);
            CheckAccount(prompt, minter.AccountOf(caller));

            Show(surroundings, build, running, prompt, key, minter, caller);
            if (!parsed.GetValue(yes) && !await surroundings.ConfirmAsync("Grant this session?", cancellation).ConfigureAwait(false))
            {
                surroundings.Tell("aws-temporal: not granted, and nothing was made\n");
                return ExitCode.Refused;
            }

            var minted = await AnswerAsync(jenkins, prompt, key, minter, cancellation).ConfigureAwait(false);
            surroundings.Tell($"aws-temporal: answered: {Facts.OneLine($"{build} has a session of {minted.Identity.Arn}, until {End(minted)}")}\n");
            if (output.AsJson)
                output.Write(new Facts()
                    .Add("job", "job", build.Job)
                    .Add("build", "build", build.Number)
                    .Add("input", "input", prompt.Id)
                    .Add("accessKeyId", "access key", minted.Credentials.AccessKeyId)
                    .Add("accountId", "account", minted.Identity.AccountId)
                    .Add("arn", "identity", minted.Identity.Arn)
                    .Add("expiration", "expires", minted.Credentials.Expiration));
            return ExitCode.Done;
        });
    }

    private static async Task<Minted> AnswerAsync(ControllerClient jenkins, PendingPrompt prompt, SealingKey key, Minter minter, CancellationToken cancellation)
    {
        // First, so that no session is made for a prompt that ended while the question was there, or for whom Jenkins does not know any more.
        if (!(await jenkins.PromptsAsync(cancellation).ConfigureAwait(false)).Exists(waiting => waiting.Id == prompt.Id))
            throw jenkins.Gone(prompt);
        var crumb = await jenkins.CrumbAsync(cancellation).ConfigureAwait(false);
        var minted = await minter.MintAsync(cancellation).ConfigureAwait(false);
        try
        {
            await jenkins.SubmitAsync(prompt, MintCommand.Paste(minted.Credentials, key), crumb, cancellation).ConfigureAwait(false);
            return minted;
        }
        catch (JenkinsException fault)
        {
            throw new JenkinsException(fault.Code, fault.Message, $"{fault.Hint}; the session was made all the same, and lives until {End(minted)}");
        }
    }

    private static string End(Minted minted) => minted.Credentials.Expiration is { } end ? Facts.Time(end) : "nobody knows when";

    private static PendingPrompt Choose(List<PendingPrompt> prompts, string? id, BuildAddress build)
    {
        if (prompts.Count == 0)
            throw new JenkinsException(ErrorCode.NotFound, $"no prompt of this library waits in {build}", $"look at {build.Page}console: it is answered, timed out, or yet to come");
        if (id is null)
            return prompts.Count == 1 ? prompts[0] : throw new UsageException($"{prompts.Count} prompts wait in {build}: {List(prompts)}", "say which with --input ID");
        return prompts.Find(prompt => prompt.Id == id)
            ?? throw new JenkinsException(ErrorCode.NotFound, $"no prompt {id} waits in {build}; these do: {List(prompts)}", "give one of their ids to --input");
    }

    private static string List(List<PendingPrompt> prompts) =>
        string.Join(", ", prompts.ConvertAll(prompt => $"{prompt.Id} ({ForeignText.Short(prompt.Message, LongestMessage)})"));

    // The controller may show any key: that it is of this build's agent is what the operator confirms, that it is of this build is checked.
    private static SealingKey KeyOf(PendingPrompt prompt, BuildAddress build)
    {
        if (!prompt.AsksForSession)
            throw new JenkinsException(ErrorCode.NoSealingKey, $"the prompt {prompt.Id} asks for no session: {ForeignText.Short(prompt.Message)}", $"answer it at {build.Page}input/");
        var key = prompt.Key
            ?? throw new JenkinsException(ErrorCode.NoSealingKey, $"the prompt {prompt.Id} shows no key to seal with, and a plain session is not handed to Jenkins", $"answer it at {build.Page}input/ by hand, if you mean to");
        return key.Prompt.Job == build.Job && key.Prompt.Build == build.Number
            ? key
            : throw new JenkinsException(
                ErrorCode.SealedForAnotherPrompt,
                $"the prompt shows the key of another build: of {ForeignText.Short(BuildAddress.Name(key.Prompt.Job, key.Prompt.Build))}, and the page is of {build}",
                "answer neither before you know why");
    }

    // As src/awstemporal/Prompt.groovy joins them.
    private static void CheckAccount(PendingPrompt prompt, string account)
    {
        if (prompt.Account is { } wanted && Array.IndexOf(wanted.Split(" or "), account) < 0)
            throw new JenkinsException(
                ErrorCode.WrongAccount,
                $"the prompt wants a session of account {ForeignText.Short(wanted)}, and yours would be of {account}",
                "take another profile with --profile, or a role of that account with --role; nothing was made");
    }

    private static TimeSpan Bounded(TimeSpan? asked, Output output)
    {
        if (asked > SessionLife.LongestOfRole)
            output.Warn($"the prompt asks for {TimeWords.Of(asked.Value)}; without --duration it gets {TimeWords.Of(SessionLife.LongestOfRole)}");
        return asked > SessionLife.LongestOfRole ? SessionLife.LongestOfRole : asked > SessionLife.Shortest ? asked.Value : SessionLife.Shortest;
    }

    private static void Show(
        Surroundings surroundings, BuildAddress build, RunningBuild running, PendingPrompt prompt, SealingKey key, Minter minter, CallerIdentity caller)
    {
        using var text = new MemoryStream();
        new Facts()
            .Add("job", "job", build.Job)
            .Add("build", "build", build.Number)
            .Add("jenkins", "Jenkins", build.Origin)
            .Add("duration", "session", TimeWords.Of(minter.Duration))
            .Add("identity", "made by", caller.Arn)
            .Add("role", "for role", minter.LastRole)
            // From here on it is what Jenkins and the prompt say.
            .Add("promptedAt", "asked at", key.Prompt.PromptedAt)
            .Add("name", "named", ForeignText.Short(running.Name))
            .Add("startedBy", "started by", ForeignText.Short(running.StartedBy))
            .Add("message", "prompt", ForeignText.Short(prompt.Message))
            .Add("agent", "agent", ForeignText.Short(prompt.Agent), prompt.Agent is null ? null : $"{ForeignText.Short(prompt.Agent)} alone can open it")
            .Add("account", "account", ForeignText.Short(prompt.Account))
            .Add("region", "used in", ForeignText.Short(prompt.Region))
            .Write(text, asJson: false);
        surroundings.Tell(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }
}
