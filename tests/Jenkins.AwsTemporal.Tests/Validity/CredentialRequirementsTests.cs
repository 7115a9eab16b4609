using Jenkins.AwsTemporal.Tests.Calling;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Validity;

internal sealed class CredentialRequirementsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase(600, 599, ErrorCode.TooLittleLife)]
    [TestCase(600, 600, null)]
    [TestCase(0, 1, null)]
    [TestCase(0, 0, ErrorCode.Expired)]
    [TestCase(600, -1, ErrorCode.Expired)]
    public void Credentials_live_as_long_as_was_asked_for(int asked, int left, ErrorCode? code) =>
        Assert.That(
            CodeOf(() => new CredentialRequirements(minimumLife: TimeSpan.FromSeconds(asked)).CheckLife(Ending(Noon.AddSeconds(left)), Noon)),
            Is.EqualTo(code));

    [Test]
    public void An_end_that_is_not_known_falls_short_of_any_life_that_is_asked_for()
    {
        Assert.That(CodeOf(() => new CredentialRequirements(minimumLife: TimeSpan.FromSeconds(1)).CheckLife(Ending(null), Noon)), Is.EqualTo(ErrorCode.TooLittleLife));
        Assert.That(CodeOf(() => new CredentialRequirements().CheckLife(Ending(null), Noon)), Is.Null);
    }

    [TestCase(0, "900")]
    [TestCase(900, "1800")]
    [TestCase(129000, "129600")]
    [TestCase(129600, "129600")]
    public void The_session_that_a_refusal_asks_for_would_live_long_enough(int asked, string seconds)
    {
        var requirements = new CredentialRequirements(minimumLife: TimeSpan.FromSeconds(asked));
        var refusal = Assert.Throws<CredentialsException>(() => requirements.CheckLife(Ending(Noon.AddSeconds(asked - 1)), Noon));
        Assert.That(refusal!.Hint, Does.Match($@"--duration-seconds {seconds}\b"));
    }

    [TestCase(null, "aws", ErrorCode.WrongAccount)]
    [TestCase("123456789012", null, ErrorCode.WrongPartition)]
    [TestCase("123456789012", "aws", null)]
    public void What_is_asked_for_has_to_be_known_in_the_end(string? account, string? partition, ErrorCode? code) =>
        Assert.That(CodeOf(() => new CredentialRequirements(["123456789012"], "aws").CheckOwnerIsKnown(account, partition)), Is.EqualTo(code));

    [TestCase("123456789012", null, null)]
    [TestCase(null, null, null)]
    [TestCase("210987654321", null, null)]
    [TestCase("999999999999", null, ErrorCode.WrongAccount)]
    [TestCase("123456789012", "aws-cn", ErrorCode.WrongPartition)]
    [TestCase("123456789012", "aws", null)]
    public void Only_the_asked_for_owner_will_do_as_far_as_it_is_known(string? account, string? partition, ErrorCode? code) =>
        Assert.That(
            CodeOf(() => new CredentialRequirements(["123456789012", "210987654321"], "aws").CheckOwner(account, partition)),
            Is.EqualTo(code));

    [Test]
    public void Without_requirements_everybody_will_do() =>
        Assert.That(CodeOf(() => new CredentialRequirements().CheckOwner("999999999999", "aws-cn")), Is.Null);

    [TestCase("12345678901")]
    [TestCase("１２３４５６７８９０１２")]
    [TestCase("123456789012\n")]
    public void A_wrong_account_cannot_be_asked_for(string account) =>
        Assert.That(() => new CredentialRequirements([account]), Throws.ArgumentException);

    [TestCase("AWS")]
    [TestCase("aws-")]
    [TestCase("aws\n")]
    public void A_wrong_partition_cannot_be_asked_for(string partition) =>
        Assert.That(() => new CredentialRequirements(partition: partition), Throws.ArgumentException);

    [Test]
    public void A_life_below_zero_cannot_be_asked_for() =>
        Assert.That(() => new CredentialRequirements(minimumLife: TimeSpan.FromTicks(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static Lifetime Ending(DateTimeOffset? end) =>
        Lifetime.Of(new TemporaryCredentials(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken, end), null, Noon);

    private static ErrorCode? CodeOf(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (CredentialsException fault)
        {
            return fault.Code;
        }
    }
}
