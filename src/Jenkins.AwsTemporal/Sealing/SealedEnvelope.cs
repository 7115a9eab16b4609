using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// CMS EnvelopedData (RFC 5652, section 6.1) for one key, read by hand: EnvelopedCms takes any version, any parameters of a
/// hash and anything behind the end. Here every byte has one value that is right, or is decrypted and then judged.
/// </summary>
internal sealed class SealedEnvelope
{
    private const string EnvelopedData = "1.2.840.113549.1.7.3";
    private const string Data = "1.2.840.113549.1.7.1";
    private const int KeyBytes = 32;
    private const int BlockBytes = 16;

    private static readonly Asn1Tag Context = new(TagClass.ContextSpecific, 0);

    // RSA with OAEP and SHA-256 as OpenSSL and LibreSSL write it and as .NET does, which writes out that the
    // hash has no parameters (RFC 4055, section 2.1); and PKCS #1 1.5, the only one that Protect-CmsMessage knows.
    private const string Oaep = "303806092A864886F70D010107302BA00D300B0609608648016503040201A11A301806092A864886F70D010108300B0609608648016503040201";
    private const string OaepOfNet = "303C06092A864886F70D010107302FA00F300D06096086480165030402010500A11C301A06092A864886F70D010108300D06096086480165030402010500";
    private const string Pkcs1 = "300D06092A864886F70D0101010500";

    private readonly RSAEncryptionPadding _padding;
    private readonly byte[] _key;
    private readonly byte[] _start;
    private readonly byte[] _content;

    private SealedEnvelope(ReadOnlyMemory<byte> recipient, RSAEncryptionPadding padding, byte[] key, byte[] start, byte[] content) =>
        (Recipient, _padding, _key, _start, _content) = (recipient, padding, key, start, content);

    /// <summary>The issuer and the serial number of the certificate that it is sealed for, in DER.</summary>
    public ReadOnlyMemory<byte> Recipient { get; }

    /// <summary>The same of a certificate.</summary>
    public static byte[] RecipientOf(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(certificate.IssuerName.RawData);
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }

        return writer.Encode();
    }

    /// <exception cref="AsnContentException">It is none, or is not as ours are.</exception>
    public static SealedEnvelope Read(byte[] bytes)
    {
        var reader = new AsnReader(bytes, AsnEncodingRules.DER);
        var message = Last(reader.ReadSequence(), reader);
        Expect(message.ReadObjectIdentifier() == EnvelopedData);
        var tagged = Last(message.ReadSequence(Context), message);
        var envelope = Last(tagged.ReadSequence(), tagged);
        Expect(envelope.ReadInteger().IsZero);
        var recipients = envelope.ReadSetOf();
        var recipient = Last(recipients.ReadSequence(), recipients);
        Expect(recipient.ReadInteger().IsZero);
        var name = recipient.ReadEncodedValue();
        var padding = PaddingOf(recipient.ReadEncodedValue());
        var key = Last(recipient.ReadOctetString(), recipient);
        var content = Last(envelope.ReadSequence(), envelope);
        Expect(content.ReadObjectIdentifier() == Data);
        var cipher = content.ReadSequence();
        Expect(cipher.ReadObjectIdentifier() == SealingKey.Aes256);
        var start = Last(cipher.ReadOctetString(), cipher);
        Expect(start.Length == BlockBytes);
        return new SealedEnvelope(name, padding, key, start, Last(content.ReadOctetString(Context), content));
    }

    /// <summary>What is sealed.</summary>
    /// <exception cref="CryptographicException">It was sealed for another key, or changed.</exception>
    public byte[] Decrypt(RSA privateKey)
    {
        var key = privateKey.Decrypt(_key, _padding);
        try
        {
            if (key.Length != KeyBytes)
                throw new CryptographicException();
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(_content, _start);
        }
        finally
        {
            Array.Clear(key);
        }
    }

    private static RSAEncryptionPadding PaddingOf(ReadOnlyMemory<byte> algorithm) => Convert.ToHexString(algorithm.Span) switch
    {
        Oaep or OaepOfNet => RSAEncryptionPadding.OaepSHA256,
        Pkcs1 => RSAEncryptionPadding.Pkcs1,
        _ => throw new AsnContentException(),
    };

    // What is last in its sequence, and alone in a set of one.
    private static T Last<T>(T value, AsnReader of)
    {
        of.ThrowIfNotEmpty();
        return value;
    }

    private static void Expect(bool isSo)
    {
        if (!isSo)
            throw new AsnContentException();
    }
}
