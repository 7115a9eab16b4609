using System.Net;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class ProxyRulesTests
{
    [Test]
    public void Each_scheme_has_its_proxy_and_the_lower_case_name_wins()
    {
        var proxy = Rules(("HTTPS_PROXY", "http://upper:1"), ("https_proxy", "lower:2"), ("HTTP_PROXY", "socks5://plain:3"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proxy.GetProxy(new Uri("https://sts.eu-west-1.amazonaws.com")), Is.EqualTo(new Uri("http://lower:2")));
            Assert.That(proxy.GetProxy(new Uri("http://sts.eu-west-1.amazonaws.com")), Is.EqualTo(new Uri("socks5://plain:3")));
        }
    }

    [TestCase("*", true)]
    [TestCase("amazonaws.com", true)]
    [TestCase(".amazonaws.com", true)]
    [TestCase("*.amazonaws.com", true)]
    [TestCase("STS.eu-west-1.amazonaws.com", true)]
    [TestCase("example.org, amazonaws.com:443", true)]
    [TestCase("amazonaws.com:80", false)]
    [TestCase("aws.com", false)]
    [TestCase("", false)]
    public void NO_PROXY_names_hosts_and_domains(string rules, bool direct) =>
        Assert.That(Rules(("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", rules))!.IsBypassed(new Uri("https://sts.eu-west-1.amazonaws.com")), Is.EqualTo(direct));

    [TestCase("10.0.0.0/8", "https://10.1.2.3", true)]
    [TestCase("10.0.0.0/8", "https://11.1.2.3", false)]
    [TestCase("10.1.2.3", "https://10.1.2.3", true)]
    [TestCase("fd00::/8", "https://[fd00::1]", true)]
    [TestCase("", "https://127.0.0.1", true)]
    [TestCase("", "https://localhost", true)]
    public void NO_PROXY_names_addresses_and_loopback_is_always_direct(string rules, string address, bool direct) =>
        Assert.That(Rules(("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", rules))!.IsBypassed(new Uri(address)), Is.EqualTo(direct));

    [Test]
    public void A_password_is_kept_apart_from_the_address()
    {
        var proxy = Rules(("HTTPS_PROXY", "http://anna:p%40ss@proxy:3128"))!;
        var address = proxy.GetProxy(new Uri("https://sts.amazonaws.com"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(address.ToString(), Is.EqualTo("http://proxy:3128/"));
            Assert.That(proxy.Credentials!.GetCredential(address, "Basic")!.Password, Is.EqualTo("p@ss"));
        }
    }

    [Test]
    public void No_variable_means_no_proxy() => Assert.That(Rules(("NO_PROXY", "x")), Is.Null);

    [Test]
    public async Task A_call_goes_through_the_proxy_and_a_refusal_of_it_says_so()
    {
        await using var proxy = RawServer.Answering(407, "", "Proxy-Authenticate: Basic realm=\"x\"\r\n");
        var options = AwsCallOptionsTests.From(("AWS_REGION", "eu-west-1"), ("HTTPS_PROXY", proxy.Address.ToString()), ("AWS_ENDPOINT_URL", "https://sts.invalid"), ("AWS_MAX_ATTEMPTS", "1"));
        var error = await Assert.ThrowsAsync<AwsCallException>(() => Given.IdentityAsync(options));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Is.EqualTo("no connection to sts.invalid for GetCallerIdentity: the proxy refused the connection"));
            Assert.That(proxy.Requests[0], Does.StartWith("CONNECT sts.invalid:443"));
            Assert.That(proxy.Requests[0], Does.Not.Contain(Given.SessionToken));
        }
    }

    private static ProxyRules? Rules(params (string Name, string Value)[] variables) =>
        ProxyRules.FromEnvironment(name => Array.Find(variables, variable => variable.Name == name).Value);
}
