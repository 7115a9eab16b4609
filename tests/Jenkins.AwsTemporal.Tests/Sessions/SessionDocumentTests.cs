using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Calling;
using Jenkins.AwsTemporal.Tests.Validity;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Sessions;

internal sealed class SessionDocumentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_session_is_read_as_it_was_written() =>
        Prop.ForAll(ArbMap.Default.ArbFor<Tuple<bool, int, bool>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (shape, origin) =>
        {
            var (hasEnd, skew, isKnown) = (shape.Item1, shape.Item2 % 100_000, shape.Item3);
            var credentials = new TemporaryCredentials(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken, hasEnd ? Noon : null);
            var text = origin.Get.All(character => !char.IsSurrogate(character)) ? origin.Get : "plain";
            var written = new Session(credentials, Lifetime.Of(credentials, isKnown ? TimeSpan.FromMinutes(15) : null, Noon))
            {
                Identity = isKnown ? CallerIdentity.FromArn("arn:aws-cn:sts::123456789012:assumed-role/deploy/anna", "AROA:anna") : null,
                Region = isKnown ? "cn-north-1" : null,
                Origin = text,
                ClockSkew = TimeSpan.FromSeconds(skew),
            };

            var read = SessionDocument.TryRead(SessionDocument.Write(written))!;
            return read.Credentials.SessionToken == Given.SessionToken
                && read.Credentials.SecretAccessKey == Given.SecretAccessKey
                && read.Credentials.Expiration == credentials.Expiration
                && read.Lifetime.Expiration == written.Lifetime.Expiration
                && read.Lifetime.Source == written.Lifetime.Source
                && read.Identity?.Arn == written.Identity?.Arn
                && read.Identity?.UserId == written.Identity?.UserId
                && read.Identity?.AccountId == written.Identity?.AccountId
                && read.Identity?.Partition == written.Identity?.Partition
                && read.Region == written.Region
                && read.Origin == text
                && read.ClockSkew == written.ClockSkew;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Any_bytes_are_a_session_or_none_and_never_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => SessionDocument.TryRead(bytes) is null).QuickCheckThrowOnFailure();

    [Test]
    public void A_session_cut_anywhere_is_none()
    {
        var whole = Whole();
        for (var length = 0; length < whole.Length; length++)
            Assert.That(SessionDocument.TryRead(whole.AsMemory(0, length)), Is.Null);
    }

    [Test]
    public void A_session_with_any_bytes_changed_still_tells_the_time() =>
        Prop.ForAll(ArbMap.Default.ArbFor<Tuple<NonNegativeInt, byte>[]>(), changes =>
        {
            var bytes = Whole();
            foreach (var (position, value) in changes)
                bytes[position.Get % bytes.Length] = value;
            return CanBeUsed(bytes);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Any_value_of_any_field_is_taken_or_makes_it_none()
    {
        string[] values = ["null", "true", "\"\"", "\"x\"", "\"\\ud800\"", "-1", "1e400", "9223372036854775807", "99999999999", "[]", "{}", "\"9999-12-31T23:59:59.0000000+00:00\""];
        foreach (var field in new[] { "version", "accessKeyId", "secretAccessKey", "sessionToken", "expiration", "expirationSource", "arn", "userId", "region", "origin", "clockSkewSeconds" })
            foreach (var value in values)
                Assert.That(CanBeUsed(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Whole())[..^1] + $",\"{field}\":{value}}}")), Is.True, $"{field}: {value}");
    }

    [Test]
    public void Credentials_are_handed_out_until_their_end_by_the_clock_of_AWS()
    {
        var credentials = new TemporaryCredentials(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken, Noon);
        var session = new Session(credentials, Lifetime.Of(credentials, null, Noon)) { ClockSkew = TimeSpan.FromHours(3) };
        var time = new ManualTime(Noon.AddHours(-3).AddTicks(-1));
        Assert.That(session.LiveCredentials(time), Is.SameAs(credentials));
        time.Now = Noon.AddHours(-3);
        Assert.That(() => session.LiveCredentials(time), Throws.TypeOf<CredentialsException>().With.Property("Code").EqualTo(ErrorCode.Expired));
        Assert.That(session.ToString(), Does.Not.Contain(Given.SecretAccessKey).And.Not.Contain(Given.SessionToken));
    }

    private static bool CanBeUsed(byte[] bytes)
    {
        if (SessionDocument.TryRead(bytes) is not { } session)
            return true;
        try
        {
            session.LiveCredentials(new ManualTime(Noon));
            return true;
        }
        catch (CredentialsException fault)
        {
            return fault.Code == ErrorCode.Expired;
        }
    }

    private static byte[] Whole()
    {
        var credentials = new TemporaryCredentials(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken, Noon.AddHours(1));
        return SessionDocument.Write(new Session(credentials, Lifetime.Of(credentials, null, Noon))
        {
            Identity = CallerIdentity.FromArn("arn:aws:iam::123456789012:user/anna", "AIDA"),
            Region = "eu-central-1",
            Origin = "StsJson",
        });
    }
}
