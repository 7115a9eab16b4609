using System.CommandLine;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>A command whose help ends with an example to copy.</summary>
internal sealed class CommandWithExample(string name, string description, string example) : Command(name, description)
{
    public string Example { get; } = example;
}
