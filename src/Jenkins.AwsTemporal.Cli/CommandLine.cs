using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Jenkins.AwsTemporal.Cli.Commands;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>The command line as a whole: its commands, what all of them share, and how each of them ends.</summary>
internal static class CommandLine
{
    private const int LongestWord = 30;

    private static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Write data and errors as JSON",
        Recursive = true,
    };

    private static readonly Option<bool> VerboseOption = new("--verbose")
    {
        Description = "Explain on standard error; shows no secret",
        Recursive = true,
    };

    public static async Task<int> RunAsync(string[] args, Surroundings surroundings, Interruption interruption)
    {
        var root = Root(surroundings, interruption);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var asJson = parsed.GetValue(JsonOption);
        if (parsed.Errors.Count > 0 && parsed.Action is not (HelpWithExample or PrintVersion))
        {
            var failure = ExecCommand.Told(Failure.Usage(UsageText(parsed), CommandName(parsed)), parsed.CommandResult);
            failure.Write(surroundings, asJson);
            return failure.Exit;
        }

        try
        {
            // Output goes through the surroundings; this writer is for help alone.
            using var help = surroundings.StandardOutput is { } output ? new StreamWriter(output, leaveOpen: true) : TextWriter.Null;
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = help,
                Error = surroundings.Error,
                ProcessTerminationTimeout = null,
            }, interruption.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failure = ExecCommand.Told(Failure.Of(exception, interruption), parsed.CommandResult);
            failure.Write(surroundings, asJson);
            return failure.Exit;
        }
    }

    /// <summary>Ties a command to its work.</summary>
    public static Command Does(this Command command, Surroundings surroundings, Func<ParseResult, Output, CancellationToken, Task<int>> work)
    {
        command.SetAction((parsed, cancellation) =>
            work(parsed, new Output(surroundings, parsed.GetValue(JsonOption), parsed.GetValue(VerboseOption)), cancellation));
        return command;
    }

    private static RootCommand Root(Surroundings surroundings, Interruption interruption)
    {
        var root = new RootCommand(
            "AWS access for Jenkins pipelines that explodes by itself. Data goes to standard output, words to standard error; no secret is ever an argument.\n\nExit codes: 0 done, 1 a defect, 2 wrong usage, 3 not credentials, 4 refused, 5 expired, 6 AWS or Jenkins refused, 7 not found, 8 try again later, 9 this machine.\n\nExample:\n  aws sts get-session-token --duration-seconds 900 | aws-temporal open --session ./session --region us-east-1")
        {
            DoctorCommand.Create(surroundings),
            InspectCommand.Create(surroundings),
            SealCommand.Create(surroundings),
            MintCommand.Create(surroundings),
            GrantCommand.Create(surroundings),
            OpenCommand.Create(surroundings),
            StatusCommand.Create(surroundings),
            CredentialsCommand.Create(surroundings),
            GetSessionTokenCommand.Create(surroundings),
            RoleCommand.Create(surroundings),
            SecretCommand.Create(surroundings),
            ExecCommand.Create(surroundings, interruption),
            PolicyCommand.Create(surroundings),
            CloseCommand.Create(surroundings),
            SweepCommand.Create(surroundings),
        };
        root.Options.Add(JsonOption);
        root.Options.Add(VerboseOption);
        root.Directives.Clear();
        foreach (var option in root.Options)
        {
            if (option is VersionOption)
                option.Action = new PrintVersion();
            else if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new HelpWithExample(help);
                // A secret may bear such a name.
                option.Aliases.Remove("/h");
                option.Aliases.Remove("/?");
            }
        }

        return root;
    }

    private static string CommandName(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
            names.Insert(0, result.Command is RootCommand ? "aws-temporal" : result.Command.Name);
        return string.Join(' ', names);
    }

    // Of an unknown word, System.CommandLine reports first what it would have needed instead. A long one is not repeated:
    // it may be a paste that should have gone to standard input.
    private static string UsageText(ParseResult parsed)
    {
        var message = parsed.UnmatchedTokens is [var unknown, ..]
            ? unknown.Length <= LongestWord ? $"unknown command or argument \"{unknown}\"" : $"unknown argument of {unknown.Length} characters"
            : Missing(parsed) ?? parsed.Errors[0].Message.TrimEnd('.');
        return char.ToLowerInvariant(message[0]) + message[1..];
    }

    // System.CommandLine does not say which.
    private static string? Missing(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Errors[0].SymbolResult is ArgumentResult { Tokens.Count: 0 } argument && command.Arguments.Contains(argument.Argument))
            return $"the {argument.Argument.Name} is missing";
        return command.Subcommands.Count > 0 ? "say which command" : null;
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.Write(VersionText.Current + "\n");
            return ExitCode.Done;
        }
    }
}
