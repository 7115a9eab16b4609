namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// What an <see cref="OutputMasker"/> looks for: forms of secrets, in one pass however many there are. Immutable, so several
/// maskers may share it. It holds the secrets.
/// </summary>
/// <remarks>
/// Where a form may begin, it is looked up in what is sorted. So the time for a byte is bounded by the length of a form, and
/// the memory by that of the secrets.
/// </remarks>
public sealed class MaskPatterns
{
    private readonly MaskIndex[] _indexes;
    private readonly MaskFilter _filter;

    /// <summary>Of the forms that are there now: what is added to them later is not looked for.</summary>
    public MaskPatterns(LeakForms forms)
    {
        ArgumentNullException.ThrowIfNull(forms);
        _indexes = Indexes(forms.List);
        var count = 0L;
        foreach (var index in _indexes)
            count += index.CountHeads();
        _filter = new MaskFilter((int)Math.Min(count, int.MaxValue - 1));
        foreach (var index in _indexes)
            index.AddHeads(_filter);
    }

    private MaskPatterns(MaskPatterns others, MaskIndex[] more)
    {
        _indexes = [.. others._indexes, .. more];
        _filter = others._filter.Copy();
        foreach (var index in more)
            index.AddHeads(_filter);
    }

    /// <summary>These and a few more, such as new keys: in the time that those few need.</summary>
    public MaskPatterns With(LeakForms forms)
    {
        ArgumentNullException.ThrowIfNull(forms);
        return new MaskPatterns(this, Indexes(forms.List));
    }

    /// <summary>How many bytes begin no form for sure: all but the last three, of too few to tell.</summary>
    internal int Skip(ReadOnlySpan<byte> bytes) => _filter.Skip(bytes);

    /// <summary>Returns where the longest form ends that begins here; 0 if none ends.</summary>
    /// <param name="bytes">The output, with the last 32 bytes before the place if there are as many.</param>
    /// <param name="at">The place.</param>
    /// <param name="isOpen">Whether more bytes may make a longer one.</param>
    internal int Match(ReadOnlySpan<byte> bytes, int at, out bool isOpen)
    {
        var end = 0;
        isOpen = false;
        foreach (var index in _indexes)
            end = Math.Max(end, index.Match(bytes, at, ref isOpen));
        return end;
    }

    private static MaskIndex[] Indexes(FormList list)
    {
        var gaps = new byte[list.Count];
        var counts = new int[3];
        for (var i = 0; i < gaps.Length; i++)
            counts[gaps[i] = (byte)list.GapOf(list[i])]++;
        var indexes = new MaskIndex[counts.Length];
        for (var gap = 0; gap < indexes.Length; gap++)
        {
            var forms = new ulong[counts[gap]];
            var count = 0;
            for (var i = 0; i < gaps.Length; i++)
            {
                if (gaps[i] == gap)
                    forms[count++] = list[i];
            }

            indexes[gap] = new MaskIndex(list, (MaskGap)gap, forms);
        }

        return indexes;
    }
}
