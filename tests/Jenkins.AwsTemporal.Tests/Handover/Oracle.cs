using System.Text;

namespace Jenkins.AwsTemporal.Tests.Handover;

/// <summary>Masking as it is defined, on the whole output and as slowly as need be. Texts are Latin 1: a character a byte.</summary>
internal static class Oracle
{
    public static string Mask(byte[][] patterns, byte[] output) => Write(output, Marks(patterns, output), output.Length);

    /// <summary>Up to the first byte that is not masked for sure and with which, to the end, a pattern may begin.</summary>
    public static string MaskWhatIsSure(byte[][] patterns, byte[] output)
    {
        var marks = Marks(patterns, output);
        var open = Enumerable.Range(0, output.Length)
            .FirstOrDefault(at => Array.Exists(patterns, pattern => pattern.AsSpan().StartsWith(output.AsSpan(at))), output.Length);
        while (open < output.Length && marks[open])
            open++;
        return Write(output, marks, open);
    }

    public static bool Contains(byte[] output, byte[] secret) => output.AsSpan().IndexOf(secret) >= 0;

    private static bool[] Marks(byte[][] patterns, byte[] output)
    {
        var marks = new bool[output.Length];
        foreach (var pattern in patterns.Where(pattern => pattern.Length > 0))
        {
            for (var at = 0; at + pattern.Length <= output.Length; at++)
            {
                if (output.AsSpan(at).StartsWith(pattern))
                    marks.AsSpan(at, pattern.Length).Fill(true);
            }
        }

        return marks;
    }

    private static string Write(byte[] output, bool[] marks, int end)
    {
        var text = new StringBuilder();
        for (var at = 0; at < end; at++)
        {
            if (!marks[at])
                text.Append((char)output[at]);
            else if (at == 0 || !marks[at - 1])
                text.Append("****");
        }

        return text.ToString();
    }
}
