using System.Net;
using System.Text.Json.Nodes;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>Whose credentials assume a role: where more than one could be meant, none is taken.</summary>
internal sealed class RoleBaseTests : RoleCommandTests
{
    [Test]
    public async Task The_keys_in_the_environment_are_taken_where_no_session_is_named()
    {
        GiveKey();
        (await TakeAsync()).Succeeded();
        (await TakeAsync("--environment")).Succeeded();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(Key.AccessKeyId));
        var session = Alice.GetSessionToken(TimeSpan.FromMinutes(15));
        (Cli.Environment["AWS_ACCESS_KEY_ID"], Cli.Environment["AWS_SECRET_ACCESS_KEY"]) = (session.AccessKeyId, session.SecretAccessKey);
        Cli.Environment["AWS_SESSION_TOKEN"] = session.SessionToken;
        (await TakeAsync()).Succeeded();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(session.AccessKeyId));
        await NotTakenAsync(2, "3600 seconds at most", ["--duration", "2h"]);
    }

    [Test]
    public async Task A_session_is_taken_by_option_or_variable()
    {
        await TakeWithSessionAsync();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(Given.AccessKeyId));
        Cli.Environment["AWS_TEMPORAL_SESSION"] = Session;
        var facts = (await TakeAsync("--json")).Succeeded().Json;
        Assert.That(facts.GetProperty("renewable").GetBoolean());
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(Given.AccessKeyId));
        await NotTakenAsync(2, "3600 seconds at most", ["--duration", "61m"]);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
    }

    [Test]
    public async Task With_both_a_session_and_a_key_somebody_has_to_say_which()
    {
        await OpenAsync();
        GiveKey();
        Cli.Environment["AWS_TEMPORAL_SESSION"] = Session;
        var asked = Aws.RequestCounts.Values.Sum();
        await NotTakenAsync(2, "both AWS_TEMPORAL_SESSION and AWS_ACCESS_KEY_ID are set", []);
        Assert.That(Aws.RequestCounts.Values.Sum(), Is.EqualTo(asked), "no call is made");
        (await TakeAsync("--environment")).Succeeded();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(Key.AccessKeyId));
        (await TakeAsync("--session", Session)).Succeeded();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(Given.AccessKeyId));
        Cli.Environment["AWS_TEMPORAL_SESSION"] = " ";
        (await TakeAsync()).Succeeded();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(Key.AccessKeyId));
    }

    [Test]
    public async Task The_ways_to_name_them_exclude_each_other()
    {
        string[][] ways = [["--session", Session], ["--environment"], ["--node"], ["--web-identity-file", In("token")]];
        for (var one = 0; one < ways.Length; one++)
        {
            for (var two = one + 1; two < ways.Length; two++)
                await NotTakenAsync(2, "exclude each other", [.. ways[one], .. ways[two]]);
        }

        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task Without_any_the_missing_variable_is_named_and_a_session_that_is_over_or_closed_says_so()
    {
        await NotTakenAsync(9, "AWS_ACCESS_KEY_ID is not set", []);
        await NotTakenAsync(7, "there is no session in", ["--session", Session]);
        await OpenAsync();
        Expire(Session);
        await NotTakenAsync(5, "expired", ["--session", Session]);
        Assert.That(Aws.Requests("AssumeRole"), Is.Zero);
    }

    [Test]
    public async Task A_session_is_not_replaced_by_the_role_that_it_takes()
    {
        await OpenAsync();
        var run = await Cli.RunAsync("role", "--role", "deployer", "--session-name", "alice", "--session", Session, "--into", Session + "/");
        Assert.That(run.FailedInTwoLines(2).Error, Does.Contain("--into"));
        Assert.That(KeyOf(Session), Is.EqualTo(Given.AccessKeyId));
        Assert.That(Aws.Requests("AssumeRole"), Is.Zero);
    }

    [Test]
    public async Task A_web_identity_token_comes_from_its_file_and_is_shown_nowhere()
    {
        var provider = TrustProvider();
        string[] web = ["--role", Deployer.Arn, "--web-identity-file", Token(provider.Token("job:deploy") + "\n")];
        var facts = (await TakeAsync([.. web, "--json"])).Succeeded().Json;
        Assert.That(Fact(facts, "arn"), Does.EndWith(":assumed-role/deployer/alice"));
        Assert.That(Aws.RequestCounts, Is.EquivalentTo(new Dictionary<string, int> { ["AssumeRoleWithWebIdentity"] = 1 }));
        Assert.That(File.ReadAllText(Path.Combine(Role, "session.json")), Does.Not.Contain(File.ReadAllText(In("token")).Trim()));

        await NotTakenAsync(2, "--source-identity", [.. web, "--source-identity", "alice"]);
        await NotTakenAsync(2, "MFA", "123456", [.. web, "--mfa-code-stdin"]);
        await NotTakenAsync(2, "the role's ARN", ["--web-identity-file", In("token")]);
        await NotTakenAsync(9, "missing", ["--role", Deployer.Arn, "--web-identity-file", In("missing")]);
        await NotTakenAsync(2, "web identity token", ["--role", Deployer.Arn, "--web-identity-file", Token(" \n")]);
        await NotTakenAsync(2, "web identity token", ["--role", Deployer.Arn, "--web-identity-file", Token(new string('a', 30_000))]);
        Assert.That(Aws.Requests("AssumeRoleWithWebIdentity"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_web_identity_token_that_AWS_refuses_is_told_by_cause()
    {
        var provider = TrustProvider();
        async Task Fails(int exitCode, string words, string token) =>
            await NotTakenAsync(exitCode, words, ["--role", Deployer.Arn, "--web-identity-file", Token(token)]);
        await Fails(5, "the web identity token has expired", provider.Token("x", life: TimeSpan.FromMinutes(-1)));
        await Fails(6, "the web identity token is not valid", "no.token.atall");
        Deployer.TrustPrincipal("210987654321");
        await Fails(6, "may not be assumed", provider.Token("x"));
    }

    [Test]
    public async Task With_a_web_identity_the_session_counts_by_AWSs_clock_too()
    {
        var provider = TrustProvider();
        Aws.Clock.Shift = TimeSpan.FromHours(3);
        var run = (await TakeAsync("--role", Deployer.Arn, "--web-identity-file", Token(provider.Token("x")), "--json")).Succeeded();
        Assert.That(run.Error, Does.Contain("this machine's clock is"));
        Assert.That(run.Json.GetProperty("secondsLeft").GetInt64(), Is.InRange(3570, 3600));
    }

    [Test]
    public async Task The_machines_own_identity_is_taken_when_it_is_asked_for()
    {
        var node = Account.AddRole("node");
        node.Allow("sts:*");
        var own = node.Assume("i-0123", TimeSpan.FromHours(1));
        await using var metadata = new ContainerMetadata(own);
        GiveKey();
        Cli.Environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = metadata.Address;
        var run = (await TakeAsync("--node")).Succeeded();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(own.AccessKeyId));
        Assert.That(run.Text + run.Error, Does.Not.Contain(own.SecretAccessKey).And.Not.Contain(own.SessionToken));
        await NotTakenAsync(2, "is no user of IAM", Device.FreshCode(), ["--node", "--mfa-code-stdin"]);
        (await TakeAsync()).Succeeded();
        Assert.That(Aws.Audit.Last().AccessKeyId, Is.EqualTo(Key.AccessKeyId), "never by accident");
    }

    [Test]
    public async Task A_machine_without_an_identity_says_so()
    {
        Cli.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        await NotTakenAsync(9, "this machine has no identity of its own", ["--node"]);
        Cli.Environment.Remove("AWS_EC2_METADATA_DISABLED");
        Cli.Environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:9";
        await NotTakenAsync(9, "this machine has no identity of its own", ["--node"]);
        Cli.Environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:9/creds";
        await NotTakenAsync(9, "this machine has no identity of its own", ["--node"]);
    }

    private IdentityProvider TrustProvider()
    {
        var provider = Account.AddIdentityProvider("https://jenkins.example/oidc");
        Deployer.Trust($$"""
            {"Statement": {"Effect": "Allow", "Principal": {"Federated": "{{provider.Arn}}"}, "Action": "sts:AssumeRoleWithWebIdentity"} }
            """);
        return provider;
    }

    /// <summary>The token in a file; it is a canary from now on.</summary>
    private string Token(string token)
    {
        File.WriteAllText(In("token"), token);
        if (token.Trim().Length > 0)
            Cli.Canaries.Add(token.Trim());
        return In("token");
    }

    /// <summary>Answers as a container's credentials service does.</summary>
    private sealed class ContainerMetadata : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        public ContainerMetadata(Credentials credentials)
        {
            var port = FreePort();
            Address = $"http://127.0.0.1:{port}/creds/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _serving = ServeAsync(credentials);
        }

        public string Address { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            _listener.Close();
        }

        private static int FreePort()
        {
            using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            return ((IPEndPoint)socket.LocalEndpoint).Port;
        }

        private async Task ServeAsync(Credentials credentials)
        {
            var answer = System.Text.Encoding.UTF8.GetBytes(new JsonObject
            {
                ["AccessKeyId"] = credentials.AccessKeyId,
                ["SecretAccessKey"] = credentials.SecretAccessKey,
                ["Token"] = credentials.SessionToken,
                ["Expiration"] = credentials.Expiration!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            }.ToJsonString());
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    await context.Response.OutputStream.WriteAsync(answer);
                    context.Response.Close();
                }
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                // Stopped.
            }
        }
    }
}
