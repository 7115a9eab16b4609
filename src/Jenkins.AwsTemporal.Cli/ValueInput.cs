using System.Security.Cryptography;
using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// Reads a secret's value: from a file, from standard input, or from a prompt that does not show it. No more of it than
/// tells that it is too large.
/// </summary>
internal sealed class ValueInput(Surroundings surroundings, string? file, bool multiLine)
{
    // With a line break that may be left out, and a byte that is too much.
    private const int Limit = SecretWriter.MaxBytes + 3;

    /// <summary>Whether a person is asked.</summary>
    public bool IsPrompt { get; } = file is null && surroundings.InIsTerminal;

    /// <summary>The value, to be cleared by whoever takes it.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancellation)
    {
        if (multiLine && !IsPrompt)
            throw new UsageException("--multi-line is for a prompt, and nobody is asked here", "leave it out: all of the input is taken");
        var buffer = new byte[Limit];
        try
        {
            if (IsPrompt)
                return await AskAsync(buffer, cancellation).ConfigureAwait(false);
            // Opening a named pipe waits too. What waits cannot be cancelled, only left behind.
            var length = await Task.Run(() => Read(buffer), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
            return buffer[..length];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private int Read(byte[] buffer)
    {
        if (file is null)
            return surroundings.In.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        if (HiddenTerminal.IsTerminal(stream.SafeFileHandle))
            throw new UsageException("--file names a terminal, which would show the value", "leave --file out to be asked for it");
        return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }

    private Task<byte[]> AskAsync(byte[] buffer, CancellationToken cancellation) => HiddenTerminal.AskAsync(
        surroundings,
        $"aws-temporal: paste or type the value, which is not shown, then press {(multiLine ? "Ctrl-D" : "Enter")}\n",
        new TypedValue(buffer, multiLine),
        cancellation);
}
