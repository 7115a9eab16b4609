using System.Globalization;

namespace Benchmarks;

/// <summary><c>exec</c> as a filter of much output, beside a pipe that changes nothing.</summary>
internal static class ExecBench
{
    private const int Copies = 32;

    public static async Task RunAsync(string executable, BenchSession session)
    {
        var file = Path.Combine(session.Home, "build.log");
        var log = Samples.BuildLog();
        await using (var stream = File.Create(file))
        {
            for (var copy = 0; copy < Copies; copy++)
                await stream.WriteAsync(log);
        }

        string[] hundred = [.. session.Passwords.SelectMany((name, index) => new[] { "--secret", $"SECRET_{index}={name}" })];
        Command Shell(string name, string script, params string[] arguments) =>
            new(name, "sh", ["-c", script, executable, .. arguments], session.Environment);
        var pipe = Shell("cat | cat", $"cat '{file}' | cat > /dev/null");
        var least = Shell("exec -- cat, the keys", $"\"$0\" exec \"$@\" -- cat '{file}' > /dev/null");
        var leastStart = Shell("exec -- true, the keys", "\"$0\" exec \"$@\" -- true");
        var many = Shell("exec -- cat, 100 secrets", $"\"$0\" exec \"$@\" -- cat '{file}' > /dev/null", hundred);
        var manyStart = Shell("exec -- true, 100 secrets", "\"$0\" exec \"$@\" -- true", hundred);

        var medians = await Stopwatches.MediansAsync([pipe, least, leastStart, many, manyStart], rounds: 7);
        double Speed(Command whole, TimeSpan start) => log.Length * (double)Copies / (medians[whole] - start).TotalSeconds / 1e6;
        var (piped, one, other) = (Speed(pipe, TimeSpan.Zero), Speed(least, medians[leastStart]), Speed(many, medians[manyStart]));
        foreach (var (name, speed) in new[] { (pipe.Name, piped), (least.Name, one), (many.Name, other) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-40} {speed,7:F0} MB/s  {piped / speed:F1} times the pipe's time"));
        Console.WriteLine();
        Verdict.Say("exec with the keys, MB/s", one, atLeast: 500);
        Verdict.Say("exec with 100 secrets, MB/s", other, atLeast: 200);
        Console.WriteLine();
    }
}
