using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// What CMS EnvelopedData (RFC 5652, section 6.1) for one key has to look like. EnvelopedCms, which opens it, takes any version,
/// any parameters of a hash and anything behind the end; here every byte that is not decrypted has one value that is right.
/// </summary>
internal static class SealedEnvelope
{
    private const string EnvelopedData = "1.2.840.113549.1.7.3";
    private const string Data = "1.2.840.113549.1.7.1";
    private const int BlockBytes = 16;

    private static readonly Asn1Tag Context = new(TagClass.ContextSpecific, 0);

    // RSA with OAEP and SHA-256 as OpenSSL and LibreSSL write it and as .NET does, which writes out that the
    // hash has no parameters (RFC 4055, section 2.1); and PKCS #1 1.5, the only one that Protect-CmsMessage knows.
    private static readonly string[] Paddings =
    [
        "303806092A864886F70D010107302BA00D300B0609608648016503040201A11A301806092A864886F70D010108300B0609608648016503040201",
        "303C06092A864886F70D010107302FA00F300D06096086480165030402010500A11C301A06092A864886F70D010108300D06096086480165030402010500",
        "300D06092A864886F70D0101010500",
    ];

    /// <summary>The issuer and the serial number, in DER, of the certificate that an envelope is sealed for.</summary>
    /// <exception cref="AsnContentException">It is no envelope, or is not as ours are.</exception>
    public static ReadOnlyMemory<byte> RecipientOf(byte[] envelope)
    {
        var reader = new AsnReader(envelope, AsnEncodingRules.DER);
        var message = Last(reader.ReadSequence(), reader);
        Expect(message.ReadObjectIdentifier() == EnvelopedData);
        var tagged = Last(message.ReadSequence(Context), message);
        var data = Last(tagged.ReadSequence(), tagged);
        Expect(data.ReadInteger().IsZero);
        var recipients = data.ReadSetOf();
        var recipient = Last(recipients.ReadSequence(), recipients);
        Expect(recipient.ReadInteger().IsZero);
        var name = recipient.ReadEncodedValue();
        Expect(Paddings.Contains(Convert.ToHexString(recipient.ReadEncodedValue().Span)));
        Last(recipient.ReadOctetString(), recipient);
        var content = Last(data.ReadSequence(), data);
        Expect(content.ReadObjectIdentifier() == Data);
        var cipher = content.ReadSequence();
        Expect(cipher.ReadObjectIdentifier() == SealingKey.Aes256);
        Expect(Last(cipher.ReadOctetString(), cipher).Length == BlockBytes);
        Last(content.ReadOctetString(Context), content);
        return name;
    }

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
