using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class AwsCallOptionsTests
{
    [TestCase("eu-central-1")]
    [TestCase("us-gov-west-1")]
    [TestCase("us-isob-east-1")]
    [TestCase("eusc-de-east-1")]
    [TestCase("ap-southeast-12")]
    public void A_region_of_any_partition_is_taken(string region) => Assert.That(new AwsCallOptions(region).Region, Is.EqualTo(region));

    [TestCase("")]
    [TestCase(null)]
    [TestCase("eu-central")]
    [TestCase("eu-1")]
    [TestCase("EU-central-1")]
    [TestCase("eu-central-1\n")]
    [TestCase("eu-central-١")]
    [TestCase("eu--central-1")]
    [TestCase("evil.example/eu-central-1")]
    public void Anything_else_is_no_region(string? region) =>
        Assert.That(() => new AwsCallOptions(region!), Throws.TypeOf<InvalidOptionException>().With.Property("Code").EqualTo(ErrorCode.InvalidArgument));

    [Test]
    public void The_region_is_the_given_one_then_the_environments_and_never_guessed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(From(("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-2")).Region, Is.EqualTo("eu-west-1"));
            Assert.That(From(("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "eu-west-2")).Region, Is.EqualTo("eu-west-2"));
            Assert.That(AwsCallOptions.FromEnvironment(name => name == "AWS_REGION" ? "eu-west-1" : null, "eu-west-3").Region, Is.EqualTo("eu-west-3"));
            Assert.That(() => From(), Throws.TypeOf<InvalidOptionException>().With.Message.Contains("neither AWS_REGION nor AWS_DEFAULT_REGION"));
        }
    }

    [Test]
    public void A_service_endpoint_wins_over_the_general_one()
    {
        var options = From(("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "http://all:1"), ("AWS_ENDPOINT_URL_STS", "https://sts:2/base"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.StsEndpoint, Is.EqualTo(new Uri("https://sts:2/base")));
            Assert.That(options.SecretsManagerEndpoint, Is.EqualTo(new Uri("http://all:1")));
        }
    }

    [Test]
    public void Configured_endpoints_can_be_ignored()
    {
        var options = From(("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "http://all:1"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE"));
        Assert.That(options.StsEndpoint, Is.Null);
    }

    [TestCase("AWS_REGION", "nowhere")]
    [TestCase("AWS_DEFAULT_REGION", "nowhere")]
    [TestCase("AWS_ENDPOINT_URL", "localhost:4566")]
    [TestCase("AWS_ENDPOINT_URL_STS", "ftp://host")]
    [TestCase("AWS_ENDPOINT_URL_STS", "/relative")]
    [TestCase("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://user:canary@host")]
    [TestCase("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://host/?q=canary")]
    [TestCase("AWS_ENDPOINT_URL_SSO", "http://user:canary@host")]
    [TestCase("AWS_USE_FIPS_ENDPOINT", "yes")]
    [TestCase("AWS_USE_DUALSTACK_ENDPOINT", "1")]
    [TestCase("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "no")]
    [TestCase("AWS_MAX_ATTEMPTS", "0")]
    [TestCase("AWS_MAX_ATTEMPTS", "many")]
    [TestCase("HTTPS_PROXY", "http://user:canary@")]
    [TestCase("http_proxy", "gopher://canary")]
    public void A_variable_that_cannot_be_used_is_named_without_its_value(string variable, string value)
    {
        var error = Assert.Throws<InvalidOptionException>(() => From((variable, value), variable.EndsWith("REGION", StringComparison.Ordinal) ? ("X", "") : ("AWS_REGION", "eu-west-1")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.InvalidConfiguration));
            Assert.That(error.Option, Is.EqualTo(variable));
            Assert.That(error.Message, Does.StartWith($"invalid {variable}: must be "));
            Assert.That(error.ToString(), Does.Not.Contain("canary"));
        }
    }

    [Test]
    public void Times_and_attempts_have_bounds()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new AwsCallOptions("eu-west-1") { Timeout = TimeSpan.Zero }, Throws.TypeOf<InvalidOptionException>());
            Assert.That(() => new AwsCallOptions("eu-west-1") { ConnectTimeout = TimeSpan.FromHours(2) }, Throws.TypeOf<InvalidOptionException>());
            Assert.That(() => new AwsCallOptions("eu-west-1") { MaxAttempts = 21 }, Throws.TypeOf<InvalidOptionException>());
            Assert.That(() => new AwsCallOptions("eu-west-1") { StsEndpoint = new Uri("x", UriKind.Relative) }, Throws.TypeOf<InvalidOptionException>());
        }
    }

    [Test]
    public void Options_print_no_password_of_a_proxy() =>
        Assert.That(From(("AWS_REGION", "eu-west-1"), ("HTTPS_PROXY", "http://user:canary@proxy:1")).ToString(), Does.Contain("eu-west-1").And.Not.Contain("canary"));

    internal static AwsCallOptions From(params (string Name, string Value)[] variables) =>
        AwsCallOptions.FromEnvironment(name => Array.Find(variables, variable => variable.Name == name).Value);
}
