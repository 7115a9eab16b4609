using System.Text;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// Base64 of a value that stands anywhere in what was encoded: at each of the three positions in a group of three bytes,
/// without the characters that depend on its neighbours too; at the beginning also whole, with its padding and without, and in lines.
/// </summary>
internal static class Base64Forms
{
    // What base64, MIME and PEM write.
    private static readonly int[] LineLengths = [76, 64];

    public static void Add(ReadOnlySpan<byte> value, List<ReadOnlyMemory<byte>> forms)
    {
        var whole = Convert.ToBase64String(value);
        AddBoth(whole, forms);
        AddLines(whole, forms);
        if (whole[^1] == '=')
            AddBoth(whole.TrimEnd('='), forms);
        for (var shift = 0; shift < 3; shift++)
        {
            var shifted = new byte[shift + value.Length];
            value.CopyTo(shifted.AsSpan(shift));
            var text = Convert.ToBase64String(shifted);
            var from = ((8 * shift) + 5) / 6;
            var to = 8 * shifted.Length / 6;
            AddBoth(text[from..to], forms);
            if (shift == 0)
                AddLines(text[..to], forms);
        }
    }

    private static void AddBoth(string text, List<ReadOnlyMemory<byte>> forms)
    {
        forms.Add(Encoding.ASCII.GetBytes(text));
        if (text.AsSpan().ContainsAny('+', '/'))
            forms.Add(Encoding.ASCII.GetBytes(text.Replace('+', '-').Replace('/', '_')));
    }

    private static void AddLines(string text, List<ReadOnlyMemory<byte>> forms)
    {
        foreach (var length in LineLengths)
        {
            if (text.Length <= length)
                continue;
            foreach (var end in (ReadOnlySpan<string>)["\n", "\r\n"])
            {
                var lines = new StringBuilder();
                for (var at = 0; at < text.Length; at += length)
                    lines.Append(at == 0 ? "" : end).Append(text, at, Math.Min(length, text.Length - at));
                forms.Add(Encoding.ASCII.GetBytes(lines.ToString()));
            }
        }
    }
}
