using Jenkins.AwsTemporal.Cli.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>grant</c> and what answers in the place of Jenkins: crumbs, redirects, proxies, faults.</summary>
[Platform("Linux")]
internal sealed class GrantConnectionTests : GrantCommandTests
{
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
