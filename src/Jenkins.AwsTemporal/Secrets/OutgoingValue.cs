using System.Text;
using System.Text.Unicode;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>A value on its way into a secret: text or binary, and the id that its version gets however often it is sent.</summary>
internal sealed class OutgoingValue
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <exception cref="SecretException">The value is empty or too large.</exception>
    public OutgoingValue(ReadOnlyMemory<byte> bytes, bool asBinary)
    {
        if (bytes.IsEmpty)
            throw new SecretException(ErrorCode.InvalidArgument, "the value is empty", "a secret has at least one byte: check what should have given it");
        if (bytes.Length > SecretWriter.MaxBytes)
            throw new SecretException(
                ErrorCode.InvalidArgument,
                "the value has more than the 65536 bytes that a secret holds",
                "compress it, split it, or keep it encrypted elsewhere and only its key in the secret");
        _bytes = bytes;
        if (asBinary || !IsText(bytes.Span))
            Binary = new MemoryStream(bytes.ToArray(), writable: false);
        else
            Text = Encoding.UTF8.GetString(bytes.Span);
    }

    /// <summary>Random: a digest of the value would be public, and tell who guesses it that they are right.</summary>
    public string Token { get; } = Guid.NewGuid().ToString();

    public string? Text { get; }

    public MemoryStream? Binary { get; }

    /// <summary>What the request has of the value.</summary>
    public string Sent => Text ?? Convert.ToBase64String(_bytes.Span);

    public bool IsHeldBy(SecretValue current) => current.IsBinary == Text is null && current.Bytes.Span.SequenceEqual(_bytes.Span);

    public override string ToString() => "[redacted value]";

    // AWS takes NUL in a string, but little that reads one from there does.
    private static bool IsText(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && !bytes.Contains((byte)0);
}
