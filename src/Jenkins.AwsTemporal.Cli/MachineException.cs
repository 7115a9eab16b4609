namespace Jenkins.AwsTemporal.Cli;

/// <summary>This machine lacks what was asked for.</summary>
internal sealed class MachineException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
