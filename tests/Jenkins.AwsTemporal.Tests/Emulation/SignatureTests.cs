using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;

namespace Jenkins.AwsTemporal.Tests.Emulation;

internal sealed class SignatureTests : EmulatorTests
{
    [Test]
    public async Task A_signed_request_is_answered()
    {
        using var sts = Sts(Key);
        var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
        Assert.That(identity.Arn, Is.EqualTo($"arn:aws:iam::{AccountId}:user/alice"));
        Assert.That(identity.Account, Is.EqualTo(AccountId));
        Assert.That(identity.UserId, Does.Match("^AIDA[A-Z2-7]{17}$"));
    }

    [Test]
    public async Task A_wrong_secret_is_answered_with_what_should_have_been_signed_token_included()
    {
        var session = Alice.GetSessionToken(TimeSpan.FromMinutes(15));
        using var sts = Sts(new SessionAWSCredentials(session.AccessKeyId, Key.SecretAccessKey, session.SessionToken));
        var error = await Refused(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));
        Assert.That(error.ErrorCode, Is.EqualTo("SignatureDoesNotMatch"));
        Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(error.Message, Does.Contain("x-amz-security-token:" + session.SessionToken));
    }

    [Test]
    public async Task An_unknown_key_is_refused()
    {
        using var sts = Sts(new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", Key.SecretAccessKey));
        var error = await Refused(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));
        Assert.That(error.ErrorCode, Is.EqualTo("InvalidClientTokenId"));
    }

    [Test]
    public async Task A_session_without_its_token_is_refused()
    {
        var session = Alice.GetSessionToken(TimeSpan.FromMinutes(15));
        using var sts = Sts(new BasicAWSCredentials(session.AccessKeyId, session.SecretAccessKey));
        var error = await Refused(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));
        Assert.That(error.ErrorCode, Is.EqualTo("InvalidClientTokenId"));
    }

    [Test]
    public async Task An_expired_session_is_refused()
    {
        var session = Alice.GetSessionToken(TimeSpan.FromSeconds(-1));
        using var sts = Sts(session);
        using var secrets = Secrets(session);
        var error = await Refused(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));
        Assert.That(error.ErrorCode, Is.EqualTo("ExpiredToken"));
        Assert.That(await secrets.GetAsync("/prod/x"), Is.EqualTo("ExpiredTokenException"));
    }

    [TestCase(600, "Signature expired: ")]
    [TestCase(-600, "Signature not yet current: ")]
    public async Task A_clock_that_is_off_is_told_so(int shift, string message)
    {
        Aws.Clock.Shift = TimeSpan.FromSeconds(shift);
        using var secrets = Secrets(Key);
        var (status, body, headers) = await secrets.CallAsync("GetSecretValue", []);
        Assert.That(status, Is.EqualTo(400));
        Assert.That((string)body["__type"]!, Is.EqualTo("InvalidSignatureException"));
        Assert.That((string)body["message"]!, Does.StartWith(message));
        Assert.That(headers.Date, Is.EqualTo(Aws.Clock.GetUtcNow()).Within(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_client_that_corrects_its_clock_gets_through()
    {
        Aws.Clock.Shift = TimeSpan.FromHours(1);
        using var sts = new Amazon.SecurityToken.AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials(Key.AccessKeyId, Key.SecretAccessKey),
            new Amazon.SecurityToken.AmazonSecurityTokenServiceConfig { ServiceURL = Aws.Url, AuthenticationRegion = "us-east-1" });
        await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
        Assert.That(Aws.Requests("GetCallerIdentity"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_request_without_a_signature_is_refused()
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")]);
        using var response = await http.PostAsync(new Uri(Aws.Url), form);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("<Code>MissingAuthenticationToken</Code>"));
    }

    [Test]
    public async Task A_key_is_unknown_in_other_partitions()
    {
        var bob = Aws.Account("111122223333", "aws-us-gov").AddUser("bob");
        using var atHome = Sts(bob.CreateAccessKey(), "us-gov-west-1");
        Assert.That((await atHome.GetCallerIdentityAsync(new GetCallerIdentityRequest())).Arn, Is.EqualTo("arn:aws-us-gov:iam::111122223333:user/bob"));
        foreach (var region in (string[])["us-east-1", "cn-north-1"])
        {
            using var abroad = Sts(bob.AccessKeys[0], region);
            var error = await Refused(() => abroad.GetCallerIdentityAsync(new GetCallerIdentityRequest()));
            Assert.That(error.ErrorCode, Is.EqualTo("InvalidClientTokenId"));
        }
    }

    [Test]
    public async Task The_callers_identity_is_told_under_an_explicit_deny()
    {
        Alice.Deny("*");
        using var sts = Sts(Key);
        Assert.That((await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest())).Arn, Is.EqualTo(Alice.Arn));
    }

    [Test]
    public async Task A_deleted_key_is_unknown()
    {
        var key = Key;
        Alice.DeleteAccessKey(key);
        using var secrets = Secrets(key);
        Assert.That(await secrets.GetAsync("/prod/x"), Is.EqualTo("UnrecognizedClientException"));
    }
}
