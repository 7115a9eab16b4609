using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>grant</c> and what is refused: by Jenkins, or before it is asked.</summary>
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
}
