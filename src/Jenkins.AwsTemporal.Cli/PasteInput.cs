using System.Text;
using Jenkins.AwsTemporal.Pasting;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Reads a paste from standard input, and no more of it than tells that it is too large.</summary>
internal static class PasteInput
{
    // What fills this is more than the 64 KiB of UTF-8 that a paste may have, in any encoding that a byte order mark names.
    private const int Limit = (4 * 64 * 1024) + 8;

    /// <summary>Reads credentials; sealed ones belong to a session, and are refused.</summary>
    public static async Task<PastedCredentials> ReadAsync(Surroundings surroundings, CancellationToken cancellation)
    {
        var text = await ReadTextAsync(surroundings, cancellation).ConfigureAwait(false);
        return SealedPaste.IsSealed(text)
            ? throw new UsageException("the paste is sealed, and opens once, in the session that asked for it", "aws-temporal open --session DIR, on the agent of the prompt")
            : PastedCredentials.Parse(text);
    }

    public static async Task<string> ReadTextAsync(Surroundings surroundings, CancellationToken cancellation)
    {
        if (surroundings.InIsTerminal)
            surroundings.Tell("aws-temporal: paste the credentials, then press Enter and Ctrl-D\n");
        var buffer = new byte[Limit];
        try
        {
            // A read that waits for a terminal or a pipe cannot be cancelled, only left behind.
            var length = await Task
                .Run(() => surroundings.In.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false), CancellationToken.None)
                .WaitAsync(cancellation)
                .ConfigureAwait(false);
            using var reader = new StreamReader(new MemoryStream(buffer, 0, length), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        finally
        {
            Array.Clear(buffer);
        }
    }
}
