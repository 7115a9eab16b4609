using System.Collections;
using System.Collections.Concurrent;

namespace AwsEmulator.Audit;

/// <summary>Every answered request, oldest first.</summary>
public sealed class AuditLog : IEnumerable<AuditEntry>
{
    private readonly ConcurrentQueue<AuditEntry> _entries = new();

    public IEnumerator<AuditEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(AuditEntry entry) => _entries.Enqueue(entry);

    internal void Clear() => _entries.Clear();
}
