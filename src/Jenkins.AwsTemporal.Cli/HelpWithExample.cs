using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// The usual help, in which a list of commands has the first clause of each description, then the command's example. Only
/// <c>exec</c> has a COMMAND, and its options stand before that.
/// </summary>
internal sealed class HelpWithExample(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        foreach (var listed in parseResult.CommandResult.Command.Subcommands)
            listed.Description = FirstClause(listed.Description ?? "");
        var output = parseResult.InvocationConfiguration.Output;
        using var usual = new StringWriter();
        parseResult.InvocationConfiguration.Output = usual;
        var exitCode = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(usual.ToString().Replace(" <COMMAND>... [options]", " [options] -- <COMMAND>...", StringComparison.Ordinal));
        if (parseResult.CommandResult.Command is CommandWithExample command)
            output.Write($"Example:\n  {command.Example}\n\n");
        return exitCode;
    }

    private static string FirstClause(string description)
    {
        for (var i = 0; i < description.Length; i++)
        {
            if (description[i] is '.' or ':' or ';' && (i + 1 == description.Length || description[i + 1] == ' '))
                return description[..i];
        }

        return description;
    }
}
