using System.Diagnostics;
using System.Net;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class MisbehavingServerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Test]
    public async Task A_server_that_never_answers_ends_at_the_deadline()
    {
        await using var server = new RawServer(connection => connection.HangAsync());
        var watch = Stopwatch.StartNew();
        var error = await FailsAsync(Given.Options(server.Address) with { Timeout = Short, MaxAttempts = 3 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.TimedOut));
            Assert.That(error.Message, Is.EqualTo($"no whole answer from {server.Address.Authority} to GetCallerIdentity within 0.3 s"));
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        }
    }

    [Test]
    public async Task A_connection_that_does_not_come_about_has_a_deadline_of_its_own()
    {
        await using var mute = new RawServer(connection => connection.HangAsync());
        var https = new UriBuilder(mute.Address) { Scheme = "https" }.Uri;
        var error = await FailsAsync(Given.Options(https) with { ConnectTimeout = Short });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.TimedOut));
            Assert.That(error.Message, Is.EqualTo($"no connection to {https.Authority} for GetCallerIdentity within 0.3 s"));
        }
    }

    [Test]
    public async Task A_server_without_TLS_is_a_network_error()
    {
        await using var plain = new RawServer(_ => Task.CompletedTask, onConnected: connection => connection.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"));
        var error = await FailsAsync(Given.Options(new UriBuilder(plain.Address) { Scheme = "https" }.Uri));
        Assert.That(error.Code, Is.EqualTo(ErrorCode.Network));
    }

    [TestCase("Content-Length: 1000")]
    [TestCase("Transfer-Encoding: chunked")]
    public async Task A_body_that_stalls_ends_at_the_deadline(string framing)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n");
            await connection.SendAsync("<GetCaller");
            await connection.HangAsync();
        });
        var error = await FailsAsync(Given.Options(server.Address) with { Timeout = Short });
        Assert.That(error.Code, Is.EqualTo(ErrorCode.TimedOut));
    }

    [Test]
    public async Task A_body_that_trickles_for_ever_ends_at_the_deadline()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (true)
            {
                await connection.SendAsync("<");
                await Task.Delay(20);
            }
        });
        Assert.That((await FailsAsync(Given.Options(server.Address) with { Timeout = Short })).Code, Is.EqualTo(ErrorCode.TimedOut));
    }

    [Test]
    public async Task A_reset_connection_is_a_network_error_and_tried_no_more_often_than_allowed([Values(1, 2)] int attempts)
    {
        await using var server = new RawServer(connection => Do(connection.Reset));
        var error = await FailsAsync(Given.Options(server.Address) with { MaxAttempts = attempts });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.Network));
            Assert.That(error.Message, Does.StartWith($"no connection to {server.Address.Authority} for GetCallerIdentity: "));
            Assert.That(server.Requests, Has.Count.EqualTo(attempts));
        }
    }

    [Test]
    public async Task A_connection_closed_after_the_request_is_a_network_error_and_sent_no_more_often_than_allowed([Values(1, 3)] int attempts)
    {
        await using var server = new RawServer(_ => Task.CompletedTask);
        var error = await FailsAsync(Given.Options(server.Address) with { MaxAttempts = attempts });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.Network));
            Assert.That(server.Requests, Has.Count.EqualTo(attempts));
        }
    }

    [Test]
    public async Task A_body_cut_short_is_a_network_error()
    {
        await using var server = new RawServer(connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<GetCaller"));
        Assert.That((await FailsAsync(Given.Options(server.Address))).Code, Is.EqualTo(ErrorCode.Network));
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task A_redirect_is_not_followed_and_names_its_target(int status)
    {
        await using var server = RawServer.Answering(status, "", "Location: http://portal.example:8080/login?token=1\r\n");
        var error = await FailsAsync(Given.Options(server.Address) with { MaxAttempts = 3 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
            Assert.That(error.StatusCode, Is.EqualTo((HttpStatusCode)status));
            Assert.That(error.Message, Is.EqualTo($"{server.Address.Authority} did not answer GetCallerIdentity as AWS: redirected to portal.example:8080, which AWS never does"));
            Assert.That(server.Requests, Has.Count.EqualTo(1));
        }
    }

    [TestCase(200, "<!DOCTYPE html><html><body>Please log in</body></html>")]
    [TestCase(200, "\r\n <html>")]
    [TestCase(200, "hello")]
    [TestCase(200, "")]
    [TestCase(200, "{\"a\":1}")]
    [TestCase(200, "<unclosed")]
    [TestCase(200, "<other/>")]
    [TestCase(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>")]
    [TestCase(403, "<html>forbidden by the gateway</html>")]
    [TestCase(404, "not here")]
    [TestCase(407, "who are you")]
    public async Task An_answer_that_is_not_AWSs_is_said_to_be_none(int status, string body)
    {
        await using var server = RawServer.Answering(status, body, "Content-Type: text/xml\r\n");
        Assert.That((await FailsAsync(Given.Options(server.Address))).Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
    }

    [Test]
    public async Task Something_that_is_not_HTTP_is_said_to_be_none()
    {
        await using var server = new RawServer(connection => connection.SendAsync("SSH-2.0-OpenSSH_9.2\r\n"));
        Assert.That((await FailsAsync(Given.Options(server.Address))).Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
    }

    [Test]
    public async Task An_endless_answer_is_refused_without_being_read_whole([Values] bool declared)
    {
        var sent = 0L;
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\n" + (declared ? "Content-Length: 52428800\r\n\r\n" : "Connection: close\r\n\r\n"));
            var block = new string('<', 65536);
            for (; sent < 50 << 20; sent += block.Length) await connection.SendAsync(block);
        });
        var error = await FailsAsync(Given.Options(server.Address));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
            Assert.That(error.Message, Does.EndWith("answered with more than the 1 MiB that AWS could"));
            Assert.That(sent, Is.LessThan(40 << 20));
        }
    }

    [TestCase(500, "", ErrorCode.ServiceFailed)]
    [TestCase(502, "<html>bad gateway</html>", ErrorCode.ServiceFailed)]
    [TestCase(503, "<html><body><b>Http/1.1 Service Unavailable</b></body></html>", ErrorCode.ServiceFailed)]
    [TestCase(429, "slow down", ErrorCode.Throttled)]
    public async Task A_gateways_page_of_failure_is_tried_again(int status, string body, ErrorCode code)
    {
        await using var server = RawServer.Answering(status, body);
        var error = await FailsAsync(Given.Options(server.Address) with { MaxAttempts = 2 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(code));
            Assert.That(error.StatusCode, Is.EqualTo((HttpStatusCode)status));
            Assert.That(server.Requests, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Throttling_is_tried_again_and_then_succeeds()
    {
        var answers = 0;
        await using var server = new RawServer(connection => Interlocked.Increment(ref answers) < 2
            ? connection.AnswerAsync(400, Given.ErrorXml("Throttling", "Rate exceeded"))
            : connection.AnswerAsync(200, Given.IdentityXml));
        var identity = await Given.IdentityAsync(Given.Options(server.Address) with { MaxAttempts = 3 });
        Assert.That(identity.AccountId, Is.EqualTo("123456789012"));
    }

    [Test]
    public async Task Nobody_listening_is_a_network_error()
    {
        var server = new RawServer(_ => Task.CompletedTask);
        await server.DisposeAsync();
        var error = await FailsAsync(Given.Options(server.Address));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.Network));
            Assert.That(error.Message, Does.EndWith("connection refused"));
        }
    }

    [Test]
    public async Task The_callers_own_cancellation_stays_one()
    {
        await using var server = new RawServer(connection => connection.HangAsync());
        using var cancel = new CancellationTokenSource(Short);
        var error = await Assert.CatchAsync<OperationCanceledException>(() => Given.IdentityAsync(Given.Options(server.Address), cancel.Token));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
            Assert.That(error.InnerException, Is.Null);
        }
    }

    private static async Task<AwsCallException> FailsAsync(AwsCallOptions options)
    {
        try
        {
            var identity = await Given.IdentityAsync(options);
            throw new AssertionException($"succeeded as {identity}");
        }
        catch (AwsCallException e)
        {
            return e;
        }
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
