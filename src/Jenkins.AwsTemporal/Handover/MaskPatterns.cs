namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// The byte strings that an <see cref="OutputMasker"/> looks for, as an Aho-Corasick automaton: one pass over the output
/// finds all of them, however many there are. Immutable, so several maskers may share it. It holds the secrets.
/// </summary>
/// <remarks>
/// States are numbered breadth first, so a state's children are neighbours, and the states near the root, in which nearly
/// all output is read, come first: those have a full row of transitions each, all others a list of children and a link.
/// </remarks>
public sealed class MaskPatterns
{
    internal const int HasMatch = int.MinValue;
    private const int MostRows = 1024;

    private readonly byte[] _label;
    private readonly int[] _firstChild;
    private readonly int[] _link;
    private readonly int[] _depth;
    private readonly int[] _match;
    private readonly int[] _rows;
    private readonly int _rowCount;

    /// <summary>Builds the automaton.</summary>
    /// <param name="patterns">What to mask, in bytes; empty ones are left out, and it does not matter if one is there twice.</param>
    public MaskPatterns(IEnumerable<ReadOnlyMemory<byte>> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var sorted = Sorted(patterns);
        var states = CountStates(sorted);
        _label = new byte[states];
        _firstChild = new int[states + 1];
        _link = new int[states];
        _depth = new int[states];
        _match = new int[states];
        _rowCount = Math.Min(states, MostRows);
        _rows = new int[_rowCount << 8];
        Grow(sorted);
        Link();
    }

    /// <summary>How many bytes the longest pattern has: a masker never holds back more.</summary>
    public int LongestPattern { get; private set; }

    /// <summary>The state after one more byte, with <see cref="HasMatch"/> set if a pattern ends there.</summary>
    internal int Next(int state, byte value)
    {
        while (state >= _rowCount)
        {
            for (var child = _firstChild[state]; child < _firstChild[state + 1]; child++)
            {
                if (_label[child] == value)
                    return _match[child] == 0 ? child : child | HasMatch;
            }

            state = _link[state];
        }

        return _rows[(state << 8) | value];
    }

    /// <summary>How many of the last bytes may still be the beginning of a pattern.</summary>
    internal int Depth(int state) => _depth[state];

    /// <summary>How many bytes the longest pattern has that ends here; 0 if none does.</summary>
    internal int Match(int state) => _match[state];

    /// <summary>Reads on until a pattern ends or the bytes do; returns how many were read.</summary>
    internal int Run(ReadOnlySpan<byte> bytes, ref int state)
    {
        var rows = _rows;
        var rowCount = _rowCount;
        var current = state;
        for (var i = 0; i < bytes.Length; i++)
        {
            current = current < rowCount ? rows[(current << 8) | bytes[i]] : Next(current, bytes[i]);
            if (current < 0)
            {
                state = current & ~HasMatch;
                return i + 1;
            }
        }

        state = current;
        return bytes.Length;
    }

    private static byte[][] Sorted(IEnumerable<ReadOnlyMemory<byte>> patterns)
    {
        var list = new List<byte[]>();
        foreach (var pattern in patterns)
        {
            if (!pattern.IsEmpty)
                list.Add(pattern.ToArray());
        }

        list.Sort(static (one, other) => one.AsSpan().SequenceCompareTo(other));
        return [.. list];
    }

    // Sorted, each pattern adds to the tree what it does not share with the one before it.
    private static int CountStates(byte[][] sorted)
    {
        var states = 1;
        byte[] last = [];
        foreach (var pattern in sorted)
        {
            states = checked(states + pattern.Length - pattern.AsSpan().CommonPrefixLength(last));
            last = pattern;
        }

        return states;
    }

    private void Grow(byte[][] sorted)
    {
        // Each state is a run of sorted patterns that begin alike.
        var from = new int[_label.Length];
        var to = new int[_label.Length];
        to[0] = sorted.Length;
        var next = 1;
        for (var state = 0; state < _label.Length; state++)
        {
            _firstChild[state] = next;
            var depth = _depth[state];
            for (var i = from[state]; i < to[state]; i++)
            {
                var pattern = sorted[i];
                if (pattern.Length == depth)
                {
                    _match[state] = depth;
                    LongestPattern = depth;
                    continue;
                }

                if (next == _firstChild[state] || _label[next - 1] != pattern[depth])
                {
                    _label[next] = pattern[depth];
                    _depth[next] = depth + 1;
                    from[next] = i;
                    next++;
                }

                to[next - 1] = i + 1;
            }
        }

        _firstChild[^1] = next;
    }

    // A link leads to the longest end of what was read that begins a pattern too; it is nearer to the root, so finished.
    private void Link()
    {
        for (var state = 0; state < _label.Length; state++)
        {
            for (var child = _firstChild[state]; child < _firstChild[state + 1]; child++)
            {
                _link[child] = state == 0 ? 0 : Next(_link[state], _label[child]) & ~HasMatch;
                if (_match[child] == 0)
                    _match[child] = _match[_link[child]];
            }

            if (state < _rowCount)
                FillRow(state);
        }
    }

    private void FillRow(int state)
    {
        var row = _rows.AsSpan(state << 8, 256);
        if (state > 0)
            _rows.AsSpan(_link[state] << 8, 256).CopyTo(row);
        for (var child = _firstChild[state]; child < _firstChild[state + 1]; child++)
            row[_label[child]] = _match[child] != 0 ? child | HasMatch : child;
    }
}
