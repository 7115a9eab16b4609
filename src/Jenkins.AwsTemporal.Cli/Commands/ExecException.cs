namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>The command that shall be run cannot be, or not be listened to. Codes as of shells.</summary>
internal sealed class ExecException : Exception
{
    private const int LongestName = 200;

    private ExecException(string code, int exitCode, string message, string hint)
        : base(message) => (Code, ExitCode, Hint) = (code, exitCode, hint);

    public string Code { get; }

    public int ExitCode { get; }

    public string Hint { get; }

    public static ExecException NotFound(string name) => new(
        "CommandNotFound", 127, $"there is no command {Shown(name)}", "check its name and PATH; a script of the working folder is ./NAME");

    public static ExecException CannotRun(string name) => new(
        "CommandNotExecutable", 126, $"the command {Shown(name)} cannot be run", "check that it is a file, with chmod +x, for this machine, and that what its first line names is there");

    /// <summary>The command interpreter would run it, and read its words anew, with <c>&amp;</c> and <c>%</c> in them.</summary>
    public static ExecException BatchFile(string name) => new(
        "CommandIsBatchFile", 126, $"the command {Shown(name)} is a batch file, whose words cmd.exe would read as commands", "say so yourself: cmd.exe /c NAME, with words that it may read");

    public static ExecException TooLarge(string name) => new(
        "CommandTooLarge", 126, $"the command {Shown(name)} cannot be run: its words and its environment, with the secrets, are more than this system lets a program have", "give large secrets as files: --file NAME=REF");

    public static ExecException OutputLost(string why) => new(
        "OutputLost", 125, $"the command's output could not be written: {why}", "make room for it, and run the command again");

    private static string Shown(string name) => name.Length <= LongestName ? $"\"{name}\"" : $"of {name.Length} characters";
}
