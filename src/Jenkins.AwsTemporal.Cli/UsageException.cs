namespace Jenkins.AwsTemporal.Cli;

/// <summary>The command line is well-formed, but does not suit where it runs.</summary>
internal sealed class UsageException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
