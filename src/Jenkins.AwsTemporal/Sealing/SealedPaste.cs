using System.Security.Cryptography;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// The text of a sealed answer: CMS EnvelopedData (RFC 5652) in PEM (RFC 7468), as <c>openssl cms</c> and PowerShell's
/// <c>Protect-CmsMessage</c> write it.
/// </summary>
public static class SealedPaste
{
    internal const string Label = "CMS";

    // What openssl smime calls the same.
    private const string OldLabel = "PKCS7";
    private const int LongestPaste = 64 * 1024;

    /// <summary>Whether a paste is a sealed one, or a part of one. Nothing else that is pasted holds such a line.</summary>
    /// <param name="text">The paste; null counts as empty.</param>
    public static bool IsSealed(string? text) => text is not null && (Has(text, Label) || Has(text, OldLabel));

    /// <summary>The envelope. Line breaks and blanks in it do not matter: a field of one line loses them.</summary>
    /// <exception cref="SealingException"><see cref="ErrorCode.DamagedSeal"/>.</exception>
    internal static byte[] Decode(string text)
    {
        if (text.Length > LongestPaste)
            throw SealingException.Damaged("is larger than 64 KiB");
        if (Content(text, Label) is { } content || Content(text, OldLabel) is { } old && (content = old) is not null)
        {
            var buffer = new byte[content.Length];
            if (content.Length > 0 && Convert.TryFromBase64String(content, buffer, out var length))
                return buffer[..length];
            throw SealingException.Damaged("is no base64 between its first and its last line");
        }

        throw SealingException.Damaged("is not whole, or is there twice: its first or its last line is not there once");
    }

    private static bool Has(string text, string label) =>
        text.Contains(Begin(label), StringComparison.Ordinal) || text.Contains(End(label), StringComparison.Ordinal);

    // By hand: PemEncoding wants line breaks around the two lines.
    private static string? Content(string text, string label)
    {
        var begin = text.IndexOf(Begin(label), StringComparison.Ordinal);
        var end = text.IndexOf(End(label), StringComparison.Ordinal);
        return begin < 0 || end < begin
            || text.LastIndexOf(Begin(label), StringComparison.Ordinal) != begin
            || text.LastIndexOf(End(label), StringComparison.Ordinal) != end
            ? null
            : text[(begin + Begin(label).Length)..end];
    }

    private static string Begin(string label) => $"-----BEGIN {label}-----";

    private static string End(string label) => $"-----END {label}-----";

    internal static string Encode(byte[] envelope) => PemEncoding.WriteString(Label, envelope) + "\n";
}
