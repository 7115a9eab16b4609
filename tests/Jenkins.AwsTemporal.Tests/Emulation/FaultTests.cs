using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amazon.SecurityToken.Model;
using AwsEmulator;
using AwsEmulator.Faults;

namespace Jenkins.AwsTemporal.Tests.Emulation;

internal sealed class FaultTests : EmulatorTests
{
    private const string Action = "GetCallerIdentity";

    [TestCase(Fault.Throttle, "Throttling", 400)]
    [TestCase(Fault.Fail, "InternalFailure", 500)]
    [TestCase(Fault.RegionDisabled, "RegionDisabledException", 403)]
    public async Task A_planned_error_is_answered_as_often_as_planned(Fault fault, string code, int status)
    {
        Aws.Faults.Next(fault, times: 2, action: Action);
        using var sts = Sts(Key);
        for (var i = 0; i < 2; i++)
        {
            var error = await Refused(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));
            Assert.That(error.ErrorCode, Is.EqualTo(code));
            Assert.That((int)error.StatusCode, Is.EqualTo(status));
        }
        await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
        Assert.That(Aws.Requests(Action), Is.EqualTo(3));
    }

    [Test]
    public async Task A_fault_strikes_only_what_it_is_planned_for()
    {
        Aws.Faults.Always(Fault.Throttle, service: "secretsmanager");
        using var sts = Sts(Key);
        using var secrets = Secrets(Key);
        await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
        Assert.That(await secrets.GetAsync("/prod/x"), Is.EqualTo("ThrottlingException"));
        Aws.Faults.Clear();
        Assert.That(await secrets.GetAsync("/prod/x"), Is.EqualTo("AccessDeniedException"));
    }

    [Test]
    public async Task A_slow_answer_takes_its_time()
    {
        Aws.Faults.Next(Fault.Slow, delay: TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();
        await Post(HttpCompletionOption.ResponseContentRead);
        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromMilliseconds(290)));
    }

    [Test]
    public void A_hanging_answer_never_begins()
    {
        Aws.Faults.Next(Fault.Hang);
        Assert.That(() => Post(HttpCompletionOption.ResponseHeadersRead, 500), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Aws.Audit.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Half_a_body_never_ends()
    {
        Aws.Faults.Next(Fault.HalfBody);
        var (status, length) = await Post(HttpCompletionOption.ResponseHeadersRead);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(length, Is.Positive);
        Aws.Faults.Next(Fault.HalfBody);
        Assert.That(() => Post(HttpCompletionOption.ResponseContentRead, 500), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_huge_answer_is_a_valid_one_of_50_MB()
    {
        Aws.Faults.Next(Fault.Huge);
        var (_, length) = await Post(HttpCompletionOption.ResponseHeadersRead);
        Assert.That(length, Is.EqualTo(50 << 20));
    }

    [Test]
    public async Task A_redirect_names_its_target()
    {
        Aws.Faults.Next(Fault.Redirect, location: "http://127.0.0.1:1/elsewhere");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var response = await http.PostAsync(new Uri(Aws.Url), new StringContent("x"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(response.Headers.Location, Is.EqualTo(new Uri("http://127.0.0.1:1/elsewhere")));
    }

    [Test]
    public async Task A_captive_portal_answers_in_HTML()
    {
        Aws.Faults.Next(Fault.Garbage);
        var (status, _) = await Post(HttpCompletionOption.ResponseContentRead);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_connection_can_be_reset()
    {
        Aws.Faults.Next(Fault.Reset);
        Assert.That(() => Raw(), Throws.TypeOf<SocketException>().With.Property("SocketErrorCode").EqualTo(SocketError.ConnectionReset));
        Assert.That(Aws.Audit, Is.Empty);
        await Task.CompletedTask;
    }

    [Test]
    public async Task A_connection_can_be_closed_without_an_answer()
    {
        Aws.Faults.Next(Fault.Close);
        Assert.That(await Raw(), Is.Zero);
        Assert.That(Aws.Audit.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_stop_does_not_wait_for_what_hangs()
    {
        var other = await Emulator.StartAsync();
        other.Faults.Next(Fault.Hang);
        using var http = new HttpClient();
        var hanging = http.PostAsync(new Uri(other.Url), new StringContent("x"));
        while (other.Requests("") == 0)
            await Task.Delay(10);
        var watch = Stopwatch.StartNew();
        await other.DisposeAsync();
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(3)));
        Assert.That(() => hanging, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task TLS_is_served_by_an_authority_that_is_gone_afterwards()
    {
        var tls = await Emulator.StartAsync(new EmulatorOptions { Tls = true });
        var certificate = tls.CertificateFile!;
        using var authority = X509CertificateLoader.LoadCertificateFromFile(certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        using (var http = new HttpClient(handler))
        using (var response = await http.PostAsync(new Uri(tls.Url), new StringContent("Action=GetCallerIdentity")))
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        await tls.DisposeAsync();
        Assert.That(certificate, Does.Not.Exist);
    }

    private async Task<(HttpStatusCode Status, long? Length)> Post(HttpCompletionOption until, int timeout = 5000)
    {
        using var end = new CancellationTokenSource(timeout);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Aws.Url) { Content = new StringContent("Action=" + Action) };
        using var response = await http.SendAsync(request, until, end.Token);
        return (response.StatusCode, response.Content.Headers.ContentLength);
    }

    /// <summary>How many bytes come back, seen below HTTP.</summary>
    private async Task<int> Raw()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(Aws.Url).Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
        return await socket.ReceiveAsync(new byte[100]);
    }
}
