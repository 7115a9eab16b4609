using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class DurationTests
{
    [TestCase("900", 900)]
    [TestCase("900s", 900)]
    [TestCase("15m", 900)]
    [TestCase("12h", 43200)]
    [TestCase("36h", 129600)]
    [TestCase("0", 0)]
    [TestCase("015m", 900)]
    public void A_length_of_time_is_a_number_with_or_without_a_unit(string text, int seconds)
    {
        Assert.That(Duration.TryParse(text, out var duration), Is.True);
        Assert.That(duration, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("")]
    [TestCase("m")]
    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase(" 1")]
    [TestCase("1.5h")]
    [TestCase("1d")]
    [TestCase("1M")]
    [TestCase("15 m")]
    [TestCase("37h")]
    [TestCase("129601")]
    [TestCase("99999999999999999999")]
    [TestCase("１５m")]
    public void Anything_else_is_refused(string text) => Assert.That(Duration.TryParse(text, out _), Is.False);

    [Test]
    public void Every_number_of_every_unit_is_read_as_it_is_meant_or_refused_for_its_length() =>
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), Gen.Elements('s', 'm', 'h').ToArbitrary(), (number, unit) =>
        {
            var seconds = (long)number.Get * unit switch { 's' => 1, 'm' => 60, _ => 3600 };
            var isRead = Duration.TryParse(number.Get.ToString(CultureInfo.InvariantCulture) + unit, out var duration);
            return isRead == (seconds <= 129600) && (!isRead || duration.TotalSeconds == seconds);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void No_text_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
            !Duration.TryParse(text.Get, out var duration) || duration <= TimeSpan.FromHours(36)).QuickCheckThrowOnFailure();
}
