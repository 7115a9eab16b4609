using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Tests.Sealing;

/// <summary>Key pairs to try things with, and answers sealed by others than ourselves.</summary>
internal static class Pairs
{
    public const string Secret = "canary-of-the-sealed-answer-5d1e";

    public static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static SealingKeyPair New(string? job = "team/deploy", string? build = "12") =>
        SealingKeyPair.Create(new SealingPrompt(Now, job, build), Now.AddMinutes(10));

    /// <summary>The same key pair for another prompt, which no two prompts have.</summary>
    public static SealingKey For(SealingKeyPair pair, SealingPrompt prompt) => new(prompt, Convert.FromBase64String(pair.Public.Certificate));

    public static X509Certificate2 CertificateOf(SealingKey key) => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(key.Certificate));

    public static string TextFor(SealingKey key, string answer = Secret) => $"{key.Prompt}\n{answer}\n{key.Prompt}\n";

    /// <summary>As .NET's own CMS seals it, and PowerShell's Protect-CmsMessage with it: RSA with PKCS #1 1.5 unless another is named.</summary>
    public static byte[] Enveloped(SealingKey key, string text, string cipher = SealingKey.Aes256, RSAEncryptionPadding? padding = null)
    {
        using var certificate = CertificateOf(key);
        var envelope = new EnvelopedCms(new ContentInfo(Encoding.UTF8.GetBytes(text)), new AlgorithmIdentifier(new Oid(cipher)));
        envelope.Encrypt(new CmsRecipient(SubjectIdentifierType.IssuerAndSerialNumber, certificate, padding ?? RSAEncryptionPadding.Pkcs1));
        return envelope.Encode();
    }

    public static SealingException Refused(SealingKeyPair pair, string paste, DateTimeOffset? now = null)
    {
        try
        {
            pair.Open(paste, now ?? Now);
        }
        catch (SealingException refusal)
        {
            AssertTellsNothing(refusal, paste);
            return refusal;
        }

        throw new AssertionException("it was opened");
    }

    public static void AssertTellsNothing(SealingException refusal, string paste)
    {
        var words = $"{refusal.Message}|{refusal.Hint}";
        var isQuoted = words.Contains(Secret, StringComparison.Ordinal);
        // Of a long paste, pieces are enough.
        for (var at = 0; at + 8 <= paste.Length; at += Math.Max(4, paste.Length / 20))
            isQuoted |= words.Contains(paste[at..(at + 8)], StringComparison.Ordinal);
        if (isQuoted || words.Any(char.IsControl) || words.Length > 3000)
            Assert.Fail($"it quotes the paste, or is more than one line: {words}");
    }
}
