using System.Globalization;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Calling;
using NSubstitute;

namespace Jenkins.AwsTemporal.Tests.Sts;

public class CallerIdentityReaderTests
{
    private readonly IAmazonSecurityTokenService _sts = Substitute.For<IAmazonSecurityTokenService>();

    [OneTimeTearDown]
    public void Remove() => _sts.Dispose();

    [Test]
    public async Task The_partition_is_that_of_the_ARN([Values("aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso-b")] string partition)
    {
        var identity = await ReadAsync(new GetCallerIdentityResponse { Account = "123456789012", Arn = $"arn:{partition}:iam::123456789012:user/anna", UserId = "AIDAEXAMPLE" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.Partition, Is.EqualTo(partition));
            Assert.That(identity.ToString(), Is.EqualTo(identity.Arn));
            Assert.That(identity.ClockSkew, Is.Null);
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("user/anna")]
    [TestCase("arn::sts:::x")]
    [TestCase("urn:aws:iam::1:user/anna")]
    public async Task An_answer_without_an_ARN_is_not_AWSs(string? arn)
    {
        var error = await Assert.ThrowsAsync<AwsCallException>(() => ReadAsync(new GetCallerIdentityResponse { Account = "123456789012", Arn = arn, UserId = "u" }));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
    }

    [TestCase("210987654321")]
    [TestCase("123456789012\nevil")]
    [TestCase("12345678901")]
    public async Task An_account_that_is_not_the_ARNs_is_not_AWSs(string account)
    {
        var error = await Assert.ThrowsAsync<AwsCallException>(
            () => ReadAsync(new GetCallerIdentityResponse { Account = account, Arn = "arn:aws:iam::123456789012:user/anna", UserId = "u" }));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
    }

    [TestCase(-2)]
    [TestCase(2)]
    public async Task A_clock_that_is_days_off_is_not_AWSs(int days)
    {
        await using var server = RawServer.Answering(200, Given.IdentityXml, $"Date: {DateTimeOffset.UtcNow.AddDays(days).ToString("R", CultureInfo.InvariantCulture)}\r\n");
        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(Given.Options(server.Address)));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
    }

    [Test]
    public async Task No_compressed_answer_is_asked_for()
    {
        await using var server = RawServer.Answering(200, Given.IdentityXml);
        await Given.IdentityAsync(Given.Options(server.Address));
        Assert.That(server.Requests.Single(), Does.Not.Contain("Accept-Encoding").IgnoreCase);
    }

    [Test]
    public async Task An_error_that_nobody_foresaw_is_named_by_its_type_alone()
    {
        _sts.GetCallerIdentityAsync(Arg.Any<GetCallerIdentityRequest>(), Arg.Any<CancellationToken>()).Returns<GetCallerIdentityResponse>(_ => throw new NotSupportedException("canary"));
        using var reader = new CallerIdentityReader(_sts, new AwsCaller(new AwsCallOptions("eu-west-1")));
        var error = await Assert.ThrowsAsync<AwsCallException>(() => reader.ReadAsync());
        Assert.That(error!.Message, Is.EqualTo("GetCallerIdentity failed within the SDK: NotSupportedException"));
    }

    [TestCase(-7200)]
    [TestCase(0)]
    [TestCase(240)]
    public async Task The_clock_skew_is_the_servers_time_minus_ours(int seconds)
    {
        await using var server = RawServer.Answering(200, Given.IdentityXml, $"Date: {DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)}\r\n");
        var identity = await Given.IdentityAsync(Given.Options(server.Address));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.ClockSkew!.Value.TotalSeconds, Is.EqualTo(seconds).Within(3));
            Assert.That(identity.Partition, Is.EqualTo("aws-us-gov"));
            Assert.That(identity.UserId, Is.EqualTo("AROAEXAMPLEEXAMPLEEXA:anna"));
        }
    }

    [Test]
    public async Task A_request_is_signed_for_the_region_of_the_options_with_the_token_and_names_the_product()
    {
        await using var server = RawServer.Answering(200, Given.IdentityXml);
        await Given.IdentityAsync(Given.Options(server.Address));
        var request = server.Requests.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(request, Does.Match($"Credential={Given.AccessKeyId}/[0-9]{{8}}/eu-central-1/sts/aws4_request"));
            Assert.That(request, Does.Contain("Security-Token: " + Given.SessionToken).IgnoreCase);
            Assert.That(request, Does.Contain("app/Jenkins.AwsTemporal"));
            Assert.That(request, Does.Contain("Action=GetCallerIdentity"));
            Assert.That(request, Does.Not.Contain(Given.SecretAccessKey));
        }
    }

    private Task<CallerIdentity> ReadAsync(GetCallerIdentityResponse answer)
    {
        _sts.GetCallerIdentityAsync(Arg.Any<GetCallerIdentityRequest>(), Arg.Any<CancellationToken>()).Returns(answer);
        return new CallerIdentityReader(_sts, new AwsCaller(new AwsCallOptions("eu-west-1"))).ReadAsync();
    }
}
