using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>Profiles of IAM Identity Center, whose login the AWS CLI keeps.</summary>
[Platform("Linux")]
internal sealed class MintLoginTests : MintCommandTests
{
    private const string StartUrl = "https://corp.awsapps.com/start";
    private const string Login = "canary-of-the-login-59a1c0";

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_login_to_IAM_Identity_Center_becomes_a_session_of_its_role(bool isSession)
    {
        var given = Deployer.Assume("alice@example.com", TimeSpan.FromHours(1));
        await using var portal = new Portal(HttpStatusCode.OK, RoleCredentials(given));
        await LogInAsync(isSession, portal, DateTimeOffset.UtcNow.AddHours(1));
        var run = await MintAsync("--profile", "dev");
        Assert.That(Minted(run), Is.EqualTo(given));
        Assert.That(run.Error, Does.Contain("warning: the session of the profile dev lives 59 min").And.Not.Contain(Login));
        Assert.That(portal.Asked, Is.EqualTo(["GET /federation/credentials?role_name=Dev&account_id=123456789012 " + Login]));
        // Nobody's long-term key is asked for a session.
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);

        var last = Account.AddRole("last");
        Deployer.Allow("sts:*");
        var minted = Minted(await MintAsync("--profile", "dev", "--role", "last"));
        Assert.That((minted.Role, minted.SessionName), Is.EqualTo((last, "alice@example.com")));
    }

    [Test]
    public async Task A_login_that_has_ended_is_told_of_with_the_command_that_renews_it()
    {
        await using var portal = new Portal(HttpStatusCode.Unauthorized, """{"message":"Session token not found or invalid","__type":"x#UnauthorizedException"}""");
        await LogInAsync(isSession: true, portal, DateTimeOffset.UtcNow.AddHours(1));
        var refused = (await MintAsync("--profile", "dev")).FailedInTwoLines(5);
        Assert.That(portal.Asked, Has.Count.EqualTo(1));
        await LogInAsync(isSession: true, portal, DateTimeOffset.UtcNow.AddMinutes(-1));
        var over = (await MintAsync("--profile", "dev")).FailedInTwoLines(5);
        Directory.Delete(Path.Combine(Home, ".aws", "sso"), recursive: true);
        var none = (await MintAsync("--profile", "dev")).FailedInTwoLines(5);
        foreach (var run in (Finished[])[refused, over, none])
            Assert.That(run.Error, Does.EndWith("hint: run aws sso login --profile dev\n").And.Not.Contain(Login));
        Assert.That(portal.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_login_that_can_be_renewed_is_renewed_by_the_AWS_CLI_that_holds_it()
    {
        await using var portal = new Portal(HttpStatusCode.InternalServerError, "{}");
        await LogInAsync(isSession: true, portal, DateTimeOffset.UtcNow.AddMinutes(-1), isRenewable: true);
        Directory.CreateDirectory(In("bin"));
        Cli.Environment["PATH"] = $"{In("bin")}:/usr/bin:/bin";
        await File.WriteAllTextAsync(In("session.json"), Answer(Given));
        Program("bin/aws", $"[ \"$*\" = 'configure export-credentials --profile dev --format process' ] && cat '{In("session.json")}'");
        Assert.That(Minted(await MintAsync("--profile", "dev")), Is.EqualTo(Given));
        Program("bin/aws", "echo Token has expired and refresh failed >&2; exit 255");
        Assert.That((await MintAsync("--profile", "dev")).FailedInTwoLines(5).Error, Does.EndWith("hint: run aws sso login --profile dev\n"));
        File.Delete(In("bin/aws"));
        Assert.That((await MintAsync("--profile", "dev")).FailedInTwoLines(5).Error, Does.EndWith("hint: run aws sso login --profile dev\n"));
        Assert.That(portal.Asked, Is.Empty);
    }

    [Test]
    public async Task An_aws_in_the_current_folder_is_not_run_whatever_PATH_says()
    {
        await using var portal = new Portal(HttpStatusCode.InternalServerError, "{}");
        await LogInAsync(isSession: true, portal, DateTimeOffset.UtcNow.AddMinutes(-1), isRenewable: true);
        Directory.CreateDirectory(In("checkout/bin"));
        Directory.CreateDirectory(In("good"));
        Program("checkout/aws", $"touch '{In("ran")}'");
        Program("checkout/bin/aws", $"touch '{In("ran")}'");
        foreach (var path in (string[])["", ".", "bin", ":bin:.:", $".:bin:{In("nothing")}"])
        {
            (await Cli.ShellAsync($"cd '{In("checkout")}' && PATH='{path}' exec \"$X\" mint --profile dev")).FailedInTwoLines(5);
            Assert.That(In("ran"), Does.Not.Exist, path);
        }

        await File.WriteAllTextAsync(In("session.json"), Answer(Given));
        Program("good/aws", $"/bin/cat '{In("session.json")}'");
        Assert.That(Minted(await Cli.ShellAsync($"cd '{In("checkout")}' && PATH='.:bin:{In("good")}' exec \"$X\" mint --profile dev", outputIsSecret: true)), Is.EqualTo(Given));
        Assert.That(In("ran"), Does.Not.Exist);
    }

    [Test]
    public async Task No_program_that_gives_credentials_has_the_API_token_of_Jenkins()
    {
        await using var portal = new Portal(HttpStatusCode.InternalServerError, "{}");
        await LogInAsync(isSession: true, portal, DateTimeOffset.UtcNow.AddMinutes(-1), isRenewable: true);
        await File.WriteAllTextAsync(In("session.json"), Answer(Given));
        Directory.CreateDirectory(In("bin"));
        var program = Program("bin/aws", $"env > '{In("env")}'; cat '{In("session.json")}'");
        Profiles(await File.ReadAllTextAsync(Path.Combine(Home, ".aws", "config")) + $"\n[profile tool]\ncredential_process = {program}\n");
        foreach (var profile in (string[])["dev", "tool"])
        {
            File.Delete(In("env"));
            Minted(await Cli.ShellAsync($"PATH='{In("bin")}':/usr/bin:/bin JENKINS_API_TOKEN=canary exec \"$X\" mint --profile {profile}", outputIsSecret: true));
            Assert.That(await File.ReadAllTextAsync(In("env")), Does.Contain("HOME=").And.Not.Contain("JENKINS_API_TOKEN"), profile);
        }
    }

    [TestCase(HttpStatusCode.Forbidden, """{"message":"No access"}""", 6, "GetRoleCredentials denied: No access")]
    [TestCase(HttpStatusCode.TooManyRequests, """{"message":"slow"}""", 8, "throttled")]
    [TestCase(HttpStatusCode.OK, "<html>", 8, "did not answer GetRoleCredentials as AWS")]
    [TestCase(HttpStatusCode.OK, "{}", 8, "the answer holds no credentials")]
    public async Task What_IAM_Identity_Center_refuses_is_told(HttpStatusCode status, string answer, int exitCode, string words)
    {
        await using var portal = new Portal(status, answer);
        await LogInAsync(isSession: false, portal, DateTimeOffset.UtcNow.AddHours(1));
        Assert.That((await MintAsync("--profile", "dev")).FailedInTwoLines(exitCode).Error, Does.Contain(words).And.Not.Contain(Login));
    }

    private async Task LogInAsync(bool isSession, Portal portal, DateTimeOffset end, bool isRenewable = false)
    {
        Cli.Environment["AWS_ENDPOINT_URL_SSO"] = portal.Url;
        Profiles(isSession
            ? $"[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Dev\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = {StartUrl}\n"
            : $"[profile dev]\nsso_start_url = {StartUrl}\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = Dev\n");
        var folder = Directory.CreateDirectory(Path.Combine(Home, ".aws", "sso", "cache")).FullName;
#pragma warning disable CA5350 // As the AWS CLI names the file.
        var name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(isSession ? "corp" : StartUrl)));
#pragma warning restore CA5350
        var cached = new JsonObject { ["startUrl"] = StartUrl, ["accessToken"] = Login, ["expiresAt"] = end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        if (isRenewable)
            cached["refreshToken"] = "canary-of-the-refresh";
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), cached.ToJsonString());
    }

    private static string RoleCredentials(Credentials given) => new JsonObject
    {
        ["roleCredentials"] = new JsonObject
        {
            ["accessKeyId"] = given.AccessKeyId,
            ["secretAccessKey"] = given.SecretAccessKey,
            ["sessionToken"] = given.SessionToken,
            ["expiration"] = given.Expiration!.Value.ToUnixTimeMilliseconds(),
        },
    }.ToJsonString();

    /// <summary>IAM Identity Center's portal on loopback, which always answers the same.</summary>
    private sealed class Portal : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        public Portal(HttpStatusCode status, string answer)
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            }

            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            _serving = ServeAsync(status, Encoding.UTF8.GetBytes(answer));
        }

        public string Url { get; }

        public List<string> Asked { get; } = [];

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            ((IDisposable)_listener).Dispose();
        }

        private async Task ServeAsync(HttpStatusCode status, byte[] answer)
        {
            try
            {
                while (true)
                {
                    var call = await _listener.GetContextAsync();
                    Asked.Add($"{call.Request.HttpMethod} {call.Request.RawUrl} {call.Request.Headers["x-amz-sso_bearer_token"]}");
                    call.Response.StatusCode = (int)status;
                    await call.Response.OutputStream.WriteAsync(answer);
                    call.Response.Close();
                }
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                // Stopped.
            }
        }
    }
}
