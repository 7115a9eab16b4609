using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>Every kind of profile that an operator may have.</summary>
[Platform("Linux")]
internal sealed class MintProfileTests : MintCommandTests
{
    private const string StartUrl = "https://corp.awsapps.com/start";
    private const string Login = "canary-of-the-login-59a1c0";

    [Test]
    public async Task A_credential_process_may_give_a_key()
    {
        var program = Program("helper", $"[ \"$1\" = 'a b' ] && cat '{In("key.json")}'");
        await File.WriteAllTextAsync(In("key.json"), Answer(Key));
        Profiles($"[profile tool]\ncredential_process = {program} \"a b\"\n");
        Assert.That(Minted(await MintAsync("--profile", "tool")).User, Is.EqualTo(Alice));
    }

    [Test]
    public async Task A_credential_process_may_give_a_session_that_is_handed_on_with_a_warning_when_it_lives_longer()
    {
        var session = Mint(TimeSpan.FromHours(3));
        var program = Program("helper", $"echo asking >&2; cat '{In("session.json")}'");
        await File.WriteAllTextAsync(In("session.json"), Answer(session));
        Profiles($"[profile tool]\ncredential_process = {program}\n");
        var run = await MintAsync("--profile", "tool");
        Assert.That(Minted(run), Is.EqualTo(session));
        Assert.That(run.Error, Does.Contain("asking\n").And.Match("the session of the profile tool lives 2 h 59 min, longer than the 15 min 0 s asked for"));
        Assert.That((await MintAsync("--profile", "tool", "--duration", "3h")).Succeeded().Error, Does.Not.Contain("warning"));
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);
        Assert.That((await MintAsync("--profile", "tool", "--mfa")).ExitCode, Is.EqualTo(2));
    }

    [TestCase("exit 7", "it ended with the exit code 7")]
    [TestCase("echo no-json-canary", "its answer is not the JSON of a credential_process")]
    [TestCase("echo '[1]'", "its answer is not the JSON of a credential_process")]
    [TestCase("echo '{\"Version\":2}'", "its answer is not of version 1")]
    [TestCase("echo '{\"Version\":1,\"AccessKeyId\":\"AKIA\"}'", "the access key id or the secret access key is missing")]
    [TestCase("echo '{\"Version\":1,\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"canary\",\"SessionToken\":\"canary\"}'", "the secret access key has 6 characters")]
    public async Task A_credential_process_that_gives_none_is_told_of_and_not_quoted(string script, string words)
    {
        Profiles($"[profile tool]\ncredential_process = {Program("helper", script)}\n");
        var run = (await MintAsync("--profile", "tool")).FailedInTwoLines(3);
        Assert.That(run.Error, Does.Contain("the credential_process of the profile tool gives no credentials: " + words).And.Not.Contain("canary"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task A_role_of_a_profile_is_assumed_for_as_long_as_was_asked()
    {
        Deployer.Trust("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x1"}}}]}""");
        Profiles($"""
            [profile deploy]
            role_arn = {Deployer.Arn}
            source_profile = keys
            external_id = x1
            role_session_name = alice-at-work
            """);
        var minted = Minted(await MintAsync("--profile", "deploy", "--duration", "90m"));
        Assert.That((minted.Role, minted.SessionName), Is.EqualTo((Deployer, "alice-at-work")));
        Assert.That(LifeOf(minted), Is.EqualTo(TimeSpan.FromMinutes(90)).Within(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Roles_of_profiles_form_a_chain_that_a_named_role_ends()
    {
        var (middle, last) = (Account.AddRole("middle"), Account.AddRole("last"));
        Deployer.Allow("sts:*");
        middle.Allow("sts:*");
        Profiles($"""
            [profile first]
            role_arn = {Deployer.Arn}
            source_profile = keys
            [profile second]
            role_arn = {middle.Arn}
            source_profile = first
            """);
        var minted = Minted(await MintAsync("--profile", "second", "--role", "last"));
        Assert.That((minted.Role, minted.SessionName), Is.EqualTo((last, "alice")));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(3));
        Assert.That((await MintAsync("--profile", "second", "--duration", "2h")).FailedInTwoLines(2).Error, Does.Contain("--duration"));
    }

    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = q\n[profile q]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = p\n", 9, "leads back to itself")]
    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\n", 9, "role_arn needs source_profile or credential_source")]
    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = nobody\n", 7, "there is no profile nobody")]
    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nweb_identity_token_file = /x\n", 9, "by web_identity_token_file, which is not read here")]
    [TestCase("[profile p]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Dev\n", 9, "there is no sso-session corp")]
    [TestCase("[profile p]\nsso_start_url = https://x\nsso_account_id = 123456789012\nsso_role_name = Dev\n", 9, "sso_region is missing")]
    [TestCase("[profile p]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n", 3, "the access key id or the secret access key is missing")]
    [TestCase("[profile p]\noutput = json\n", 7, "the profile p names no credentials")]
    [TestCase("[profile q]\noutput = json\n", 7, "there is no profile p")]
    [TestCase("[profile p]\nsecret-canary\n", 9, "line 2 is no section, setting or comment")]
    [TestCase("aws_secret_access_key = secret-canary\n", 9, "line 1 is no section, setting or comment")]
    public async Task A_profile_that_cannot_be_used_is_told_of_in_one_line(string config, int exitCode, string words)
    {
        Profiles(config);
        Assert.That((await MintAsync("--profile", "p")).FailedInTwoLines(exitCode).Error, Does.Contain(words).And.Not.Contain("canary"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task A_key_without_its_secret_is_to_be_corrected_where_it_is()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, ".aws", "credentials"), "[half]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
        Assert.That((await MintAsync("--profile", "half")).FailedInTwoLines(3).Error, Does.EndWith("hint: correct it in the AWS credentials file\n"));
    }

    [Test]
    public async Task Files_may_lie_elsewhere_and_names_may_hold_blanks()
    {
        File.Move(Path.Combine(Home, ".aws", "credentials"), In("keys file"));
        await File.WriteAllTextAsync(Path.Combine(Home, "elsewhere"), $"; a comment\r\n[profile \"my role\"]\r\nROLE_ARN={Deployer.Arn}\r\nsource_profile = keys\r\ns3 =\r\n  max_queue_size = 1\r\n");
        Cli.Environment["AWS_SHARED_CREDENTIALS_FILE"] = In("keys file");
        Cli.Environment["AWS_CONFIG_FILE"] = "~/elsewhere";
        Assert.That(Minted(await MintAsync("--profile", "my role")).Role, Is.EqualTo(Deployer));
    }

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

    private static string Answer(Credentials credentials)
    {
        var answer = new JsonObject { ["Version"] = 1, ["AccessKeyId"] = credentials.AccessKeyId, ["SecretAccessKey"] = credentials.SecretAccessKey };
        if (credentials.SessionToken is not null)
            (answer["SessionToken"], answer["Expiration"]) = (credentials.SessionToken, credentials.Expiration!.Value.ToString("O", CultureInfo.InvariantCulture));
        return answer.ToJsonString();
    }

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
