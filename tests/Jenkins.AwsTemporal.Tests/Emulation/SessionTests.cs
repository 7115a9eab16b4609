using Amazon.SecurityToken.Model;
using AwsEmulator.Identity;

namespace Jenkins.AwsTemporal.Tests.Emulation;

internal sealed class SessionTests : EmulatorTests
{
    private MfaDevice _mfa = null!;

    [SetUp]
    public void AddDevice() => _mfa = Alice.AddMfaDevice();

    [Test]
    public async Task A_session_has_the_shape_of_AWSs_own()
    {
        using var sts = Sts(Key);
        var session = (await sts.GetSessionTokenAsync(new GetSessionTokenRequest { DurationSeconds = 900 })).Credentials;
        Assert.That(session.AccessKeyId, Does.Match("^ASIA[Q-Z2-7][A-Z2-7]{15}$"));
        Assert.That(session.SecretAccessKey, Does.Match("^[A-Za-z0-9+/]{40}$"));
        Assert.That(session.SessionToken, Has.Length.AtLeast(600));
        Assert.That(session.SessionToken, Does.Contain("+").And.Contain("/").And.EndWith("="));
        Assert.That(session.Expiration!.Value.ToUniversalTime(), Is.EqualTo(DateTime.UtcNow.AddMinutes(15)).Within(TimeSpan.FromSeconds(10)));
    }

    [TestCase("029608264753")]
    [TestCase("999999999999")]
    [TestCase("000000000001")]
    public void A_key_id_names_its_account(string account)
    {
        var id = Aws.Account(account).AddUser("bob").CreateAccessKey().AccessKeyId;
        Assert.That(id, Has.Length.EqualTo(20));
        // Independently of the emulator: the 48 bits after the prefix, without the first and the last seven.
        var bits = string.Concat(id[4..].Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        Assert.That(bits[0], Is.EqualTo('1'));
        Assert.That(Convert.ToInt64(bits[1..41], 2), Is.EqualTo(long.Parse(account, null)));
    }

    [Test]
    public void Codes_follow_RFC_6238()
    {
        var seed = "12345678901234567890"u8;
        Assert.That(Totp.Code(seed, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(59))), Is.EqualTo("287082"));
        Assert.That(Totp.Code(seed, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(1111111109))), Is.EqualTo("081804"));
        Assert.That(Totp.Code(seed, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(20000000000))), Is.EqualTo("353130"));
    }

    [Test]
    public async Task A_code_is_accepted_once()
    {
        using var sts = Sts(Key);
        var request = new GetSessionTokenRequest { SerialNumber = _mfa.SerialNumber, TokenCode = _mfa.Code() };
        await sts.GetSessionTokenAsync(request);
        var error = await Refused(() => sts.GetSessionTokenAsync(request));
        Assert.That(error.ErrorCode, Is.EqualTo("AccessDenied"));
        Assert.That(error.Message, Is.EqualTo("MultiFactorAuthentication failed with invalid MFA one time pass code. "));
    }

    [Test]
    public async Task Codes_of_the_step_before_and_after_are_accepted_and_no_others()
    {
        // In the middle of a step, so that it does not end during the test.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Aws.Clock.Shift = TimeSpan.FromSeconds(15 - now % 30);
        using var sts = Sts(Key);
        foreach (var steps in (int[])[-1, 0, 1])
            await sts.GetSessionTokenAsync(With(_mfa.Code(steps)));
        foreach (var steps in (int[])[-2, 2])
            await Refused(() => sts.GetSessionTokenAsync(With(_mfa.Code(steps))));

        GetSessionTokenRequest With(string code) => new() { SerialNumber = _mfa.SerialNumber, TokenCode = code };
    }

    [Test]
    public async Task Another_users_device_is_refused()
    {
        var other = Account.AddUser("bob").AddMfaDevice();
        using var sts = Sts(Key);
        var request = new GetSessionTokenRequest { SerialNumber = other.SerialNumber, TokenCode = other.Code() };
        var error = await Refused(() => sts.GetSessionTokenAsync(request));
        Assert.That(error.Message, Does.StartWith("MultiFactorAuthentication failed, unable to validate MFA code."));
    }

    [Test]
    public async Task A_session_gets_no_session()
    {
        using var sts = Sts(Alice.GetSessionToken(TimeSpan.FromMinutes(15)));
        var error = await Refused(() => sts.GetSessionTokenAsync(new GetSessionTokenRequest()));
        Assert.That(error.ErrorCode, Is.EqualTo("AccessDenied"));
        Assert.That(error.Message, Is.EqualTo("Cannot call GetSessionToken with session credentials"));
    }

    [TestCase(899, "greater than or equal to 900")]
    [TestCase(129601, "less than or equal to 129600")]
    public async Task A_duration_out_of_bounds_is_refused(int seconds, string constraint)
    {
        using var sts = Sts(Key);
        var error = await Refused(() => sts.GetSessionTokenAsync(new GetSessionTokenRequest { DurationSeconds = seconds }));
        Assert.That(error.ErrorCode, Is.EqualTo("ValidationError"));
        Assert.That(error.Message, Is.EqualTo(
            $"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value {constraint}"));
    }

    [Test]
    public async Task The_life_of_sessions_can_be_capped()
    {
        Aws.SessionLife = TimeSpan.FromSeconds(6);
        using var sts = Sts(Key);
        var session = (await sts.GetSessionTokenAsync(new GetSessionTokenRequest { DurationSeconds = 900 })).Credentials;
        Assert.That(session.Expiration!.Value.ToUniversalTime(), Is.EqualTo(DateTime.UtcNow.AddSeconds(6)).Within(TimeSpan.FromSeconds(3)));
    }
}
