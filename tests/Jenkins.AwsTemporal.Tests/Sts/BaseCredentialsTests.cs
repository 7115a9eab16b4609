using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Calling;

namespace Jenkins.AwsTemporal.Tests.Sts;

public class BaseCredentialsTests
{
    private const string PermanentKey = "AKIAY34FZKBOKMUTVV7A";

    [Test]
    public void Of_the_environment_both_permanent_and_temporary_keys_are_taken()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(From(PermanentKey, Given.SecretAccessKey).IsTemporary, Is.False);
            Assert.That(From(PermanentKey, Given.SecretAccessKey, "").IsTemporary, Is.False);
            Assert.That(From(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken).IsTemporary, Is.True);
            Assert.That(BaseCredentials.FromSession(Given.Credentials).IsTemporary, Is.True);
        }
    }

    [TestCase(null, "x", "AWS_ACCESS_KEY_ID")]
    [TestCase("", "x", "AWS_ACCESS_KEY_ID")]
    [TestCase("x", null, "AWS_SECRET_ACCESS_KEY")]
    [TestCase("x", "", "AWS_SECRET_ACCESS_KEY")]
    public void A_variable_that_is_missing_is_named(string? id, string? secret, string variable)
    {
        var fault = Assert.Throws<InvalidOptionException>(() => From(id, secret, Given.SessionToken))!;
        Assert.That(fault.Option, Is.EqualTo(variable));
        Assert.That(fault.Message, Is.EqualTo($"{variable} is not set"));
    }

    [Test]
    public void They_show_whose_they_are_and_no_secret()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(From(PermanentKey, Given.SecretAccessKey).ToString(), Is.EqualTo($"the access key {PermanentKey}"));
            Assert.That(From(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken).ToString(), Is.EqualTo($"the session {Given.AccessKeyId}"));
            Assert.That(BaseCredentials.FromSession(Given.Credentials).ToString(), Is.EqualTo($"the session {Given.AccessKeyId}"));
        }
    }

    [Test]
    public async Task Neither_key_nor_token_nor_web_identity_is_in_an_error_even_when_AWS_quotes_them()
    {
        const string WebIdentity = "canaryWEBhead.canaryWEBbody0123456789.canaryWEBsignature";
        await using var server = new RawServer(connection => connection.AnswerAsync(400, Given.ErrorXml(
            "ValidationError", $"no {Given.SecretAccessKey} no {Given.SessionToken} no {WebIdentity} no {WebIdentity[..30]}")));
        var issuer = new SessionIssuer(BaseCredentials.FromSession(Given.Credentials), Given.Options(server.Address));
        var role = new AssumeRoleOptions("arn:aws:iam::123456789012:role/deployer", "alice");
        foreach (var call in (Func<Task>[])[() => issuer.AssumeRoleAsync(role), () => issuer.IdentifyAsync(), () => issuer.AssumeRoleWithWebIdentityAsync(role, WebIdentity)])
        {
            var fault = (await Assert.ThrowsAsync<AwsCallException>(() => call()))!;
            if (fault.Operation == "AssumeRoleWithWebIdentity")
                Assert.That(fault.Message, Does.Not.Contain("canaryWEB"));
            Assert.That(fault + fault.Hint, Does.Not.Contain(Given.SecretAccessKey).And.Not.Contain(Given.SessionToken));
        }
    }

    [Test]
    public void Without_base_credentials_only_a_web_identity_can_ask() =>
        Assert.That(
            () => new SessionIssuer(null, new AwsCallOptions("eu-west-1")).AssumeRoleAsync(new AssumeRoleOptions("arn:aws:iam::123456789012:role/deployer", "alice")),
            Throws.InvalidOperationException);

    private static BaseCredentials From(string? id, string? secret, string? token = null) => BaseCredentials.FromEnvironment(name => name switch
    {
        "AWS_ACCESS_KEY_ID" => id,
        "AWS_SECRET_ACCESS_KEY" => secret,
        "AWS_SESSION_TOKEN" => token,
        _ => null,
    });
}
