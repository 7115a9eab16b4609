using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// The public half of the key of one prompt, and the prompt that it is for: whoever has it can seal, and nobody can open.
/// <para>
/// What is sealed is CMS EnvelopedData (RFC 5652): RSA-2048 with OAEP and SHA-256 carries an AES-256-CBC key. These are what
/// <c>openssl cms</c> of OpenSSL 1.1 and 3 and of LibreSSL, and .NET on every platform, do alike: elliptic curves are not,
/// because .NET opens key agreement on Windows alone, and authenticated encryption is not, because EnvelopedData has none.
/// A key of 2048 bits is made in a tenth of a second and outlives what it seals: a session of hours.
/// </para>
/// </summary>
public sealed class SealingKey
{
    internal const string Aes256 = "2.16.840.1.101.3.4.1.42";
    private const string Version = "at1";
    private const int SumBytes = 6;
    private readonly byte[] _certificate;

    internal SealingKey(SealingPrompt prompt, byte[] certificate)
    {
        (Prompt, _certificate) = (prompt, certificate);
        using var read = X509CertificateLoader.LoadCertificate(certificate);
        var end = new DateTimeOffset(read.NotAfter.ToUniversalTime());
        ExpiresAt = end - DateTimeOffset.MinValue > SealingKeyPair.Margin ? end - SealingKeyPair.Margin : DateTimeOffset.MinValue;
    }

    /// <summary>The prompt that an answer sealed with this key is for.</summary>
    public SealingPrompt Prompt { get; }

    /// <summary>The prompt's end, in whole seconds: what is sealed later opens nowhere.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The certificate that <c>openssl cms</c> takes as the recipient, in base64 of its DER. It certifies nothing.</summary>
    public string Certificate => Convert.ToBase64String(_certificate);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The key; blanks and line breaks in it do not matter.</param>
    /// <exception cref="InvalidOptionException">It is no key, or not whole.</exception>
    public static SealingKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SealingException.DemandOpenSsl();
        var words = string.Concat(text.Where(character => !char.IsWhiteSpace(character))).Split('.');
        if (words is [Version, var prompt, var certificate, var sum]
            && sum == Sum(prompt, certificate)
            && TryDecode(prompt) is { } line
            && SealingPrompt.TryParse(Encoding.UTF8.GetString(line)) is { } asked
            && TryDecode(certificate) is { } bytes
            && IsRsa(bytes))
            return new SealingKey(asked, bytes);
        throw new InvalidOptionException(ErrorCode.InvalidArgument, "key", "invalid key: must be a whole sealing key, as the prompt shows it", "copy the whole key from the prompt or the log");
    }

    /// <summary>The key in one word of letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.</summary>
    public override string ToString()
    {
        var (prompt, certificate) = (Encode(Encoding.ASCII.GetBytes(Prompt.ToString())), Encode(_certificate));
        return $"{Version}.{prompt}.{certificate}.{Sum(prompt, certificate)}";
    }

    /// <summary>Seals an answer, so that it opens once, where the key was made.</summary>
    /// <param name="answer">What the prompt asks for: ASCII, at most 32 KiB.</param>
    /// <returns>PEM, to be pasted.</returns>
    /// <exception cref="InvalidOptionException">The answer is no ASCII, or too long.</exception>
    public string Seal(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Length > SealingKeyPair.LongestAnswer || !answer.All(SealingKeyPair.IsText))
            throw InvalidOptionException.Argument(nameof(answer), "ASCII text of at most 32 KiB");
        var text = Encoding.ASCII.GetBytes($"{Prompt}\n{answer.TrimEnd()}\n{Prompt}\n");
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(_certificate);
            var envelope = new EnvelopedCms(new ContentInfo(text), new AlgorithmIdentifier(new Oid(Aes256)));
            envelope.Encrypt(new CmsRecipient(SubjectIdentifierType.IssuerAndSerialNumber, certificate, RSAEncryptionPadding.OaepSHA256));
            return SealedPaste.Encode(envelope.Encode());
        }
        finally
        {
            Array.Clear(text);
        }
    }

    private static bool IsRsa(byte[] bytes)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(bytes);
            using var key = certificate.GetRSAPublicKey();
            return key is { KeySize: >= SealingKeyPair.Bits } && certificate.NotAfter > DateTime.MinValue && certificate.RawData.AsSpan().SequenceEqual(bytes);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // Against a slip in copying: what is sealed for a damaged key opens nowhere.
    private static string Sum(string prompt, string certificate) =>
        Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{prompt}.{certificate}"))[..SumBytes]);

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[]? TryDecode(string word)
    {
        var base64 = word.Replace('-', '+').Replace('_', '/');
        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), buffer, out var length) ? buffer[..length] : null;
    }
}
