using System.Net;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Calling;
using NSubstitute;

namespace Jenkins.AwsTemporal.Tests.Sts;

public class RoleRequestTests
{
    private const string Arn = "arn:aws:iam::123456789012:role/deployer";

    [Test]
    public async Task What_is_not_given_is_not_on_the_wire()
    {
        Assert.That(await SentAsync(new AssumeRoleOptions(Arn, "alice") { ExternalId = " ", Tags = new Dictionary<string, string>() }, mfa: null), Is.EquivalentTo(
            (string[])["Action=AssumeRole", "Version=2011-06-15", $"RoleArn={Arn}", "RoleSessionName=alice", "DurationSeconds=3600"]));
    }

    [Test]
    public async Task What_is_given_is_on_the_wire_as_it_is()
    {
        var sent = await SentAsync(
            new AssumeRoleOptions(Arn, "alice")
            {
                Duration = TimeSpan.FromMinutes(15),
                ExternalId = "a/b",
                SourceIdentity = "alice@x",
                Policy = "{\"Version\": \"2012-10-17\"}",
                PolicyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
                Tags = new Dictionary<string, string> { ["Job name"] = "a+b=c/𒀀", ["Empty"] = "" },
                TransitiveTagKeys = ["Job name"],
            },
            new MfaCode("arn:aws:iam::123456789012:mfa/alice", "012345"));
        Assert.That(sent, Is.EquivalentTo((string[])
        [
            "Action=AssumeRole", "Version=2011-06-15", $"RoleArn={Arn}", "RoleSessionName=alice", "DurationSeconds=900", "ExternalId=a/b",
            "SourceIdentity=alice@x", "Policy={\"Version\": \"2012-10-17\"}", "PolicyArns.member.1.arn=arn:aws:iam::aws:policy/ReadOnlyAccess",
            "Tags.member.1.Key=Job name", "Tags.member.1.Value=a+b=c/𒀀", "Tags.member.2.Key=Empty", "Tags.member.2.Value=",
            "TransitiveTagKeys.member.1=Job name", "SerialNumber=arn:aws:iam::123456789012:mfa/alice", "TokenCode=012345",
        ]));
    }

    [Test]
    public void A_web_identity_asks_for_what_it_can()
    {
        var role = new AssumeRoleOptions(Arn, "alice") { Duration = TimeSpan.FromMinutes(20), PolicyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] };
        var request = RoleRequest.WithWebIdentity(role, "head.body.signature");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.DurationSeconds, Is.EqualTo(1200));
            Assert.That(request.PolicyArns.Single().Arn, Is.EqualTo("arn:aws:iam::aws:policy/ReadOnlyAccess"));
            Assert.That(request.Policy, Is.Null);
            Assert.That(request.ProviderId, Is.Null);
            Assert.That(RoleRequest.WithWebIdentity(new AssumeRoleOptions(Arn, "alice"), "head.body.signature").PolicyArns, Is.Null.Or.Empty);
        }
    }

    [Test]
    public async Task An_answer_that_is_not_whole_is_not_AWSs([Values] bool hasUser, [Values] bool hasCredentials)
    {
        using var sts = Substitute.For<IAmazonSecurityTokenService>();
        sts.AssumeRoleAsync(Arg.Any<AssumeRoleRequest>(), Arg.Any<CancellationToken>()).Returns(new AssumeRoleResponse
        {
            AssumedRoleUser = hasUser ? new AssumedRoleUser { Arn = "arn:aws:sts::123456789012:assumed-role/deployer", AssumedRoleId = "AROA:alice" } : null,
            Credentials = hasCredentials ? new Credentials { AccessKeyId = "AKIAY34FZKBOKMUTVV7A", SecretAccessKey = Given.SecretAccessKey, SessionToken = "" } : null,
        });
        var issuer = new SessionIssuer(BaseCredentials.FromSession(Given.Credentials), new AwsCallOptions("eu-west-1"), (_, _, _) => sts);
        var fault = await Assert.ThrowsAsync<AwsCallException>(() => issuer.AssumeRoleAsync(new AssumeRoleOptions(Arn, "alice")));
        Assert.That(fault!.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
        Assert.That(fault.ToString(), Does.Not.Contain(Given.SecretAccessKey));
    }

    /// <summary>The fields of the request, decoded.</summary>
    private static async Task<string[]> SentAsync(AssumeRoleOptions role, MfaCode? mfa)
    {
        await using var server = RawServer.Answering(400, Given.ErrorXml("ValidationError", "seen"));
        var issuer = new SessionIssuer(BaseCredentials.FromSession(Given.Credentials), Given.Options(server.Address));
        await Assert.ThrowsAsync<AwsCallException>(() => issuer.AssumeRoleAsync(role, mfa));
        var body = server.Requests.Single().Split("\r\n\r\n", 2)[1];
        return [.. body.Split('&').Select(field => WebUtility.UrlDecode(field.Replace("+", "%2B", StringComparison.Ordinal)))];
    }
}
