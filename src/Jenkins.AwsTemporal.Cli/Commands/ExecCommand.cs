using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>exec</c>: runs a command that has the session and secrets in its environment, and masks them in its output.</summary>
internal static class ExecCommand
{
    private const string Name = "exec";
    private const int WrapperFailed = 125;

    public static Command Create(Surroundings surroundings, Interruption interruption)
    {
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        var secrets = new SecretOptions();
        var held = ExecSecrets.HeldOption();
        var environment = new Option<bool>("--env") { Description = "Give the session's keys as variables too, for tools that read nothing else" };
        var pristine = new Option<bool>("--pristine") { Description = $"Pass on nothing of the environment but {string.Join(", ", ExecEnvironment.Pristine)}" };
        var killOnExpiry = new Option<bool>("--kill-on-expiry") { Description = "End the command when the session ends and cannot be renewed: TERM, and KILL 10 seconds later" };
        var command = new Argument<string[]>("COMMAND")
        {
            Description = "The command and its arguments, after the options and --",
            Arity = ArgumentArity.OneOrMore,
        };
        var exec = new CommandWithExample(
            Name,
            "Run a command with the session and secrets in its environment, masked in its output. Ends as the command does; 125: aws-temporal failed before it began, 126: it cannot be run, 127: it is not there.",
            "aws-temporal exec --session ./session --secret DB_PASSWORD=/prod/db#password -- ./deploy.sh")
        {
            session, region, held, environment, pristine, killOnExpiry, command,
        };
        secrets.AddTo(exec);
        return exec.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var variables = new ExecEnvironment(surroundings, parsed.GetValue(pristine));
            RefuseMixture(parsed, command);
            var words = parsed.GetValue(command)!;
            var bytes = surroundings.LastArguments(words);
            var folder = new SessionFolder(parsed.GetValue(session)!);
            var live = await output.ReadLiveAsync(folder, cancellation).ConfigureAwait(false);
            variables.SetSession(folder.Path, parsed.GetValue(region), live.Region);
            // Where the command itself would find it.
            var program = ExecProgram.Find(words[0], bytes[0], variables.Path);
            if (parsed.GetValue(environment))
                variables.SetKeys(live);
            using var read = await secrets.ReadAsync(parsed, output, live, parsed.GetValue(region), cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            using var given = ExecSecrets.Give(
                ExecSecrets.HeldFolders(parsed.GetValue(held)!, surroundings), read, secret => secrets.IsFile(parsed, secret), folder, variables, output);
            var masks = new ExecMasks(folder, live, given.Forms);
            output.Explain($"runs {Encoding.UTF8.GetString(program)} with {variables.Entries.Count} variables");
            var expiry = new ExecExpiry(surroundings.Time, live, token => output.ReadLiveAsync(folder, token), parsed.GetValue(killOnExpiry));
            return OperatingSystem.IsLinux()
                ? await ExecChild.RunAsync(surroundings, interruption, masks, expiry, program, bytes, variables).ConfigureAwait(false)
                : await ExecElsewhere.RunAsync(surroundings, interruption, masks, words, variables).ConfigureAwait(false);
        });
    }

    // Behind the first word of the command, an option may be its own as well as ours, and so may a -- be.
    private static void RefuseMixture(ParseResult parsed, Argument<string[]> command)
    {
        var words = parsed.GetResult(command)!.Tokens;
        var first = parsed.Tokens.Count - words.Count;
        var mixed = parsed.Tokens[first - 1].Type != TokenType.DoubleDash && words[0].Value.StartsWith('-');
        for (var i = 0; i < words.Count && !mixed; i++)
            mixed = !ReferenceEquals(words[i], parsed.Tokens[first + i]);
        if (mixed)
            throw new UsageException("it is not clear what is an option of exec and what is the COMMAND's", "write exec's options, then --, then the command: aws-temporal exec --region us-east-1 -- aws s3 ls");
    }

    /// <summary>A failure of a command line as this command tells it: with a code that its child's own are not mistaken for.</summary>
    public static Failure Told(Failure failure, CommandResult parsed) =>
        parsed.Command.Name == Name && failure.Exit < WrapperFailed ? failure.With(WrapperFailed) : failure;
}
