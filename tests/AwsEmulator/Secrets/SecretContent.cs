using System.Security.Cryptography;
using System.Text;

namespace AwsEmulator.Secrets;

/// <summary>What a version holds: text or bytes.</summary>
public sealed class SecretContent
{
    private SecretContent(byte[] bytes, bool isText)
    {
        Bytes = bytes;
        IsText = isText;
    }

    public bool IsText { get; }

    internal byte[] Bytes { get; }

    internal string Text => Encoding.UTF8.GetString(Bytes);

    public static SecretContent Of(string text) => new(Encoding.UTF8.GetBytes(text), isText: true);

    public static SecretContent Of(byte[] bytes) => new(bytes, isText: false);

    public override string ToString() => $"{Bytes.Length} bytes";

    internal bool Equals(SecretContent other) =>
        IsText == other.IsText && CryptographicOperations.FixedTimeEquals(Bytes, other.Bytes);
}
