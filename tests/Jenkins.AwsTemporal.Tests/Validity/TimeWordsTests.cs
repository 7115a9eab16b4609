using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Validity;

internal sealed class TimeWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase(0, "0 s")]
    [TestCase(1, "1 s")]
    [TestCase(59, "59 s")]
    [TestCase(754, "12 min 34 s")]
    [TestCase(3600, "1 h 0 min")]
    [TestCase(129600, "36 h 0 min")]
    [TestCase(172799, "47 h 59 min")]
    [TestCase(172800, "2 d 0 h")]
    [TestCase(259200, "3 d 0 h")]
    [TestCase(34560000, "400 d 0 h")]
    public void People_read_the_two_largest_units(int seconds, string words)
    {
        Assert.That(TimeWords.Of(TimeSpan.FromSeconds(seconds)), Is.EqualTo(words));
        var credentials = new TemporaryCredentials("ASIAQNZGKIQY56JQ7WML", "s".PadRight(40, 'x'), "token".PadRight(100, 'x'), Noon);
        var fault = Assert.Throws<CredentialsException>(() => new CredentialRequirements().CheckLife(Lifetime.Of(credentials, null, Noon), Noon.AddSeconds(seconds)));
        Assert.That(fault!.Message, Is.EqualTo($"the credentials expired at 2026-03-01T12:00:00Z, {words} ago"));
    }
}
