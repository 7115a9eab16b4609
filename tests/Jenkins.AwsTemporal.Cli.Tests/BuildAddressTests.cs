using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Cli.Controller;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class BuildAddressTests
{
    [TestCase("https://jenkins/job/x/12", "https://jenkins/", "https://jenkins/job/x/12/", "x")]
    [TestCase("https://jenkins:8443/a/b/job/team/job/x/12/console?q#f", "https://jenkins:8443/a/b/", "https://jenkins:8443/a/b/job/team/job/x/12/", "team/x")]
    [TestCase("https://jenkins/job/my%20team/job/%C3%A9t%C3%A9/12/", "https://jenkins/", "https://jenkins/job/my%20team/job/%C3%A9t%C3%A9/12/", "my team/été")]
    [TestCase("https://jenkins/job/repo/job/feature%252Fa/12/", "https://jenkins/", "https://jenkins/job/repo/job/feature%252Fa/12/", "repo/feature%2Fa")]
    [TestCase("https://jenkins/job/it%27s%20$(x)/12/", "https://jenkins/", "https://jenkins/job/it%27s%20$(x)/12/", "it's $(x)")]
    [TestCase("https://jenkins/job/job/job/view/12/", "https://jenkins/", "https://jenkins/job/job/job/view/12/", "job/view")]
    [TestCase("HTTPS://Jenkins:443/view/all/job/x/12/", "https://jenkins/", "https://jenkins/job/x/12/", "x")]
    [TestCase("http://localhost:8080/job/x/12/", "http://localhost:8080/", "http://localhost:8080/job/x/12/", "x")]
    public void The_job_is_called_as_the_build_calls_it(string text, string root, string page, string job)
    {
        var build = BuildAddress.Parse(text, allowHttp: false);
        Assert.That((build.Root.AbsoluteUri, build.Page.AbsoluteUri, build.Job, build.Number), Is.EqualTo((root, page, job, "12")));
    }

    [TestCase("https://jenkins/x", true)]
    [TestCase("https://JENKINS:443/x", true)]
    [TestCase("http://jenkins/x", false)]
    [TestCase("https://jenkins:444/x", false)]
    [TestCase("https://jenkins.example.com/x", false)]
    [TestCase("https://user@jenkins/x", false)]
    public void An_origin_is_scheme_host_and_port(string other, bool isSame) =>
        Assert.That(BuildAddress.Parse("https://jenkins/job/x/1/", allowHttp: false).HasOriginOf(new Uri(other)), Is.EqualTo(isSame));

    /// <summary>What is taken names its build at the origin that was given; everything else is refused in words.</summary>
    [Test]
    public void Any_text_is_an_address_of_its_own_origin_or_refused()
    {
        var word = Gen.Elements("job", "view", "blue", "x", "12", "0", "a%2Fb", "..", "%2e%2e", "", "a b", "é", "@", ":", "//evil");
        var path = word.ListOf().Select(words => "https://jenkins/" + string.Join('/', words));
        Check.QuickThrowOnFailure(Prop.ForAll(path.ToArbitrary(), text =>
        {
            try
            {
                var build = BuildAddress.Parse(text, allowHttp: false);
                return build.Page.AbsoluteUri.StartsWith("https://jenkins/", StringComparison.Ordinal) && build.Page.AbsolutePath.EndsWith($"/{build.Number}/", StringComparison.Ordinal);
            }
            catch (UsageException)
            {
                return true;
            }
        }));
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            try
            {
                BuildAddress.Parse(text ?? "", allowHttp: true);
                return true;
            }
            catch (UsageException)
            {
                return true;
            }
        }));
    }
}
