using System.Collections.Concurrent;

namespace AwsEmulator.Audit;

/// <summary>How often each operation was asked for, counted on receipt, whether or not it was answered.</summary>
internal sealed class ReceivedRequests
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int this[string action] => _counts.GetValueOrDefault(action);

    public IReadOnlyDictionary<string, int> All => new SortedDictionary<string, int>(_counts.ToDictionary(), StringComparer.Ordinal);

    public void Add(string action) => _counts.AddOrUpdate(action, 1, (_, count) => count + 1);

    public void Clear() => _counts.Clear();
}
