namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>Jenkins did not do what was asked, or may not be asked. Never holds a token or a piece of what is handed over.</summary>
internal sealed class JenkinsException(ErrorCode code, string message, string hint) : Exception(message)
{
    public ErrorCode Code { get; } = code;

    public string Hint { get; } = hint;
}
