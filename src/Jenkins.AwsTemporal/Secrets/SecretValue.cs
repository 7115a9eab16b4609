using System.Security.Cryptography;
using System.Text;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// A value from Secrets Manager, byte for byte. Disposing of it overwrites the bytes held here; copies that the AWS SDK
/// made while reading the answer stay until the garbage collector takes them: .NET cannot clear those.
/// </summary>
public sealed class SecretValue : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    /// <summary>Takes the array over: it is cleared with this.</summary>
    internal SecretValue(byte[] bytes, bool isBinary, SecretVersion version)
    {
        _bytes = bytes;
        IsBinary = isBinary;
        Version = version;
    }

    /// <summary>Which version of which secret it is of.</summary>
    public SecretVersion Version { get; }

    /// <summary>Whether it was stored as <c>SecretBinary</c>; otherwise the bytes are UTF-8.</summary>
    public bool IsBinary { get; }

    /// <summary>The bytes, 0 to 65536 of them; not to be used after disposal.</summary>
    /// <exception cref="ObjectDisposedException">The value was disposed of.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>The value as text: a string, which cannot be cleared. Prefer <see cref="Bytes"/>.</summary>
    /// <exception cref="InvalidOperationException">It is binary.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed of.</exception>
    public string Reveal() =>
        IsBinary ? throw new InvalidOperationException("a binary secret is no text") : Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Writes the bytes to a file that only this user may read (0600), whole or not at all; one that is there is replaced.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <exception cref="IOException">The file system refused, or the path is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed of.</exception>
    public void WriteTo(string path) => PrivateFile.Write(Path.GetFullPath(path), Bytes.Span);

    /// <summary>The same value, to be disposed of by itself.</summary>
    internal SecretValue Copy() => new(Bytes.ToArray(), IsBinary, Version);

    /// <summary>Overwrites the bytes.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    /// <summary>Says which secret, never what it is.</summary>
    public override string ToString() => $"[redacted value of {Version.Name}]";
}
