using Jenkins.AwsTemporal.Cli.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>grant</c> and a Jenkins that refuses, or is none.</summary>
[Platform("Linux")]
internal sealed class GrantRefusalTests : GrantCommandTests
{
    [Test]
    public async Task A_wrong_token_is_told_as_Jenkins_refusal_and_not_as_that_of_AWS()
    {
        Jenkins.Tokens["alice"] = "another";
        Assert.That(await RefusesAsync(6, ErrorCode.Denied, Build), Does.Contain($"the Jenkins at {Jenkins.Url[..^8]} does not take the API token of alice"));
    }

    [Test]
    public async Task Whoever_may_not_see_the_job_or_Jenkins_is_told_so()
    {
        Jenkins.Blind.Add("alice");
        Assert.That(await RefusesAsync(7, ErrorCode.NotFound, Build), Does.Contain("or does not show it to alice"));
        Jenkins.Strangers.Add("alice");
        Assert.That(await RefusesAsync(6, ErrorCode.Denied, Build), Does.Contain("refuses alice: a permission is missing there"));
    }

    [Test]
    public async Task Whoever_may_not_submit_is_told_who_may_and_that_a_session_was_made()
    {
        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Submitter = "bob", Description = Waiting.Description };
        var run = await GrantAsync();
        Assert.That(run.ExitCode, Is.EqualTo(6), run.Error);
        Assert.That(run.Error, Does.Contain("does not take this answer from alice: You need to be bob to submit this\nhint: ").And.Contain("; the session was made all the same, and lives until 20"));
        Assert.That(Waiting.Value, Is.Null);
    }

    [Test]
    public async Task A_crumb_is_sent_with_its_web_session_and_a_Jenkins_without_crumbs_needs_none()
    {
        Jenkins.WantsCrumb = true;
        (await GrantAsync()).Succeeded();
        Waiting.Value = null;
        Jenkins.WantsCrumb = null;
        (await GrantAsync()).Succeeded();
        Assert.That(Waiting.Value, Is.Not.Null);
    }

    [TestCase("{\"crumb\": 7}")]
    [TestCase("{\"crumb\": \"x\", \"crumbRequestField\": \"A: b\"}")]
    [TestCase("{\"crumb\": \"x\", \"crumbRequestField\": \"Host\"}")]
    [TestCase("{\"crumb\": \"x\", \"crumbRequestField\": \"Jenkins-Crumb2\"}")]
    [TestCase("{\"crumb\": \"\\u00e9\", \"crumbRequestField\": \".crumb\"}")]
    [TestCase("{\"crumb\": \"\\ud800\", \"crumbRequestField\": \".crumb\"}")]
    [TestCase("{\"crumb\": \"\\u00e9\", \"crumbRequestField\": \"A\"}")]
    public async Task Without_a_crumb_where_one_should_be_no_session_is_made(string crumb)
    {
        Jenkins.Instead = async (http, path) =>
        {
            if (path == "/crumbIssuer/api/json")
                await http.Response.WriteAsync(crumb);
            return path == "/crumbIssuer/api/json";
        };
        var run = await GrantAsync();
        Assert.That(run.ExitCode, Is.EqualTo(8));
        Assert.That(run.Error, Does.Contain("the crumb issuer gives no crumb"));
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);
    }

    [TestCase("https://127.0.0.1:1/")]
    [TestCase("{other}/jenkins/job/team/job/deploy/12/api/json")]
    [TestCase("javascript:alert(1)")]
    [TestCase("//user:x@127.0.0.1/job/team/job/deploy/12/api/json")]
    public async Task The_token_goes_to_no_other_origin(string target)
    {
        await using var other = await StartAsync();
        target = target.Replace("{other}", other.Url[..^8]);
        Jenkins.Instead = (http, _) =>
        {
            http.Response.Redirect(target);
            return Task.FromResult(true);
        };
        var words = await RefusesAsync(8, ErrorCode.UnexpectedAnswer, Build);
        Assert.That(words, Does.Contain("redirected to ").And.Contain("which was not followed: the API token is for "));
        Assert.That(other.Requests, Is.Empty);
    }

    [Test]
    public async Task A_redirect_within_Jenkins_is_followed_a_few_times_and_not_without_end()
    {
        Jenkins.Instead = (http, path) =>
        {
            if (!path.StartsWith("/moved", StringComparison.Ordinal) && http.Request.Method == "GET")
                http.Response.Redirect($"{JenkinsStandIn.Context}/moved{path}{http.Request.QueryString}");
            else if (http.Request.Method == "GET")
                http.Request.Path = JenkinsStandIn.Context + path["/moved".Length..];
            return Task.FromResult(http.Response.StatusCode == 302);
        };
        (await GrantAsync()).Succeeded();

        Jenkins.Instead = (http, path) =>
        {
            http.Response.Redirect(JenkinsStandIn.Context + path + "/x");
            return Task.FromResult(true);
        };
        Waiting.Value = null;
        var run = await GrantAsync();
        Assert.That(run.ExitCode, Is.EqualTo(8));
        Assert.That(run.Error, Does.Contain("it redirects without end"));
    }

    [TestCase("/jenkins/login?from=%2Fjob", 302)]
    [TestCase("/jenkins/securityRealm/commenceLogin?from=%2F", 303)]
    [TestCase("https://sso.example.com/realms/x/login", 307)]
    public async Task A_redirect_to_a_login_is_told_as_one(string target, int status)
    {
        Jenkins.Instead = (http, _) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = target;
            return Task.FromResult(true);
        };
        Assert.That(await RefusesAsync(6, ErrorCode.Denied, Build), Does.Contain("you are not logged in: the Jenkins at "));
    }

    [TestCase("<html>Welcome to the WiFi</html>", "it is not JSON")]
    [TestCase("", "it is not JSON")]
    [TestCase("[]", "the build is no JSON object")]
    [TestCase("{\"actions\":[7,{\"causes\":{}}]}", "the prompts are no JSON array")]
    [TestCase("huge", "the answer is larger than 1 MB")]
    [TestCase("deep", "it is not JSON")]
    public async Task What_is_not_Jenkins_answer_is_told_and_nothing_of_it_is_believed(string body, string words)
    {
        body = body switch
        {
            "huge" => "{\"x\":\"" + new string('x', 3 << 20) + "\"}",
            "deep" => new string('[', 100_000),
            _ => body,
        };
        Jenkins.Instead = async (http, _) =>
        {
            try
            {
                await http.Response.WriteAsync(body);
            }
            catch (IOException)
            {
                // It is not read to its end.
            }

            return true;
        };
        Assert.That(await RefusesAsync(8, ErrorCode.UnexpectedAnswer, Build), Does.Contain("did not answer as Jenkins does: " + words));
    }

    [TestCase(500, ErrorCode.ServiceFailed, "failed with status 500")]
    [TestCase(503, ErrorCode.ServiceFailed, "failed with status 503")]
    [TestCase(429, ErrorCode.Throttled, "limits the rate")]
    [TestCase(418, ErrorCode.UnexpectedAnswer, "status 418")]
    [TestCase(302, ErrorCode.UnexpectedAnswer, "status 302")]
    public async Task A_Jenkins_that_fails_is_told_of(int status, ErrorCode code, string words)
    {
        Jenkins.Instead = async (http, _) =>
        {
            await JenkinsStandIn.SayAsync(http, status, "Oops");
            return true;
        };
        Assert.That(await RefusesAsync(8, code, Build), Does.Contain(words));
    }

    [TestCase("drop", "the connection broke")]
    [TestCase("half", "the connection broke")]
    [TestCase("500", "it answered with status 500")]
    [TestCase("200", "it answered with status 200")]
    [TestCase("elsewhere", "it redirected to https://sso.example.com")]
    public async Task An_answer_of_which_nobody_knows_whether_it_arrived_is_sent_once_and_told_of(string fault, string words)
    {
        Jenkins.Instead = async (http, path) =>
        {
            if (!path.EndsWith("/submit", StringComparison.Ordinal))
                return false;
            if (fault == "half")
            {
                http.Response.ContentLength = 100;
                await http.Response.WriteAsync("half");
                await http.Response.Body.FlushAsync();
            }

            if (fault is "drop" or "half")
                http.Abort();
            else if (fault == "elsewhere")
                http.Response.Redirect("https://sso.example.com/auth");
            else
                await JenkinsStandIn.SayAsync(http, fault == "500" ? 500 : 200, "?");
            return true;
        };
        var run = await GrantAsync();
        Assert.That(run.ExitCode, Is.EqualTo(8), run.Error);
        Assert.That(run.Error, Does.Match($"error: whether the Jenkins at http://[0-9.:]+ took the answer is not known: {words}\nhint: look at .*/12/console; the session was made all the same, and lives until [0-9TZ:-]+\n"));
        Assert.That(Jenkins.Count(Submission), Is.EqualTo(1));
    }

    [Test]
    public async Task Behind_a_proxy_Jenkins_may_call_itself_something_else()
    {
        Jenkins.Instead = (http, path) =>
        {
            if (path.EndsWith("/submit", StringComparison.Ordinal))
                http.Response.Redirect("https://jenkins.inside/job/team/job/deploy/12/console");
            return Task.FromResult(path.EndsWith("/submit", StringComparison.Ordinal));
        };
        (await GrantAsync()).Succeeded();
    }

    [TestCase(302, "/jenkins/job/team/job/deploy/12/console", true)]
    [TestCase(303, "../../", true)]
    [TestCase(302, "/jenkins/job/team/job/deploy/12", true)]
    [TestCase(302, "../../console?x=1#log", true)]
    [TestCase(302, "../AwsTemporal-1a2b3c4d/", false)]
    [TestCase(302, "../../input/", false)]
    [TestCase(302, "/jenkins/job/team/job/deploy/12/console/x", false)]
    [TestCase(302, "/jenkins/job/team/job/deploy/13/console", false)]
    [TestCase(302, "/jenkins/job/other/job/team/job/deploy/12/console", false)]
    [TestCase(302, "/jenkins/maintenance", false)]
    [TestCase(302, "/", false)]
    [TestCase(302, "https://sso.example.com/auth?to=/job/team/job/deploy/12/console", false)]
    [TestCase(301, "../../console", false)]
    [TestCase(307, "../../console", false)]
    [TestCase(308, "../../console", false)]
    public async Task Only_the_redirect_to_the_builds_page_or_its_console_means_that_it_was_taken(int status, string target, bool isTaken)
    {
        Jenkins.Instead = (http, path) =>
        {
            if (path.EndsWith("/submit", StringComparison.Ordinal))
                (http.Response.StatusCode, http.Response.Headers.Location) = (status, target);
            return Task.FromResult(path.EndsWith("/submit", StringComparison.Ordinal));
        };
        var run = await GrantAsync();
        Assert.That(run.ExitCode, Is.EqualTo(isTaken ? 0 : 8), run.Error);
        Assert.That(run.Error, isTaken ? Does.Contain("answered: ") : Does.Contain("took the answer is not known: it redirected to ").And.Not.Contain("answered: "));
        Assert.That(Jenkins.Count(Submission), Is.EqualTo(1));
    }

    [Test]
    public async Task Nobody_there_is_told_of()
    {
        var build = Build;
        await Jenkins.DisposeAsync();
        Assert.That(await RefusesAsync(8, ErrorCode.Network, build), Does.Contain("connection refused"));
        Cli.Environment["JENKINS_URL"] = "https://jenkins.invalid/";
        Assert.That(await RefusesAsync(8, ErrorCode.Network, "https://jenkins.invalid/job/x/1/"), Does.Contain("the name cannot be resolved"));
    }

    [TestCase("http://jenkins.example.com/job/x/12/", "the URL is http, so everybody on the way could read the API token")]
    [TestCase("ftp://jenkins.example.com/job/x/12/", "not the address of a web page")]
    [TestCase("jenkins/job/x/12", "not the address of a web page")]
    [TestCase("https://jenkins.example.com/job/team/job/x/", "the URL names the job team/x and no build of it")]
    [TestCase("https://jenkins.example.com/job/x/lastBuild/", "names the job x and no build")]
    [TestCase("https://jenkins.example.com/job/x/configure", "names the job x and no build")]
    [TestCase("https://jenkins.example.com/", "names no job")]
    [TestCase("https://jenkins.example.com/job/a%2Fb/12/", "slash in the name of a job")]
    [TestCase("https://jenkins.example.com/blue/organizations/jenkins/team%2Fx/detail/x/12/pipeline", "one of Blue Ocean")]
    public async Task Only_the_page_of_one_build_will_do(string url, string words) =>
        Assert.That(await RefusesAsync(2, ErrorCode.InvalidArgument, url), Does.Contain(words));

    [TestCase("jenkins.example.com/job/x/12")]
    [TestCase("jenkins.example.com:8443/job/x/12")]
    public async Task An_address_without_its_scheme_is_told_how_to_begin(string url) =>
        Assert.That(await RefusesAsync(2, ErrorCode.InvalidArgument, url), Does.Contain("hint: begin it with https://"));

    [Test]
    public async Task For_a_prompt_of_another_account_no_session_is_made()
    {
        var own = Waiting.Description!;
        foreach (var wanted in (string[])["210987654321", "210987654321 or 999999999999", "1234567890123", "12345678901"])
        {
            Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Description = own.Replace("account 123456789012.", $"account {wanted}.") };
            Assert.That(
                await RefusesAsync(4, ErrorCode.WrongAccount, Build),
                Does.Contain($"the prompt wants a session of account {wanted}, and yours would be of 123456789012"));
        }

        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Description = own.Replace("account 123456789012.", "account 210987654321 or 123456789012.") };
        (await GrantAsync()).Succeeded();
    }

    [Test]
    public async Task The_account_is_that_of_the_role_where_one_is_taken()
    {
        var other = Aws.Account("210987654321").AddRole("guest");
        other.TrustPrincipal("123456789012");
        Assert.That(await RefusesAsync(4, ErrorCode.WrongAccount, Build, "--role", other.Arn), Does.Contain("yours would be of 210987654321"));
        Profiles($"[profile guest]\nrole_arn = {other.Arn}\nsource_profile = keys\n");
        Assert.That(await RefusesAsync(4, ErrorCode.WrongAccount, Build, "--profile", "guest"), Does.Contain("yours would be of 210987654321"));
        Jenkins.Prompts[0] = new JenkinsStandIn.Prompt { Id = Id, Description = Waiting.Description!.Replace("account 123456789012.", "account 210987654321.") };
        (await GrantAsync(Build, "--yes", "--profile", "guest")).Succeeded();
    }

    [Test]
    public async Task A_user_and_a_token_in_the_URL_are_refused_and_not_repeated()
    {
        var run = (await Cli.RunAsync("grant", "https://alice:canary-token@jenkins.example.com/job/x/12/", "--yes")).FailedInTwoLines(2);
        Assert.That(run.Error, Does.Contain("does not belong there").And.Not.Contain("canary"));
    }

    [Test]
    public async Task Without_a_terminal_nothing_is_granted_unasked()
    {
        var run = (await GrantAsync(Build)).FailedInTwoLines(2);
        Assert.That(run.Error, Does.Contain("nobody can be asked").And.Contain("--yes"));
        Assert.That((Jenkins.Requests.Count, Aws.RequestCounts.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Without_a_user_or_a_token_what_to_give_is_said()
    {
        Assert.That((await Cli.RunAsync("grant", Build, "--yes")).FailedInTwoLines(2).Error, Does.Contain("no API token of alice").And.Contain("JENKINS_API_TOKEN"));
        Cli.Environment.Remove("JENKINS_USER_ID");
        Assert.That((await GrantAsync()).FailedInTwoLines(2).Error, Does.Contain("--user ID").And.Contain("JENKINS_USER_ID"));
        Assert.That((await GrantAsync(Build, "--yes", "--user", "a:b")).FailedInTwoLines(2).Error, Does.Contain("colon"));
        Assert.That(Jenkins.Requests, Is.Empty);
        (await GrantAsync(Build, "--yes", "--user", "alice")).Succeeded();
    }

    [Test]
    public async Task The_token_of_the_environment_goes_to_the_Jenkins_of_the_environment_alone()
    {
        foreach (var other in (string[])["https://jenkins.example.com/", "https://" + Jenkins.Url[7..], "http://alice@" + Jenkins.Url[7..], "jenkins"])
        {
            Cli.Environment["JENKINS_URL"] = other;
            Assert.That(await RefusesAsync(2, ErrorCode.InvalidArgument, Build), Does.Contain("JENKINS_API_TOKEN is for the Jenkins of JENKINS_URL"));
        }

        Cli.Environment["JENKINS_URL"] = " ";
        Assert.That(
            await RefusesAsync(2, ErrorCode.InvalidArgument, Build),
            Does.Contain("JENKINS_API_TOKEN is set and JENKINS_URL is not").And.EndWith($"hint: set JENKINS_URL={Jenkins.Url}/ if it is for that one, else unset JENKINS_API_TOKEN\n"));
        Cli.Environment.Remove("JENKINS_URL");
        Assert.That(await RefusesAsync(2, ErrorCode.InvalidArgument, Build), Does.Contain("JENKINS_URL is not"));
        Assert.That(Jenkins.Requests, Is.Empty);
        Cli.Environment["JENKINS_URL"] = Jenkins.Url;
        (await GrantAsync()).Succeeded();
    }

    [Test]
    public async Task The_keychain_is_asked_for_this_Jenkins_and_this_user()
    {
        await File.WriteAllTextAsync(In("kept"), Token);
        Directory.CreateDirectory(In("bin"));
        Program("bin/secret-tool", $"echo \"$*\" > '{In("asked")}'; /usr/bin/env > '{In("env")}'; /bin/cat '{In("kept")}'");
        Cli.Environment["PATH"] = In("bin");
        (await Cli.RunAsync("grant", Build, "--yes")).Succeeded();
        Assert.That(await File.ReadAllTextAsync(In("asked")), Is.EqualTo($"lookup service {Jenkins.Url[..^8]} account alice\n"));
        Assert.That(Waiting.Value, Is.Not.Null);
        Program("bin/secret-tool", "echo oops; exit 1");
        Assert.That((await Cli.RunAsync("grant", Build, "--yes")).FailedInTwoLines(2).Error, Does.Contain("no API token of alice"));
    }

    [Test]
    public async Task A_proxy_is_used_and_one_that_is_not_there_is_told_of()
    {
        Cli.Environment["HTTP_PROXY"] = Jenkins.Url[..^8];
        Cli.Environment["JENKINS_URL"] = "http://jenkins.test/jenkins/";
        (await GrantAsync("http://jenkins.test/jenkins/job/team/job/deploy/12/", "--yes", "--allow-http")).Succeeded();
        Assert.That(Jenkins.Count(Submission), Is.EqualTo(1));
        Cli.Environment["HTTPS_PROXY"] = "http://127.0.0.1:1";
        Cli.Environment["JENKINS_URL"] = "https://jenkins.test/";
        var run = (await GrantAsync("https://jenkins.test/job/x/1/", "--yes")).FailedInTwoLines(8);
        Assert.That(run.Error, Does.Contain("no connection to https://jenkins.test"));
    }
}
