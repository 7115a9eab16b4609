namespace Jenkins.AwsTemporal.Cli;

/// <summary>Everything outside that a command may touch, so that nothing below <c>Program</c> reaches for a static.</summary>
internal sealed class Surroundings
{
    public required Stream In { get; init; }

    /// <summary>Null when the caller closed it.</summary>
    public required Stream? StandardOutput { get; init; }

    public Stream Out => StandardOutput ?? throw new IOException("standard output is closed");

    public required TextWriter Error { get; init; }

    /// <summary>Where <see cref="Error"/> writes to, for bytes; nowhere when the caller closed it.</summary>
    public required Stream StandardError { get; init; }

    public required TimeProvider Time { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>The names of all variables.</summary>
    public required Func<IEnumerable<string>> VariableNames { get; init; }

    public required string Executable { get; init; }

    public required bool InIsTerminal { get; init; }

    public required bool OutIsTerminal { get; init; }

    public static Surroundings OfThisProcess()
    {
        // In this order: opening one takes the lowest free descriptor, which is a closed one's.
        var input = OpenUnlessClosed(Console.OpenStandardInput) ?? Stream.Null;
        var output = OpenUnlessClosed(Console.OpenStandardOutput);
        var error = OpenUnlessClosed(Console.OpenStandardError) ?? Stream.Null;
        return new()
        {
            In = input,
            StandardOutput = output,
            Error = new StreamWriter(error) { AutoFlush = true },
            StandardError = error,
            Time = TimeProvider.System,
            Environment = System.Environment.GetEnvironmentVariable,
            VariableNames = () => System.Environment.GetEnvironmentVariables().Keys.Cast<string>(),
            Executable = System.Environment.ProcessPath ?? "aws-temporal",
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
        };
    }

    /// <summary>Writes words to standard error. They are no result: where nobody can hear them, the work goes on.</summary>
    public void Tell(string words)
    {
        try
        {
            Error.Write(words);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk or a closed descriptor.
        }
    }

    private static Stream? OpenUnlessClosed(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
