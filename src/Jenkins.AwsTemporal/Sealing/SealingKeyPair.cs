using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// The key pair of one prompt. It is made for it, opens one answer before the prompt's end, and is forgotten whatever came
/// of it: nobody gets to try a second one, so neither the padding nor the time that a refusal takes tells anything.
/// <para>
/// EnvelopedData proves nothing by itself: whoever knows the public key can seal. What an answer has to have is the prompt's
/// own line at its beginning and at its end and nothing but text between them, which a changed, cut or joined envelope has
/// not: every change garbles 16 bytes at least, all of which would have to turn out as text.
/// </para>
/// </summary>
public sealed class SealingKeyPair : IDisposable
{
    internal const int Bits = 2048;
    internal const int LongestAnswer = 32 * 1024;
    private const string Subject = "CN=aws-temporal";
    private const string DocumentEncryption = "1.3.6.1.4.1.311.80.1";

    // How much longer the certificate is valid than the prompt waits: the operator's clock may be another.
    internal static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    private readonly RSA _key;

    internal SealingKeyPair(RSA key, SealingKey @public, DateTimeOffset expiresAt) => (_key, Public, ExpiresAt) = (key, @public, expiresAt);

    /// <summary>What the prompt shows.</summary>
    public SealingKey Public { get; }

    /// <summary>The prompt's end: no answer is opened after it.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Makes a key pair.</summary>
    /// <param name="prompt">What it is for.</param>
    /// <param name="expiresAt">The prompt's end.</param>
    /// <exception cref="SealingException"><see cref="ErrorCode.OpenSslMissing"/>, or <see cref="ErrorCode.InvalidConfiguration"/>: no key can be made here.</exception>
    public static SealingKeyPair Create(SealingPrompt prompt, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        SealingException.DemandOpenSsl();
        try
        {
            var key = RSA.Create(Bits);
            return new SealingKeyPair(key, new SealingKey(prompt, Certify(key, prompt, expiresAt)), expiresAt);
        }
        catch (CryptographicException)
        {
            throw SealingException.NoKeyMade();
        }
    }

    /// <summary>Opens an answer.</summary>
    /// <param name="paste">The sealed paste, at most 64 KiB.</param>
    /// <param name="now">The time.</param>
    /// <returns>What was sealed, without the prompt's lines. A secret.</returns>
    /// <exception cref="SealingException">
    /// <see cref="ErrorCode.PromptOver"/>, <see cref="ErrorCode.DamagedSeal"/>, <see cref="ErrorCode.SealedForAnotherKey"/>
    /// or <see cref="ErrorCode.SealedForAnotherPrompt"/>.
    /// </exception>
    public string Open(string paste, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(paste);
        if (now >= ExpiresAt)
            throw new SealingException(ErrorCode.PromptOver, "the time to answer this prompt is over", SealingException.Spent);
        var bytes = SealedPaste.Decode(paste);
        var text = Decrypt(bytes);
        try
        {
            return Answer(text);
        }
        finally
        {
            Array.Clear(text);
        }
    }

    /// <summary>Forgets the private key.</summary>
    public void Dispose() => _key.Dispose();

    internal byte[] ExportPrivateKey() => _key.ExportPkcs8PrivateKey();

    internal static bool IsText(char character) => character is (>= ' ' and <= '~') or '\n' or '\r' or '\t';

    private byte[] Decrypt(byte[] bytes)
    {
        try
        {
            if (!SealedEnvelope.RecipientOf(bytes).Span.SequenceEqual(Recipient()))
                throw new SealingException(
                    ErrorCode.SealedForAnotherKey, "the paste was sealed for another key", SealingException.Spent);
            var envelope = new EnvelopedCms();
            envelope.Decode(bytes);
            envelope.Decrypt(envelope.RecipientInfos[0], _key);
            return envelope.ContentInfo.Content;
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException)
        {
            throw SealingException.Damaged("was changed on its way, a part of it is missing, or it is not encrypted in the way that the prompt's command does");
        }
    }

    private static byte[] Certify(RSA key, SealingPrompt prompt, DateTimeOffset expiresAt)
    {
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // Protect-CmsMessage takes no certificate without them.
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: false));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(DocumentEncryption)], critical: false));
        using var certificate = request.Create(
            new X500DistinguishedName(Subject),
            X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            prompt.PromptedAt - Margin,
            expiresAt + Margin,
            Convert.FromHexString(prompt.Id));
        return certificate.RawData;
    }

    private byte[] Recipient()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(Public.Certificate));
        return SealedEnvelope.RecipientOf(certificate);
    }

    private string Answer(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var lines = text.TrimEnd().Split('\n');
        var first = lines[0].TrimEnd();
        var last = lines[^1].TrimEnd();
        if (lines.Length < 2 || first != last || !text.All(IsText) || SealingPrompt.TryParse(first) is not { } prompt)
            throw SealingException.Damaged("was changed on its way: what it holds does not begin and end as it should");
        if (first != Public.Prompt.ToString())
            throw SealingException.ForAnotherPrompt($": that of {prompt.Words}");
        return string.Join('\n', lines[1..^1]);
    }
}
