using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Tests.Sealing;

public sealed class SealTests : IDisposable
{
    private static readonly byte[] Flips = [0x01, 0x02, 0x1f, 0x80, 0xff];

    private readonly SealingKeyPair _pair = Pairs.New();

    public void Dispose() => _pair.Dispose();

    [Test]
    public void Any_text_comes_back_without_the_blanks_at_its_end() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(
            Gen.Choose(' ', '~').Select(code => (char)code).Or(Gen.Elements('\n', '\r', '\t')).ArrayOf().Select(letters => new string(letters)).ToArbitrary(),
            answer => Open(_pair.Public.Seal(answer)) == answer.TrimEnd()));

    [Test]
    public void A_key_tells_when_its_prompt_ends_whatever_its_certificate_says()
    {
        Assert.That(SealingKey.Parse(_pair.Public.ToString()).ExpiresAt, Is.EqualTo(_pair.ExpiresAt).Within(TimeSpan.FromSeconds(1)));
        using var key = RSA.Create(2048);
        using var ancient = new CertificateRequest("CN=aws-temporal", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.MinValue.AddHours(1), DateTimeOffset.MinValue.AddHours(12));
        Assert.That(SealingKey.Parse(new SealingKey(_pair.Public.Prompt, ancient.RawData).ToString()).ExpiresAt, Is.EqualTo(DateTimeOffset.MinValue));
    }

    [Test]
    public void What_others_seal_opens([Values] bool oaep, [Values("\n", "\r\n")] string lineEnd, [Values("", "\r\n", "\n\n ")] string end)
    {
        var text = Pairs.TextFor(_pair.Public).TrimEnd().Replace("\n", lineEnd, StringComparison.Ordinal) + end;
        var paste = SealedPaste.Encode(Pairs.Enveloped(_pair.Public, text, padding: oaep ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.Pkcs1));
        foreach (var form in new[] { paste, paste.Replace(" CMS-", " PKCS7-", StringComparison.Ordinal) })
            Assert.That(Open(form).TrimEnd('\r'), Is.EqualTo(Pairs.Secret));
    }

    [Test]
    public void What_we_seal_opens_elsewhere()
    {
        var envelope = new EnvelopedCms();
        envelope.Decode(SealedPaste.Decode(_pair.Public.Seal(Pairs.Secret)));
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(_pair.ExportPrivateKey(), out _);
        envelope.Decrypt(envelope.RecipientInfos[0], key);
        Assert.That(Encoding.ASCII.GetString(envelope.ContentInfo.Content), Is.EqualTo(Pairs.TextFor(_pair.Public)));
    }

    [TestCase("\n", "\r\n")]
    [TestCase("\n", "")]
    [TestCase("\n", " ")]
    [TestCase("\n", "  \t\r\n")]
    [TestCase("\n", "\n\n")]
    [TestCase("\n", "\u00a0\n")]
    [TestCase("-----BEGIN", "MFA code: \n\u001b[0m$ -----BEGIN")]
    [TestCase("END CMS-----\n", "END CMS-----\nuser@host:~$ ")]
    [TestCase("-----BEGIN", "( p='…'; openssl cms … '-----BEGIN CERTIFICATE-----' MIIC '-----END CERTIFICATE-----' )\n-----BEGIN")]
    public void A_paste_survives_what_terminals_and_fields_make_of_it(string old, string @new) =>
        Assert.That(Open(_pair.Public.Seal(Pairs.Secret).Replace(old, @new, StringComparison.Ordinal)), Is.EqualTo(Pairs.Secret));

    [Test]
    public void A_paste_survives_wrapping_at_any_width()
    {
        var lines = _pair.Public.Seal(Pairs.Secret).TrimEnd().Split('\n');
        var content = string.Concat(lines[1..^1]);
        for (var width = 1; width < 100; width++)
            Assert.That(Open(string.Join('\n', [lines[0], .. content.Chunk(width).Select(line => new string(line)), lines[^1]])), Is.EqualTo(Pairs.Secret));
    }

    [Test]
    public void Every_change_of_a_byte_is_refused([Values] bool oaep)
    {
        var envelope = Pairs.Enveloped(_pair.Public, Pairs.TextFor(_pair.Public), padding: oaep ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.Pkcs1);
        for (var at = 0; at < envelope.Length; at++)
        {
            foreach (var flip in Flips)
            {
                var changed = (byte[])envelope.Clone();
                changed[at] ^= flip;
                Assert.That(
                    Pairs.Refused(_pair, SealedPaste.Encode(changed)).Code, Is.EqualTo(ErrorCode.DamagedSeal).Or.EqualTo(ErrorCode.SealedForAnotherKey), $"byte {at} by {flip:x2}");
            }
        }
    }

    [Test]
    public void Every_change_of_a_character_is_refused()
    {
        // Whatever number of = there is at the end.
        for (var more = 0; more < 3; more++)
        {
            using var pair = Pairs.New(new string('x', 16 * more));
            var paste = pair.Public.Seal(Pairs.Secret).TrimEnd();
            for (var at = 0; at < paste.Length; at++)
            {
                if (paste[at] == '\n')
                    continue;
                foreach (var character in "AQ+=\u0000é")
                    if (character != paste[at])
                        AssertRefused(pair, $"{paste[..at]}{character}{paste[(at + 1)..]}");
                AssertRefused(pair, paste[..at] + paste[(at + 1)..]);
            }
        }
    }

    [Test]
    public void What_is_cut_or_has_more_behind_it_is_refused()
    {
        var envelope = SealedPaste.Decode(_pair.Public.Seal(Pairs.Secret));
        for (var length = 0; length < envelope.Length; length++)
            Assert.That(Pairs.Refused(_pair, SealedPaste.Encode(envelope[..length])).Code, Is.EqualTo(ErrorCode.DamagedSeal));
        foreach (var more in (byte[][])[[0], [0, 0], envelope, [0x30, 0x00]])
            Assert.That(Pairs.Refused(_pair, SealedPaste.Encode([.. envelope, .. more])).Code, Is.EqualTo(ErrorCode.DamagedSeal));
        var paste = _pair.Public.Seal(Pairs.Secret);
        for (var length = 0; length < paste.Length - 1; length++)
            Assert.That(Pairs.Refused(_pair, paste[..length]).Code, Is.EqualTo(ErrorCode.DamagedSeal));
    }

    [Test]
    public void Two_envelopes_are_refused_in_whatever_form()
    {
        var (one, two) = (_pair.Public.Seal(Pairs.Secret), _pair.Public.Seal("x"));
        var old = two.Replace(" CMS-", " PKCS7-", StringComparison.Ordinal);
        foreach (var paste in new[] { one + two, one + one, old + old, one + old, old + one, one.TrimEnd() + two, one[..200] + two, two + one[^200..] })
            Assert.That(Pairs.Refused(_pair, paste).Code, Is.EqualTo(ErrorCode.DamagedSeal));
    }

    [Test]
    public void A_megabyte_of_anything_is_refused()
    {
        var random = new Random(1);
        var bytes = new byte[1 << 20];
        random.NextBytes(bytes);
        foreach (var content in new[]
        {
            new string('A', 1 << 20), new string('\n', 1 << 20), Convert.ToBase64String(bytes), new string('\0', 1 << 20),
            string.Concat(Enumerable.Repeat("-----BEGIN CMS-----", 50_000)), Encoding.Latin1.GetString(bytes),
        })
        {
            Assert.That(Pairs.Refused(_pair, $"-----BEGIN CMS-----\n{content}\n-----END CMS-----\n").Code, Is.EqualTo(ErrorCode.DamagedSeal));
            Assert.That(Pairs.Refused(_pair, $"-----BEGIN CMS-----\n{content[..60_000]}\n-----END CMS-----\n").Code, Is.EqualTo(ErrorCode.DamagedSeal));
        }
    }

    [Test]
    public void Bytes_of_any_kind_are_refused() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<byte[]>().Or(
                from at in Gen.Choose(0, 500)
                from piece in ArbMap.Default.GeneratorFor<byte[]>()
                from skipped in Gen.Choose(0, 20)
                let whole = Pairs.Enveloped(_pair.Public, Pairs.TextFor(_pair.Public))
                where piece.Length > 0 && !whole.AsSpan(at, Math.Min(skipped, whole.Length - at)).SequenceEqual(piece)
                select (byte[])[.. whole[..at], .. piece, .. whole[Math.Min(at + skipped, whole.Length)..]]).ToArbitrary(),
            bytes => Pairs.Refused(_pair, SealedPaste.Encode(bytes)).Code is ErrorCode.DamagedSeal or ErrorCode.SealedForAnotherKey));

    [Test]
    public void What_was_sealed_for_another_key_is_told_so()
    {
        using var other = Pairs.New();
        Assert.That(Pairs.Refused(_pair, other.Public.Seal(Pairs.Secret)).Code, Is.EqualTo(ErrorCode.SealedForAnotherKey));
    }

    [Test]
    public void What_was_sealed_for_another_prompt_is_refused_even_where_the_key_is_the_same()
    {
        var other = Pairs.For(_pair, new SealingPrompt(Pairs.Now, "team/a\r\nb\u001b[2J\u202e", "11"));
        var refusal = Pairs.Refused(_pair, other.Seal(Pairs.Secret));
        Assert.That(refusal.Code, Is.EqualTo(ErrorCode.SealedForAnotherPrompt));
        Assert.That(refusal.Message, Does.Contain("build 11 of team/a??b?[2J?, asked at"));
        var samePlace = Pairs.For(_pair, new SealingPrompt(Pairs.Now, "team/deploy", "12"));
        Assert.That(Pairs.Refused(_pair, samePlace.Seal(Pairs.Secret)).Code, Is.EqualTo(ErrorCode.SealedForAnotherPrompt));
    }

    [TestCase("{0}\n{1}\n")]
    [TestCase("{1}\n{0}\n")]
    [TestCase("{0}{1}{0}\n")]
    [TestCase("{0}\n")]
    [TestCase("")]
    [TestCase("\n\n")]
    [TestCase("{0}\n{1}\n{0}\n{1}\n")]
    [TestCase("x{0}\n{1}\nx{0}\n")]
    [TestCase(" {0}\n{1}\n {0}\n")]
    [TestCase("\n{0}\n{1}\n{0}\n")]
    [TestCase("{0}\n{1}\0\n{0}\n")]
    [TestCase("{0}\n{1}é\n{0}\n")]
    [TestCase("\uFEFF{0}\n{1}\n{0}\n")]
    [TestCase("{0}\n{1}\n{0}\n\u001b")]
    public void What_does_not_begin_and_end_with_the_prompts_line_is_refused(string text) => Assert.That(
        Pairs.Refused(_pair, SealedPaste.Encode(Pairs.Enveloped(_pair.Public, string.Format(null, text, _pair.Public.Prompt, Pairs.Secret)))).Code,
        Is.EqualTo(ErrorCode.DamagedSeal));

    [TestCase("1.2.840.113549.3.7", TestName = "Triple_DES_is_refused")]
    [TestCase("1.3.14.3.2.7", TestName = "DES_is_refused")]
    [TestCase("1.2.840.113549.3.2", TestName = "RC2_is_refused")]
    [TestCase("2.16.840.1.101.3.4.1.2", TestName = "AES_128_is_refused")]
    [TestCase("2.16.840.1.101.3.4.1.22", TestName = "AES_192_is_refused")]
    public void Another_cipher_is_refused(string cipher) =>
        Assert.That(Pairs.Refused(_pair, SealedPaste.Encode(Pairs.Enveloped(_pair.Public, Pairs.TextFor(_pair.Public), cipher))).Code, Is.EqualTo(ErrorCode.DamagedSeal));

    [Test]
    public void Another_hash_of_the_padding_is_refused() => Assert.That(
        Pairs.Refused(_pair, SealedPaste.Encode(Pairs.Enveloped(_pair.Public, Pairs.TextFor(_pair.Public), padding: RSAEncryptionPadding.OaepSHA1))).Code,
        Is.EqualTo(ErrorCode.DamagedSeal));

    [Test]
    public void Other_messages_are_refused()
    {
        using var certificate = Pairs.CertificateOf(_pair.Public);
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(_pair.ExportPrivateKey(), out _);
        using var signer = certificate.CopyWithPrivateKey(key);
        var content = new ContentInfo(Encoding.ASCII.GetBytes(Pairs.TextFor(_pair.Public)));
        var signed = new SignedCms(content);
        signed.ComputeSignature(new CmsSigner(signer));
        var twice = new EnvelopedCms(content, new AlgorithmIdentifier(new Oid(SealingKey.Aes256)));
        using var other = Pairs.New();
        using var otherCertificate = Pairs.CertificateOf(other.Public);
        twice.Encrypt([new CmsRecipient(certificate), new CmsRecipient(otherCertificate)]);
        var byIdentifier = new EnvelopedCms(content, new AlgorithmIdentifier(new Oid(SealingKey.Aes256)));
        byIdentifier.Encrypt(new CmsRecipient(SubjectIdentifierType.SubjectKeyIdentifier, certificate));
        var withAttributes = new EnvelopedCms(content, new AlgorithmIdentifier(new Oid(SealingKey.Aes256)));
        withAttributes.UnprotectedAttributes.Add(new Pkcs9DocumentName("name"));
        withAttributes.Encrypt(new CmsRecipient(certificate));
        var plain = new AsnWriter(AsnEncodingRules.DER);
        using (plain.PushSequence())
        {
            plain.WriteObjectIdentifier("1.2.840.113549.1.7.1");
            using (plain.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                plain.WriteOctetString(content.Content);
        }

        foreach (var message in new[] { signed.Encode(), twice.Encode(), byIdentifier.Encode(), withAttributes.Encode(), plain.Encode(), certificate.RawData })
            Assert.That(Pairs.Refused(_pair, SealedPaste.Encode(message)).Code, Is.EqualTo(ErrorCode.DamagedSeal));
    }

    [Test]
    public void The_prompts_end_is_too_late_and_a_moment_before_is_not()
    {
        var paste = _pair.Public.Seal(Pairs.Secret);
        Assert.That(Pairs.Refused(_pair, paste, _pair.ExpiresAt).Code, Is.EqualTo(ErrorCode.PromptOver));
        Assert.That(Pairs.Refused(_pair, "-----BEGIN CMS-----", _pair.ExpiresAt.AddDays(1)).Code, Is.EqualTo(ErrorCode.PromptOver));
        Assert.That(_pair.Open(paste, _pair.ExpiresAt.AddTicks(-1)), Is.EqualTo(Pairs.Secret));
    }

    [TestCase("00000000000000ff")]
    [TestCase("0000000000000001")]
    [TestCase("00ff000000000000")]
    [TestCase("007f000000000000")]
    [TestCase("8000000000000000")]
    [TestCase("7fffffffffffffff")]
    [TestCase("ffffffffffffffff")]
    public void A_prompt_of_any_number_has_a_key(string id)
    {
        var prompt = SealingPrompt.TryParse($"aws-temporal-sealed 1 {id} 2031-05-06T07:08:09Z - -")!;
        using var pair = SealingKeyPair.Create(prompt, Pairs.Now.AddMinutes(1));
        Assert.That(pair.Open(pair.Public.Seal(Pairs.Secret), Pairs.Now), Is.EqualTo(Pairs.Secret));
        Assert.That(SealingKey.Parse(pair.Public.ToString()).Prompt.Id, Is.EqualTo(id));
    }

    [TestCase(null, false)]
    [TestCase("", false)]
    [TestCase("{\"Credentials\":{}}", false)]
    [TestCase("-----BEGIN CERTIFICATE-----", false)]
    [TestCase("-----BEGIN CMS-----", true)]
    [TestCase("AAAA\n-----END CMS-----", true)]
    [TestCase("x -----BEGIN PKCS7----- y", true)]
    public void Any_part_of_an_envelope_with_one_of_its_ends_counts_as_sealed(string? text, bool isSealed) => Assert.That(SealedPaste.IsSealed(text), Is.EqualTo(isSealed));

    private string Open(string paste) => _pair.Open(paste, Pairs.Now);

    private static void AssertRefused(SealingKeyPair pair, string paste) =>
        Assert.That(Pairs.Refused(pair, paste).Code, Is.EqualTo(ErrorCode.DamagedSeal).Or.EqualTo(ErrorCode.SealedForAnotherKey));
}
