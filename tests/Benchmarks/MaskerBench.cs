using System.Runtime.CompilerServices;
using Jenkins.AwsTemporal.Handover;

namespace Benchmarks;

/// <summary>The masker of <c>exec</c> by itself, on one core.</summary>
internal static class MaskerBench
{
    private const int Portion = 64 * 1024;

    public static void Run()
    {
        var keys = Samples.Keys();
        var hundred = Samples.Passwords(100);
        var log = Samples.BuildLog();
        var with = Samples.With(log, hundred);

        Console.WriteLine($"{"masker",-40} {"the keys",12} {"100 secrets",12}");
        var least = Patterns(keys);
        var many = Patterns([.. keys, .. hundred]);
        var slowest = (Least: double.MaxValue, Many: double.MaxValue);
        foreach (var (name, output) in new[] { ("build log", log), ("build log with secrets", with), ("base64", Samples.Base64()), ("binary", Samples.Binary()) })
        {
            var (one, other) = (Speed(least, output), Speed(many, output));
            Console.WriteLine($"{name,-40} {one,7:F0} MB/s {other,7:F0} MB/s");
            slowest = (Math.Min(one, slowest.Least), Math.Min(other, slowest.Many));
        }

        Console.WriteLine($"{"memory above the patterns",-40} {Memory(least, with) / 1e6,7:F1} MB   {Memory(many, with) / 1e6,7:F1} MB");
        Console.WriteLine();
        Verdict.Say("slowest with the keys, MB/s", slowest.Least, atLeast: 500);
        Verdict.Say("slowest with 100 secrets, MB/s", slowest.Many, atLeast: 200);
        Verdict.Say("memory above the patterns, MB", Math.Max(Memory(least, with), Memory(many, with)) / 1e6, atMost: 8);
        Console.WriteLine();

        Console.WriteLine($"{"patterns, and the time to make them",-40} {"1",18} {"100",18} {"200",18}");
        Sizes("passwords", number => Samples.Passwords(number + 1)[number]);
        var largest = Samples.Largest.Select(sample => Sizes($"{sample.Name}, 65,536 bytes", sample.Make)).ToList();
        Console.WriteLine();
        Verdict.Say("patterns of a largest secret, MB", largest.Max(sizes => sizes[0]) / 1e6, atMost: 8);
        Verdict.Say("patterns of 200 of them, MB", largest.Max(sizes => sizes[^1]) / 1e6, atMost: 160);
        Console.WriteLine();
    }

    public static double Speed(MaskPatterns patterns, byte[] output)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 12; round++)
        {
            // Of the processor, not of the clock: what else the machine does is not counted.
            var start = Environment.CpuUsage.TotalTime;
            Mask(new OutputMasker(patterns, Stream.Null), output);
            var time = Environment.CpuUsage.TotalTime - start;
            best = time < best ? time : best;
        }

        return output.Length / best.TotalSeconds / 1e6;
    }

    private static long Memory(MaskPatterns patterns, byte[] output)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Mask(new OutputMasker(patterns, Stream.Null), output);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Mask(OutputMasker masker, byte[] output)
    {
        for (var at = 0; at < output.Length; at += Portion)
            masker.Write(output.AsSpan(at, Math.Min(Portion, output.Length - at)));
        masker.Complete();
    }

    // Returns the bytes of 1, 100 and 200.
    private static List<long> Sizes(string name, Func<int, byte[]> make)
    {
        var sizes = new List<long>();
        Console.Write($"{name,-40}");
        foreach (var count in new[] { 1, 100, 200 })
        {
            var (size, time) = Size(make, count);
            Console.Write($" {size / 1e6,7:F2} MB {time.TotalMilliseconds,5:F0} ms");
            sizes.Add(size);
        }

        Console.WriteLine();
        return sizes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (long, TimeSpan) Size(Func<int, byte[]> make, int count)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Environment.CpuUsage.TotalTime;
        var patterns = Patterns(Enumerable.Range(0, count).Select(make));
        var time = Environment.CpuUsage.TotalTime - start;
        var size = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(patterns);
        return (size, time);
    }

    private static MaskPatterns Patterns(IEnumerable<byte[]> secrets)
    {
        var forms = new LeakForms();
        foreach (var secret in secrets)
            forms.Add(secret);
        return new MaskPatterns(forms);
    }
}
