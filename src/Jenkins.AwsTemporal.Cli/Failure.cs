using Jenkins.AwsTemporal.Cli.Commands;
using Jenkins.AwsTemporal.Cli.Controller;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// One failure as a user sees it: what is wrong, what to do next, and a stable exit code. The only place that turns
/// exceptions into them.
/// </summary>
internal sealed class Failure
{
    private Failure(string code, string message, string hint, int exitCode) =>
        (Code, Message, Hint, Exit) = (code, OneLine(message), OneLine(hint), exitCode);

    public string Code { get; }

    public string Message { get; }

    public string Hint { get; }

    public int Exit { get; }

    public static Failure Usage(string message, string command) =>
        new(nameof(ErrorCode.InvalidArgument), message, $"see {command} --help", ExitCode.Usage);

    public static Failure Of(Exception exception, Interruption? interruption = null) => exception switch
    {
        InvalidOptionException { Code: ErrorCode.InvalidArgument } fault => new(
            fault.Code.ToString(),
            fault.Message.Replace($"invalid {fault.Option}:", $"invalid {OptionName.Of(fault.Option)}:", StringComparison.Ordinal),
            fault.Hint,
            ExitCode.Usage),
        AwsTemporalException fault => new(fault.Code.ToString(), fault.Message, fault.Hint, ExitCode.Of(fault.Code)),
        ExecException fault => new(fault.Code, fault.Message, fault.Hint, fault.ExitCode),
        UsageException fault => new(nameof(ErrorCode.InvalidArgument), fault.Message, fault.Hint, ExitCode.Usage),
        MachineException fault => new(nameof(ErrorCode.InvalidConfiguration), fault.Message, fault.Hint, ExitCode.Machine),
        JenkinsException fault => new(fault.Code.ToString(), fault.Message, fault.Hint, ExitCode.Of(fault.Code)),
        OperationCanceledException => new("Interrupted", "interrupted", "run it again", interruption?.ExitCode ?? 130),
        UnauthorizedAccessException or IOException => new(
            nameof(ErrorCode.FileSystem),
            $"the file system refused: {exception.Message.TrimEnd('.', ' ')}",
            "check the path, its permissions and the free space",
            ExitCode.Machine),
        // A defect's text may hold anything, so only its kind is shown.
        _ => new(
            "Defect",
            $"a defect of aws-temporal: {exception.GetType().Name}",
            "report it with the command's name and --version",
            ExitCode.Defect),
    };

    /// <summary>The same failure with another exit code.</summary>
    public Failure With(int exitCode) => new(Code, Message, Hint, exitCode);

    public void Write(Surroundings surroundings, bool asJson)
    {
        if (!asJson)
        {
            surroundings.Tell($"aws-temporal: error: {Message}\nhint: {Hint}\n");
            return;
        }

        var line = Json.Line(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", Code);
            json.WriteString("message", Message);
            json.WriteString("hint", Hint);
            json.WriteNumber("exitCode", Exit);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        surroundings.Tell(System.Text.Encoding.UTF8.GetString(line));
    }

    private static string OneLine(string text) => Facts.OneLine(text.ReplaceLineEndings(" "));
}
