namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// Hands output on with every occurrence of a pattern masked, byte by byte as it comes: no byte of any occurrence gets
/// out, however the occurrences overlap and wherever the output is split. What may still be the beginning of one is held
/// back, and nothing else: a prompt appears at once. Each stretch of masked bytes becomes <c>****</c>, with the line breaks
/// inside it. Everything else stays as it is, so colours and binary do. Not for several threads at once.
/// </summary>
public sealed class OutputMasker
{
    private const int Portion = 32 * 1024;

    private static readonly byte[] Mask = "****"u8.ToArray();

    private readonly Stream _output;

    // The bytes held back are _held[_start.._end], and no form begins from there to _at that is not found; stretches of them
    // to mask are pairs of indices, in order and disjoint.
    private readonly List<int> _stretches = [];
    private byte[] _held = [];
    private byte[] _composed = [];
    private MaskPatterns _patterns;
    private int _start;
    private int _end;
    private int _at;
    private bool _endsMasked;

    /// <summary>Masks these patterns in what goes to <paramref name="output"/>, which stays open.</summary>
    public OutputMasker(MaskPatterns patterns, Stream output)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        ArgumentNullException.ThrowIfNull(output);
        _patterns = patterns;
        _output = output;
    }

    /// <summary>Takes more output, and writes all of it that cannot be the beginning of a secret.</summary>
    /// <exception cref="IOException">The output could not be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var portion = bytes[..Math.Min(bytes.Length, Portion)];
            bytes = bytes[portion.Length..];
            MakeRoom(portion.Length);
            portion.CopyTo(_held.AsSpan(_end));
            _end += portion.Length;
            Flush(Scan(isEnd: false));
        }
    }

    /// <summary>Ends the output: what was held back is the beginning of a secret that did not come, and is written.</summary>
    /// <exception cref="IOException">The output could not be written.</exception>
    public void Complete()
    {
        Flush(Scan(isEnd: true));
    }

    /// <summary>
    /// Masks these patterns from now on instead, also where one of them was held back already. One that was not looked for
    /// before is found where it begins in what is written after this.
    /// </summary>
    public void Use(MaskPatterns patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        // What was found in what is held back is found again, but for what began before it.
        var until = _stretches.Count > 0 && _stretches[0] == _start ? _stretches[1] : _start;
        (_patterns, _at) = (patterns, _start);
        _stretches.Clear();
        Scan(isEnd: false);
        if (until == _start)
            return;
        var merged = 0;
        for (; merged < _stretches.Count && _stretches[merged] <= until; merged += 2)
            until = Math.Max(until, _stretches[merged + 1]);
        _stretches.RemoveRange(0, merged);
        _stretches.InsertRange(0, [_start, until]);
    }

    // Returns from where on a form may still begin: nothing after that need be looked at yet.
    private int Scan(bool isEnd)
    {
        var bytes = _held.AsSpan(0, _end);
        for (_at += _patterns.Skip(bytes[_at..]); _at < _end; _at += _patterns.Skip(bytes[_at..]))
        {
            var end = _patterns.Match(bytes, _at, out var isOpen);
            if (end > 0)
                Cover(_at, end);
            if (isOpen && !isEnd)
                return _at;
            _at++;
        }

        return _end;
    }

    private void Cover(int from, int end)
    {
        while (_stretches.Count > 0 && _stretches[^1] >= from)
        {
            (from, end) = (Math.Min(from, _stretches[^2]), Math.Max(end, _stretches[^1]));
            _stretches.RemoveRange(_stretches.Count - 2, 2);
        }

        _stretches.Add(from);
        _stretches.Add(end);
    }

    private void Flush(int until)
    {
        if (_stretches.Count == 0)
        {
            if (until > _start)
            {
                _output.Write(_held, _start, until - _start);
                _endsMasked = false;
                _start = until;
            }
        }
        else
        {
            FlushMasked(until);
        }
    }

    private void FlushMasked(int until)
    {
        var length = 0;
        var done = 0;
        for (; done < _stretches.Count && _stretches[done] <= until; done += 2)
        {
            Compose(ref length, _held.AsSpan(_start, _stretches[done] - _start));
            if (!_endsMasked)
                Compose(ref length, Mask);
            _endsMasked = true;
            _start = Math.Min(_stretches[done + 1], until);
            if (_start < _stretches[done + 1])
            {
                // Its end is masked already, and stays: another pattern may begin there.
                _stretches[done] = _start;
                break;
            }
        }

        _stretches.RemoveRange(0, done);
        if (until > _start)
        {
            Compose(ref length, _held.AsSpan(_start, until - _start));
            _start = until;
        }

        if (length > 0)
            _output.Write(_composed, 0, length);
    }

    private void Compose(ref int length, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        if (_composed.Length - length < bytes.Length)
            Array.Resize(ref _composed, Math.Max(_composed.Length * 2, length + bytes.Length));
        bytes.CopyTo(_composed.AsSpan(length));
        length += bytes.Length;
        _endsMasked = false;
    }

    // At most the longest form with its gaps is held back, so the buffer does not grow beyond twice that and two portions.
    // What comes before it decides about line breaks.
    private void MakeRoom(int count)
    {
        if (_held.Length - _end >= count)
            return;
        var done = Math.Max(0, _start - MaskIndex.Line);
        var kept = _end - done;
        var target = kept + count > _held.Length / 2 ? new byte[2 * (kept + count)] : _held;
        Buffer.BlockCopy(_held, done, target, 0, kept);
        for (var i = 0; i < _stretches.Count; i++)
            _stretches[i] -= done;
        (_held, _start, _at, _end) = (target, _start - done, _at - done, kept);
    }
}
