using System.Reflection;
using Jenkins.AwsTemporal.Tests.Pasting;

namespace Jenkins.AwsTemporal.Tests;

internal sealed class TemporaryCredentialsTests
{
    private static readonly DateTimeOffset Ends = new(2037, 11, 21, 15, 15, 0, TimeSpan.FromHours(1));

    [Test]
    public void Their_text_names_the_key_and_its_end_and_shows_no_secret()
    {
        Assert.That(Make(Ends).ToString(), Is.EqualTo($"{Samples.Id} until 2037-11-21T14:15:00Z"));
        Assert.That(Make(null).ToString(), Is.EqualTo($"{Samples.Id} with no known expiration"));
        Assert.That($"{Jenkins.AwsTemporal.Pasting.PastedCredentials.Parse(Samples.Read("one-liner.txt"))}", Is.EqualTo($"Colons: {Samples.Id} with no known expiration"));
    }

    [Test]
    public void Their_end_is_in_utc()
    {
        Assert.That(Make(Ends).Expiration, Is.EqualTo(Ends));
        Assert.That(Make(Ends).Expiration!.Value.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Nothing_about_them_can_be_changed()
    {
        foreach (var type in new[] { typeof(TemporaryCredentials), typeof(Jenkins.AwsTemporal.Pasting.PastedCredentials) })
        {
            Assert.That(type.IsSealed, Is.True);
            Assert.That(type.GetProperties().Where(property => property.CanWrite), Is.Empty);
            Assert.That(type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(field => !field.IsInitOnly), Is.Empty);
        }

        var repairs = Jenkins.AwsTemporal.Pasting.PastedCredentials.Parse("&lt;" + Samples.Read("portal-unix.txt")).Repairs;
        Assert.That(() => ((IList<string>)repairs).Clear(), Throws.InstanceOf<NotSupportedException>());
    }

    [TestCase("AKIAIOSFODNN7EXAMPLE", ErrorCode.PermanentKey)]
    [TestCase("AROA6KNZ4A2TGOLE3AQ4", ErrorCode.InvalidAccessKeyId)]
    [TestCase("ASIA6KNZ4A2TGOLE3AQ", ErrorCode.InvalidAccessKeyId)]
    [TestCase("ASIA6KNZ4A2TGOLE3AQ1", ErrorCode.InvalidAccessKeyId)]
    [TestCase("ASIA6KNZ4A2TGOLE3AQ4\n", ErrorCode.InvalidAccessKeyId)]
    [TestCase("", ErrorCode.MissingField)]
    [TestCase(null, ErrorCode.MissingField)]
    public void A_key_that_is_not_temporary_cannot_be_held(string? id, ErrorCode code) => Assert.That(
        () => new TemporaryCredentials(id!, Samples.Secret, Samples.Token), Throws.TypeOf<CredentialsException>().With.Property("Code").EqualTo(code));

    [Test]
    public void A_secret_or_a_token_that_is_not_whole_cannot_be_held()
    {
        foreach (var secret in new[] { Samples.Secret[1..], Samples.Secret + "\n", Samples.Secret[1..] + "=", Samples.Secret[1..] + "-", "", null })
            Assert.That(() => new TemporaryCredentials(Samples.Id, secret!, Samples.Token), Throws.TypeOf<CredentialsException>(), secret);
        foreach (var token in new[] { Samples.Token[1..], Samples.Token + "\n", Samples.Token[..96], Samples.Token[4..] + "====", "a=" + Samples.Token[2..], "", null })
            Assert.That(() => new TemporaryCredentials(Samples.Id, Samples.Secret, token!), Throws.TypeOf<CredentialsException>(), token);
    }

    private static TemporaryCredentials Make(DateTimeOffset? ends) => new(Samples.Id, Samples.Secret, Samples.Token, ends);
}
