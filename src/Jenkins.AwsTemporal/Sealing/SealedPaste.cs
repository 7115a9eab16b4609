using System.Security.Cryptography;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// The text of a sealed answer: CMS EnvelopedData (RFC 5652) in PEM (RFC 7468), as <c>openssl cms</c> and PowerShell's
/// <c>Protect-CmsMessage</c> write it.
/// </summary>
public static class SealedPaste
{
    internal const string Label = "CMS";

    // What other libraries call the same.
    private const string OldLabel = "PKCS7";
    private const int LongestPaste = 64 * 1024;

    /// <summary>Whether a paste is a sealed one, or a part of one. Nothing else that is pasted holds such a line.</summary>
    /// <param name="text">The paste; null counts as empty.</param>
    public static bool IsSealed(string? text) => text is not null && (Has(text, Label) || Has(text, OldLabel));

    /// <summary>Whether anything but white space is before or after the one envelope of a paste that holds one.</summary>
    internal static bool HasMore(string text)
    {
        var label = Has(text, Label) ? Label : OldLabel;
        var begin = text.IndexOf(Begin(label), StringComparison.Ordinal);
        var end = text.IndexOf(End(label), StringComparison.Ordinal);
        return begin >= 0 && end > begin
            && (text.AsSpan(0, begin).Trim().Trim('\uFEFF').Length > 0 || !text.AsSpan(end + End(label).Length).IsWhiteSpace());
    }

    /// <summary>The envelope. Line breaks and blanks in it do not matter: a field of one line loses them.</summary>
    /// <exception cref="SealingException"><see cref="ErrorCode.DamagedSeal"/>.</exception>
    internal static byte[] Decode(string text)
    {
        if (text.Length > LongestPaste)
            throw SealingException.Damaged("is larger than 64 KiB");
        var label = Has(text, Label) ? Label : OldLabel;
        if (label == Label && Has(text, OldLabel) || Content(text, label) is not { } content)
            throw SealingException.Damaged("is not whole, or is there twice: its first or its last line is not there once");
        var base64 = string.Concat(content.Where(character => !char.IsWhiteSpace(character)));
        var buffer = new byte[base64.Length];
        // Written one way and no other: base64 has bits that are not read.
        return Convert.TryFromBase64String(base64, buffer, out var length) && Convert.ToBase64String(buffer, 0, length) == base64
            ? buffer[..length]
            : throw SealingException.Damaged("is no base64 between its first and its last line");
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
