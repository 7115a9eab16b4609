namespace Benchmarks;

/// <summary>A process to time.</summary>
internal sealed record Command(string Name, string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment);
