using Microsoft.Win32.SafeHandles;

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

    /// <summary>All variables as bytes, each as <c>NAME=value</c>.</summary>
    public required Func<List<byte[]>> Variables { get; init; }

    /// <summary>Words that end the command line, as the bytes that they are there.</summary>
    public required Func<string[], byte[][]> LastArguments { get; init; }

    public required string Executable { get; init; }

    /// <summary>What runs this program again: itself, or dotnet with its assembly, as <c>dnx</c> and <c>dotnet tool run</c> have it.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required bool InIsTerminal { get; init; }

    public required bool OutIsTerminal { get; init; }

    public static Surroundings OfThisProcess()
    {
        // .NET would write to a terminal how that shall send its keys, if it knew which one it is. The variable itself stays:
        // this is .NET's copy.
        System.Environment.SetEnvironmentVariable("TERM", null);
        // Each is a duplicate, which takes the lowest free descriptor: a closed one's, unless that is taken first.
        var open = new[] { !TakeIfClosed(0), !TakeIfClosed(1), !TakeIfClosed(2) };
        var input = open[0] ? OpenUnlessClosed(OpenInput) ?? Stream.Null : Stream.Null;
        var output = open[1] ? OpenUnlessClosed(Console.OpenStandardOutput) : null;
        var error = open[2] ? OpenUnlessClosed(Console.OpenStandardError) ?? Stream.Null : Stream.Null;
        var executable = System.Environment.ProcessPath ?? "aws-temporal";
        return new()
        {
            In = input,
            StandardOutput = output,
            Error = new StreamWriter(error) { AutoFlush = true },
            StandardError = error,
            Time = TimeProvider.System,
            Environment = System.Environment.GetEnvironmentVariable,
            Variables = Inherited.Variables,
            LastArguments = Inherited.LastArguments,
            Executable = executable,
            Command = Path.GetFileNameWithoutExtension(executable) == "dotnet" ? [executable, Path.Combine(AppContext.BaseDirectory, "aws-temporal.dll")] : [executable],
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

    // A program that is started finds it closed again.
    private static bool TakeIfClosed(int descriptor) =>
        OperatingSystem.IsLinux() && Libc.Control(descriptor, Libc.GetFlags, 0) < 0 && Libc.Open("/dev/null", Libc.ReadWrite | Libc.CloseOnExec, 0) >= 0;

    // .NET's own reader changes a terminal's modes after the prompt, asks where its cursor is, and loses a Ctrl-D that was
    // pressed before.
    private static Stream OpenInput() => OperatingSystem.IsWindows() || Console.IsInputRedirected
        ? Console.OpenStandardInput()
        : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

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
