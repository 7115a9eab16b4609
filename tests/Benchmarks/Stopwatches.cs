using System.Diagnostics;

namespace Benchmarks;

/// <summary>Times whole processes, the commands in turn so that what else the machine does meets all of them alike.</summary>
internal static class Stopwatches
{
    /// <param name="commands">The commands.</param>
    /// <param name="rounds">How often each is timed.</param>
    /// <param name="prepare">What each run needs and is given on its standard input, which is not timed.</param>
    public static async Task<IReadOnlyDictionary<Command, TimeSpan>> MediansAsync(
        IReadOnlyList<Command> commands, int rounds, Func<Command, Task<string>>? prepare = null)
    {
        var times = commands.ToDictionary(command => command, _ => new List<TimeSpan>());
        for (var round = -1; round < rounds; round++)
        {
            foreach (var command in commands)
            {
                var input = prepare is null ? null : await prepare(command);
                var start = Stopwatch.GetTimestamp();
                await RunAsync(command, input);
                // The first round fills the caches.
                if (round >= 0)
                    times[command].Add(Stopwatch.GetElapsedTime(start));
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ElementAt(rounds / 2));
    }

    public static async Task<string> RunAsync(Command command, string? input = null)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{command.Name} failed: {error}");
    }
}
