using System.Globalization;
using System.Text.Json;
using Jenkins.AwsTemporal.Sealing;

namespace Benchmarks;

/// <summary>A prompt's key pair, and a sealed paste beside a plain one; no call is made.</summary>
internal static class SealBench
{
    private const int Rounds = 15;

    public static async Task RunAsync(string executable, BenchSession session)
    {
        var folder = Path.Combine(session.Home, "sealed");
        string[] into = ["--session", folder];
        var version = new Command("aws-temporal --version", executable, ["--version"], session.Environment);
        var seal = new Command("aws-temporal seal", executable, ["seal", .. into, "--json"], session.Environment);
        var open = new Command("aws-temporal open, plain", executable, ["open", .. into, "--no-verify"], session.Environment);
        var openSealed = open with { Name = "aws-temporal open, sealed" };

        // Both opens find a key, and end its prompt.
        async Task<string> SealAsync(bool isSealed)
        {
            var key = SealingKey.Parse(JsonDocument.Parse(await Stopwatches.RunAsync(seal)).RootElement.GetProperty("key").GetString()!);
            return isSealed ? key.Seal(session.Paste) : session.Paste;
        }

        var medians = await Stopwatches.MediansAsync(
            [version, seal, open, openSealed],
            Rounds,
            command => command == open ? SealAsync(isSealed: false) : command == openSealed ? SealAsync(isSealed: true) : Task.FromResult(""));
        foreach (var (command, median) in medians)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{command.Name,-40} {median.TotalMilliseconds,7:F1} ms"));
        Console.WriteLine();
        Verdict.Say("open, sealed above plain, ms", (medians[openSealed] - medians[open]).TotalMilliseconds, atMost: 20);
        Verdict.Say("seal above --version, ms", (medians[seal] - medians[version]).TotalMilliseconds, atMost: 150);
        Console.WriteLine();
    }
}
