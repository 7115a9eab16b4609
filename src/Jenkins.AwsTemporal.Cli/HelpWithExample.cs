using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>The usual help, then the command's example.</summary>
internal sealed class HelpWithExample(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExample command)
            parseResult.InvocationConfiguration.Output.Write($"Example:\n  {command.Example}\n\n");
        return exitCode;
    }
}
