using System.Globalization;

namespace Benchmarks;

/// <summary>A number beside its limit.</summary>
internal static class Verdict
{
    public static void Say(string what, double value, double? atMost = null, double? atLeast = null)
    {
        var isHeld = value <= (atMost ?? double.MaxValue) && value >= (atLeast ?? double.MinValue);
        var limit = atMost is { } most ? $"at most {most}" : $"at least {atLeast}";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40} {value,7:F1}  {limit}: {(isHeld ? "held" : "NOT HELD")}"));
    }
}
