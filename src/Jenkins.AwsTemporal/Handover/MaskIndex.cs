namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// The forms with one kind of gap, sorted: those that go on as the output does are neighbours, and each byte leaves fewer.
/// </summary>
/// <remarks>
/// A line ends in a form after four letters of it; before that only where the 32 bytes before the break could all belong to
/// such a form too. So the end of a line is not held back only because a form begins with its last letter.
/// </remarks>
internal sealed class MaskIndex
{
    /// <summary>So many bytes before a line break decide about it.</summary>
    public const int Line = 32;

    private const int Head = LeakForms.ShortestMasked;
    private const int Separators = 2;
    private const int Indentation = 32;

    // The beginnings of all gaps, as far as they matter to the first four bytes.
    private static readonly string[] Breaks = ["\n", "\r\n", "\n ", "\n  ", "\n\t", "\n\t\t", "\n \t", "\n\t ", "\r\n ", "\r\n\t"];

    private readonly FormList _list;
    private readonly MaskGap _gap;
    private readonly ulong[] _forms;

    // The first form of each letter.
    private readonly int[] _firsts = new int[257];

    public MaskIndex(FormList list, MaskGap gap, ulong[] forms)
    {
        (_list, _gap, _forms) = (list, gap, forms);
        Sort();
        var count = 0;
        foreach (var form in _forms)
        {
            if (count == 0 || Compare(_forms[count - 1], form) != 0)
                _forms[count++] = form;
        }

        Array.Resize(ref _forms, count);
        foreach (var form in _forms)
            _firsts[_list.Letter(form, 0) + 1]++;
        for (var i = 1; i < _firsts.Length; i++)
            _firsts[i] += _firsts[i - 1];
    }

    /// <summary>How many beginnings there are at most.</summary>
    public long CountHeads() => _forms.Length * (1L + (Gaps().Length * (Head - 1)));

    /// <summary>Adds all that the first four bytes of a form can be.</summary>
    public void AddHeads(MaskFilter filter)
    {
        Span<byte> last = stackalloc byte[Head];
        Span<byte> head = stackalloc byte[Head];
        var gaps = Gaps();
        for (var i = 0; i < _forms.Length; i++)
        {
            for (var letter = 0; letter < Head; letter++)
                head[letter] = _list.Letter(_forms[i], letter);
            if (i > 0 && head.SequenceEqual(last))
                continue;
            head.CopyTo(last);
            filter.Add(head);
            foreach (var gap in gaps)
            {
                for (var before = _gap == MaskGap.Pairs ? 2 : 1; before < Head; before += _gap == MaskGap.Pairs ? 2 : 1)
                {
                    last.CopyTo(head);
                    for (var at = before; at < Head; at++)
                        head[at] = at - before < gap.Length ? (byte)gap[at - before] : last[at - gap.Length];
                    filter.Add(head);
                }
            }
        }
    }

    /// <summary>Returns where the longest form ends that begins here; 0 if none ends.</summary>
    /// <param name="bytes">The output, with the last <see cref="Line"/> bytes before the place if there are as many.</param>
    /// <param name="at">The place.</param>
    /// <param name="isOpen">Whether more bytes may make a longer one.</param>
    public int Match(ReadOnlySpan<byte> bytes, int at, ref bool isOpen)
    {
        var end = 0;
        var (low, high) = (_firsts[bytes[at]], _firsts[bytes[at] + 1]);
        var letters = 1;
        for (at++; low < high; at++, letters++)
        {
            if (FormList.Length(_forms[low]) == letters)
            {
                end = at;
                if (++low == high)
                    break;
            }

            if (_gap != MaskGap.None && at < bytes.Length)
                at += Gap(bytes[..at], bytes[at..], letters);
            if (at == bytes.Length)
            {
                isOpen = true;
                break;
            }

            // Most go on alike, or there is but one left.
            if (_list.Letter(_forms[low], letters) == bytes[at] && _list.Letter(_forms[high - 1], letters) == bytes[at])
                continue;
            low = First(low, high, letters, bytes[at]);
            high = First(low, high, letters, bytes[at] + 1);
        }

        return end;
    }

    private string[] Gaps()
    {
        if (_gap != MaskGap.Pairs)
            return _gap == MaskGap.None ? [] : Breaks;
        var gaps = new List<string>(Breaks);
        foreach (var first in " :,-")
        {
            foreach (var second in " :,-\n\r")
                gaps.Add($"{first}{second}");
            gaps.Add($"{first}");
        }

        return [.. gaps];
    }

    // How many bytes a gap has that is here; all of them if it may have more.
    private int Gap(ReadOnlySpan<byte> before, ReadOnlySpan<byte> bytes, int letters)
    {
        var at = 0;
        if (_gap == MaskGap.Pairs)
        {
            if (letters % 2 != 0)
                return 0;
            while (at < Separators && at < bytes.Length && IsSeparator(bytes[at]))
                at++;
        }

        if (at == bytes.Length || bytes[at] is not ((byte)'\n' or (byte)'\r') || (letters < Head && !EndsLine(before)))
            return at;
        if (bytes[at] == '\r' && ++at < bytes.Length && bytes[at] != '\n')
            return 0;
        if (at == bytes.Length)
            return at;
        var indented = ++at;
        while (at < bytes.Length && at - indented < Indentation && bytes[at] is (byte)' ' or (byte)'\t')
            at++;
        return at;
    }

    private bool EndsLine(ReadOnlySpan<byte> before)
    {
        if (before.Length < Line)
            return false;
        foreach (var value in before[^Line..])
        {
            if (_gap == MaskGap.Lines ? !FormList.IsWord(value) : !char.IsAsciiHexDigit((char)value) && !IsSeparator(value))
                return false;
        }

        return true;
    }

    private static bool IsSeparator(byte value) => value is (byte)' ' or (byte)':' or (byte)',' or (byte)'-';

    // The first form among these whose letter is this or a later one.
    private int First(int low, int high, int index, int letter)
    {
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_list.Letter(_forms[middle], index) < letter)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // By their first eight letters, and those that are alike there by the rest.
    private void Sort()
    {
        var keys = new ulong[_forms.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            for (var letter = 0; letter < sizeof(ulong); letter++)
                keys[i] = (keys[i] << 8) | (letter < FormList.Length(_forms[i]) ? _list.Letter(_forms[i], letter) : (byte)0);
        }

        Array.Sort(keys, _forms);
        for (int at = 0, end; at < keys.Length; at = end)
        {
            for (end = at + 1; end < keys.Length && keys[end] == keys[at]; end++)
            {
            }

            if (end > at + 1)
                _forms.AsSpan(at, end - at).Sort((one, other) => Compare(one, other));
        }
    }

    private int Compare(ulong one, ulong other)
    {
        var length = Math.Min(FormList.Length(one), FormList.Length(other));
        for (var i = 0; i < length; i++)
        {
            var difference = _list.Letter(one, i) - _list.Letter(other, i);
            if (difference != 0)
                return difference;
        }

        return FormList.Length(one) - FormList.Length(other);
    }
}
