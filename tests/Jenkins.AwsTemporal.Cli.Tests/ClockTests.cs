using System.Globalization;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class ClockTests : CommandTests
{
    private static readonly TimeSpan ThreeHours = TimeSpan.FromHours(3);

    [Test]
    public async Task A_clock_three_hours_behind_is_reported_and_the_session_counts_by_that_of_AWS()
    {
        Aws.Clock.Shift = ThreeHours;
        var run = (await OpenAsync(Paste(Mint(TimeSpan.FromMinutes(15))), "--json")).Succeeded();
        Assert.That(run.Error, Does.Match(@"\Aaws-temporal: warning: this machine's clock is (2 h 59|3 h 0) min behind AWS's; [^\n]+\n\z"));
        Assert.That(run.Json.GetProperty("secondsLeft").GetInt64(), Is.InRange(880, 901));
        Assert.That((await Cli.RevealAsync("secret", "get", "/prod/db", "--session", Session)).Succeeded().Text, Is.EqualTo(SecretText));
    }

    [Test]
    public async Task SDKs_are_told_the_end_by_this_machines_clock()
    {
        Aws.Clock.Shift = ThreeHours;
        (await OpenAsync(Paste(Mint(TimeSpan.FromMinutes(15))))).Succeeded();
        var end = (await Cli.RevealAsync("credentials", "--session", Session)).Succeeded().Json.GetProperty("Expiration").GetString()!;
        Assert.That(DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow, Is.EqualTo(TimeSpan.FromMinutes(15)).Within(TimeSpan.FromSeconds(20)));
    }

    [TestCase(3)]
    [TestCase(-3)]
    public async Task An_estimate_is_right_whatever_the_clock_says(int hours)
    {
        Aws.Clock.Shift = TimeSpan.FromHours(hours);
        var facts = (await OpenAsync(Paste(Mint(TimeSpan.FromMinutes(15)), withEnd: false), "--json", "--duration", "900")).Succeeded().Json;
        Assert.That(facts.GetProperty("secondsLeft").GetInt64(), Is.InRange(880, 901));
    }

    [Test]
    public async Task A_clock_that_cannot_be_corrected_is_named()
    {
        Aws.Clock.Shift = ThreeHours;
        Cli.Environment["AWS_MAX_ATTEMPTS"] = "1";
        await FailsAsync(6, ErrorCode.ClockSkew, Paste(Mint(TimeSpan.FromMinutes(15))), "open", "--session", Session);
    }

    [Test]
    public async Task A_new_session_that_looks_expired_points_at_the_clock()
    {
        Aws.Clock.Shift = -ThreeHours;
        Assert.That((await OpenAsync(Paste(Mint(TimeSpan.FromMinutes(15))))).FailedInTwoLines(5).Error, Does.Contain("set this machine's clock"));
    }

    [Test]
    public async Task A_clock_that_is_right_is_not_mentioned() =>
        Assert.That((await OpenAsync(Paste(Given))).Succeeded().Error, Is.Empty);
}
