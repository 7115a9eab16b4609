using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Tests.Calling;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Validity;

internal sealed class LifetimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void The_end_that_the_credentials_name_counts_before_any_estimate()
    {
        var lifetime = Lifetime.Of(With(Noon.AddMinutes(15)), TimeSpan.FromHours(1), Noon);
        Assert.That(lifetime.Expiration, Is.EqualTo(Noon.AddMinutes(15)));
        Assert.That(lifetime.Source, Is.EqualTo(ExpirationSource.Paste));
    }

    [Test]
    public void Otherwise_the_duration_counts_from_the_prompt()
    {
        var lifetime = Lifetime.Of(With(null), TimeSpan.FromMinutes(15), Noon.ToOffset(TimeSpan.FromHours(5)));
        Assert.That(lifetime.Expiration, Is.EqualTo(Noon.AddMinutes(15)));
        Assert.That(lifetime.Expiration!.Value.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(lifetime.Source, Is.EqualTo(ExpirationSource.Duration));
    }

    [Test]
    public void Without_either_the_end_is_unknown_and_never_comes()
    {
        var lifetime = Lifetime.Of(With(null), null, Noon);
        Assert.That(lifetime.Source, Is.EqualTo(ExpirationSource.Unknown));
        Assert.That(lifetime.LeftAt(Noon), Is.Null);
        Assert.That(lifetime.IsOverAt(DateTimeOffset.MaxValue), Is.False);
    }

    [Test]
    public void Something_is_left_exactly_until_it_is_over() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seconds =>
        {
            var lifetime = Lifetime.Of(With(Noon), null, Noon);
            var now = Noon.AddSeconds(seconds);
            return lifetime.IsOverAt(now) == (seconds >= 0) && lifetime.LeftAt(now) == TimeSpan.FromSeconds(Math.Max(0, -(double)seconds));
        }).QuickCheckThrowOnFailure();

    private static TemporaryCredentials With(DateTimeOffset? end) =>
        new(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken, end);
}
