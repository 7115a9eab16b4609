using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Calling;

/// <summary>A call with an MFA code goes out once: AWS takes a code once, and a second try would spend the next one's minute.</summary>
public class OnceTests
{
    [Test]
    public async Task A_call_with_a_code_is_sent_once_whatever_happens([Values("closed", "reset", "500", "throttled", "skewed", "hangs")] string fault)
    {
        await using var server = new RawServer(connection => fault switch
        {
            "closed" => Task.CompletedTask,
            "reset" => Task.Run(connection.Reset),
            "500" => connection.AnswerAsync(500, "<html/>"),
            "throttled" => connection.AnswerAsync(400, Given.ErrorXml("Throttling", "slow")),
            "skewed" => connection.AnswerAsync(403, Given.ErrorXml("RequestTimeTooSkewed", "late"), "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"),
            _ => connection.HangAsync(),
        });
        var options = Given.Options(server.Address) with { MaxAttempts = 5, Timeout = TimeSpan.FromMilliseconds(1500) };
        var caller = new AwsCaller(options, Given.SecretAccessKey);
        using var sts = StsClient.New(new BasicAWSCredentials("AKIAY34FZKBOKMUTVV7A", Given.SecretAccessKey), options, caller, once: true);

        await Assert.ThrowsAsync<AwsCallException>(() => caller.CallAsync(
            "GetSessionToken",
            token => sts.GetSessionTokenAsync(new GetSessionTokenRequest { SerialNumber = "arn:aws:iam::123456789012:mfa/anna", TokenCode = "123456" }, token),
            CancellationToken.None));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }
}
