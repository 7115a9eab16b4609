using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Handover;

internal sealed class CredentialWriterTests
{
    private static readonly Gen<char> Base64 = Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".ToCharArray());

    private static readonly Arbitrary<TemporaryCredentials> AnyCredentials = (
        from id in Gen.ArrayOf(Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".ToCharArray()), 16)
        from secret in Gen.ArrayOf(Base64, 40)
        from quarters in Gen.Choose(30, 500)
        from token in Gen.ArrayOf(Base64, quarters * 4)
        from padding in Gen.Choose(0, 2)
        from end in Gen.Choose(0, int.MaxValue)
        from hasEnd in ArbMap.Default.GeneratorFor<bool>()
        select new TemporaryCredentials(
            "ASIA" + new string(id),
            new string(secret),
            new string(token, 0, token.Length - padding) + new string('=', padding),
            hasEnd ? DateTimeOffset.FromUnixTimeSeconds(end) : null)).ToArbitrary();

    [Test]
    public void What_is_written_in_any_format_can_be_pasted([Values] CredentialFormat format) =>
        Prop.ForAll(AnyCredentials, credentials =>
        {
            var again = PastedCredentials.Parse(Write(credentials, format)).Credentials;
            return again.AccessKeyId == credentials.AccessKeyId
                && again.SecretAccessKey == credentials.SecretAccessKey
                && again.SessionToken == credentials.SessionToken
                && again.Expiration == credentials.Expiration;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void An_SDK_is_told_the_account_when_it_is_known()
    {
        var credentials = Gen.Sample(AnyCredentials.Generator, 1).Single();
        using var stream = new MemoryStream();
        CredentialWriter.Write(stream, credentials, CredentialFormat.Process, null, "123456789012");
        Assert.That(Encoding.UTF8.GetString(stream.ToArray()), Does.Contain("\"AccountId\":\"123456789012\"").And.StartsWith("{\"Version\":1,").And.EndsWith("}\n"));
    }

    private static string Write(TemporaryCredentials credentials, CredentialFormat format)
    {
        using var stream = new MemoryStream();
        CredentialWriter.Write(stream, credentials, format, credentials.Expiration);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
