using Microsoft.Extensions.Logging;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Writes what the library logs of its calls to standard error: the half of <c>--verbose</c> that the library knows.</summary>
internal sealed class VerboseLog(Output output) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        output.Explain(formatter(state, exception));
}
