using System.Text;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// Base64 of a value that stands anywhere in what was encoded: at each of the three positions in a group of three bytes,
/// without the characters that depend on its neighbours too; at the beginning also whole, with its padding and without, and in
/// lines.
/// </summary>
internal static class Base64Forms
{
    private const int Shifts = 3;
    private const int Group = 4;
    private const int ShortLine = 64;
    private const int LongLine = 76;

    // Here a line of each length begins.
    private const int CommonLine = 1216;

    // What PEM writes and OpenSSL; what MIME writes and base64.
    private static readonly int[] LineLengths = [ShortLine, LongLine];

    private static readonly string[] LineEnds = ["\n", "\r\n"];

    public static void Add(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms)
    {
        var whole = Convert.ToBase64String(value);
        AddAtTheBeginning(whole, forms);
        if (whole[^1] == '=')
            AddAtTheBeginning(Last(whole.TrimEnd('=')), forms);
        for (var shift = 0; shift < Shifts; shift++)
        {
            var text = Shifted(value, shift);
            if (shift == 0)
                AddAtTheBeginning(Last(text), forms);
            else
                AddBoth(text, forms);
        }
    }

    /// <summary>
    /// A text that takes several lines: each by itself, so that indentation does not matter; the last one, which may be very
    /// short, with the one before it.
    /// </summary>
    public static void AddLines(string text, int length, List<ReadOnlyMemory<byte>> forms)
    {
        if (text.Length <= length)
            return;
        var at = 0;
        for (; text.Length - at > 2 * length; at += length)
            Add(text.Substring(at, length), forms);
        foreach (var end in LineEnds)
            Add(text[at..].Insert(length, end), forms);
    }

    /// <summary>Only at the beginning of what was encoded, and not for URLs.</summary>
    public static void AddLines(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms)
    {
        foreach (var length in LineLengths)
            AddLines(Convert.ToBase64String(value), length, forms);
    }

    /// <summary>Anywhere in what was encoded, in two lines; of a value that one line holds.</summary>
    public static void AddParts(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms)
    {
        if (value.Length > ShortLine / 4 * 3)
            return;
        for (var shift = 0; shift < Shifts; shift++)
        {
            var text = Shifted(value, shift);
            // Lines end between groups.
            for (var at = Group - FirstOwn(shift); at < text.Length; at += Group)
            {
                foreach (var end in LineEnds)
                    Add(text.Insert(at, end), forms);
            }
        }
    }

    // Ends that differ: what is before them is looked for already.
    private static string Last(string text) => text[(Math.Max(0, text.Length - (2 * LongLine)) / CommonLine * CommonLine)..];

    private static void AddAtTheBeginning(string text, List<ReadOnlyMemory<byte>> forms)
    {
        AddBoth(text, forms);
        foreach (var length in LineLengths)
            AddLines(text, length, forms);
    }

    private static void AddBoth(string text, List<ReadOnlyMemory<byte>> forms)
    {
        Add(text, forms);
        if (text.AsSpan().ContainsAny('+', '/'))
            Add(text.Replace('+', '-').Replace('/', '_'), forms);
    }

    // The characters that depend on nothing but the value, when that many bytes of a group are before it.
    private static string Shifted(ReadOnlySpan<byte> value, int shift)
    {
        var shifted = new byte[shift + value.Length];
        value.CopyTo(shifted.AsSpan(shift));
        return Convert.ToBase64String(shifted)[FirstOwn(shift)..(8 * shifted.Length / 6)];
    }

    private static int FirstOwn(int shift) => ((8 * shift) + 5) / 6;

    private static void Add(string text, List<ReadOnlyMemory<byte>> forms) => forms.Add(Encoding.ASCII.GetBytes(text));
}
