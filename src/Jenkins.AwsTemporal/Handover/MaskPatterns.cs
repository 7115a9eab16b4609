using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// The byte strings that an <see cref="OutputMasker"/> looks for, as an Aho-Corasick automaton: one pass over the output
/// finds all of them, however many there are. Immutable, so several maskers may share it. It holds the secrets.
/// </summary>
/// <remarks>
/// Nearly all output is passed over before the automaton is asked: four bytes whose hash no pattern begins with begin none.
/// So states of fewer than four bytes are never rested in, and need no links. States are numbered breadth first, so a
/// state's children are neighbours. One takes about five bytes, and there is at most one for each byte of a pattern.
/// </remarks>
public sealed class MaskPatterns
{
    /// <summary>What is longer is looked for in pieces of this length, which cover it.</summary>
    internal const int LongestPiece = byte.MaxValue;

    private const int Head = LeakForms.ShortestMasked;

    private readonly byte[] _label;
    private readonly byte[] _match;

    // The first child: 256 states have at most as many children as 16 bits can count.
    private readonly ushort[] _child;
    private readonly int[] _childBase;

    // Few states have a link: the bits tell which, the counts how many have before each 64 states.
    private readonly ulong[] _isLinked;
    private readonly int[] _linkedBefore;
    private readonly List<int> _links = [];

    // The first state of each depth.
    private readonly List<int> _levels = [];

    private readonly uint[] _heads;
    private readonly int _headShift;

    /// <summary>Builds the automaton.</summary>
    /// <param name="patterns">What to mask, of at least <see cref="LeakForms.ShortestMasked"/> bytes each; it does not matter
    /// if one is there twice. Of what is longer than 255 bytes, each of the consecutive pieces of that length is masked by itself too.</param>
    /// <exception cref="ArgumentException">A pattern is too short.</exception>
    public MaskPatterns(IEnumerable<ReadOnlyMemory<byte>> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var sorted = Sorted(patterns);
        var states = CountStates(sorted);
        _label = new byte[states];
        _match = new byte[states];
        _child = new ushort[states + 1];
        _childBase = new int[(states >> 8) + 1];
        _isLinked = new ulong[(states >> 6) + 1];
        _linkedBefore = new int[_isLinked.Length];
        // At most one bit in thirty-two is set, so that few bytes are stopped at in vain, while the processor's cache has room.
        var bits = Math.Clamp(BitOperations.Log2((uint)sorted.Length + 1) + 6, 16, 21);
        _heads = new uint[1 << (bits - 5)];
        _headShift = 32 - bits;
        foreach (var pattern in sorted)
        {
            var hash = Hash(BinaryPrimitives.ReadUInt32LittleEndian(pattern), _headShift);
            _heads[hash >> 5] |= 1u << (int)hash;
        }

        Grow(sorted);
    }

    /// <summary>How many bytes the longest pattern has, or piece of one: a masker never holds back more.</summary>
    public int LongestPattern => _levels.Count - 1;

    /// <summary>Reads on until a pattern ends, and then returns true, or the bytes do.</summary>
    /// <param name="bytes">The output, from where on a pattern may begin at least.</param>
    /// <param name="at">Up to where it was read.</param>
    /// <param name="state">0, or the state after that.</param>
    internal bool Run(ReadOnlySpan<byte> bytes, ref int at, ref int state)
    {
        while (true)
        {
            if (state == 0)
            {
                at += Skip(bytes[at..]);
                if (at > bytes.Length - Head)
                    return false;
                state = Walk(bytes.Slice(at, Head));
                at += state == 0 ? 1 : Head;
            }
            else if (at == bytes.Length)
            {
                return false;
            }
            else if (Child(state, bytes[at]) is > 0 and var child)
            {
                state = child;
                at++;
            }
            else
            {
                state = Link(state);
                if (state == 0)
                    at -= Head - 1;
                continue;
            }

            if (_match[state] > 0)
                return true;
        }
    }

    /// <summary>How many bytes the longest pattern has that ends here.</summary>
    internal int Match(int state) => _match[state];

    /// <summary>From where on a pattern may still begin, after <see cref="Run"/> to the end of the bytes.</summary>
    internal int Open(ReadOnlySpan<byte> bytes, ref int at, int state)
    {
        if (state == 0)
        {
            while (at < bytes.Length && Walk(bytes[at..]) == 0)
                at++;
            return at;
        }

        var depth = Head;
        while (depth < LongestPattern && _levels[depth + 1] <= state)
            depth++;
        return at - depth;
    }

    // How many bytes begin no pattern for sure: all but the last three, of too few to tell. Nearly all time is spent here.
    private int Skip(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> heads = _heads;
        var shift = _headShift;
        var at = 0;
        for (; at <= bytes.Length - sizeof(ulong); at += 4)
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
            var found = Has(heads, Hash((uint)eight, shift)) | Has(heads, Hash((uint)(eight >> 8), shift))
                | Has(heads, Hash((uint)(eight >> 16), shift)) | Has(heads, Hash((uint)(eight >> 24), shift));
            if ((found & 1) != 0)
                break;
        }

