using System.Text;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Reads a paste from standard input, and no more of it than a paste may have.</summary>
internal static class PasteInput
{
    private const int Limit = 64 * 1024;

    public static PastedCredentials Read(Surroundings surroundings)
    {
        if (surroundings.InIsTerminal)
            surroundings.Error.Write("aws-temporal: paste the credentials, then press Enter and Ctrl-D\n");
        // One byte more than allowed tells the parser that the paste is too large; a byte order mark may come on top.
        var buffer = new byte[Limit + 4];
        try
        {
            var length = surroundings.In.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            using var reader = new StreamReader(new MemoryStream(buffer, 0, length), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return PastedCredentials.Parse(reader.ReadToEnd());
        }
        finally
        {
            Array.Clear(buffer);
        }
    }
}