        while (at <= bytes.Length - Head && (Has(heads, Hash(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]), shift)) & 1) == 0)
            at++;
        return at;
    }

    // In the lowest bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Has(ReadOnlySpan<uint> heads, uint hash) => heads[(int)(hash >> 5)] >> (int)hash;

    // Knuth's: the golden ratio of 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint bytes, int shift) => (bytes * 0x9E3779B1) >> shift;

    // The state of these bytes, without any link; 0 if no pattern begins with them.
    private int Walk(ReadOnlySpan<byte> bytes)
    {
        var state = 0;
        foreach (var value in bytes)
        {
            state = Child(state, value);
            if (state == 0)
                break;
        }

        return state;
    }

    private int Child(int state, byte value)
    {
        var from = FirstChild(state);
        var count = FirstChild(state + 1) - from;
        if (count == 1)
            return _label[from] == value ? from : 0;
        var found = _label.AsSpan(from, count).IndexOf(value);
        return found < 0 ? 0 : from + found;
    }

    private int FirstChild(int state) => _childBase[state >> 8] + _child[state];

    // The longest end of what was read that begins a pattern too; 0 if it has fewer than four bytes.
    private int Link(int state)
    {
        var word = _isLinked[state >> 6];
        var bit = 1UL << state;
        return (word & bit) == 0 ? 0 : _links[_linkedBefore[state >> 6] + BitOperations.PopCount(word & (bit - 1))];
    }

    private static byte[][] Sorted(IEnumerable<ReadOnlyMemory<byte>> patterns)
    {
        var list = new List<byte[]>();
        foreach (var pattern in patterns)
        {
            if (pattern.Length < Head)
                throw new ArgumentException($"A pattern has {pattern.Length} bytes; it stands in any output with fewer than {Head}.", nameof(patterns));
            for (var at = 0; at < pattern.Length; at += LongestPiece)
            {
                var from = Math.Max(0, Math.Min(at, pattern.Length - LongestPiece));
                var piece = pattern[from..Math.Min(from + LongestPiece, pattern.Length)];
                // It is only read, and soon forgotten: no copy is needed of what is an array of its own.
                var isWhole = MemoryMarshal.TryGetArray(piece, out var array) && array.Array!.Length == piece.Length;
                list.Add(isWhole ? array.Array! : piece.ToArray());
            }
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
        var level = new Level(sorted.Length);
        var below = new Level(sorted.Length);
        level.Add(0, 0);
        level.To[0] = sorted.Length;
        var state = 0;
        var next = 1;
        for (var depth = 0; level.Count > 0; depth++)
        {
            _levels.Add(state);
            below.Count = 0;
            for (var i = 0; i < level.Count; i++, state++)
            {
                if ((state & 255) == 0)
                    _childBase[state >> 8] = next;
                _child[state] = (ushort)(next - _childBase[state >> 8]);
                var children = below.Count;
                for (var pattern = level.From[i]; pattern < level.To[i]; pattern++)
                {
                    var bytes = sorted[pattern];
                    if (bytes.Length == depth)
                        continue;
                    if (below.Count == children || _label[next - 1] != bytes[depth])
                    {
                        _label[next] = bytes[depth];
                        below.Add(pattern, SetLink(next, level.Link[i], bytes.AsSpan(0, depth + 1)));
                        if (bytes.Length == depth + 1)
                            _match[next] = (byte)bytes.Length;
                        next++;
                    }

                    below.To[below.Count - 1] = pattern + 1;
                }
            }

            (level, below) = (below, level);
        }

        _links.TrimExcess();
        if ((state & 255) == 0)
            _childBase[state >> 8] = next;
        _child[state] = (ushort)(next - _childBase[state >> 8]);
    }

    // A link leads nearer to the root, so to what is finished.
    private int SetLink(int state, int link, ReadOnlySpan<byte> read)
    {
        if ((state & 63) == 0)
            _linkedBefore[state >> 6] = _links.Count;
        var found = 0;
        for (; link != 0 && found == 0; link = Link(link))
            found = Child(link, read[^1]);
        if (found == 0 && read.Length > Head)
            found = Walk(read[^Head..]);
        if (found == 0)
            return 0;
        _isLinked[state >> 6] |= 1UL << state;
        _links.Add(found);
        _match[state] = _match[found];
        return found;
    }

    /// <summary>The states of one depth: each is a run of sorted patterns that begin alike.</summary>
    private sealed class Level(int most)
    {
        public int[] From { get; } = new int[Math.Max(most, 1)];

        public int[] To { get; } = new int[Math.Max(most, 1)];

        public int[] Link { get; } = new int[Math.Max(most, 1)];

        public int Count { get; set; }

        public void Add(int from, int link) => (From[Count], Link[Count++]) = (from, link);
    }
}
