using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class OpenSslTests
{
    [TestCase("libssl.so.3", true)]
    [TestCase("libssl.so.1.1", true)]
    [TestCase("libssl.so.10", true)]
    [TestCase("libgnutls.so.30", false)]
    public void Any_version_that_the_runtime_takes_is_found(string installed, bool present) =>
        Assert.That(OpenSsl.IsPresent(name => name == installed, versionOverride: null), Is.EqualTo(present));

    [Test]
    public void The_runtimes_override_is_looked_for_too() =>
        Assert.That(OpenSsl.IsPresent(name => name == "libssl.so.9", versionOverride: "9"), Is.True);

    [Test]
    public void This_machine_can_sign() => Assert.That(OpenSsl.IsUsable, Is.True);

    [Test]
    public void Its_absence_is_an_error_that_says_what_to_install()
    {
        var error = AwsErrors.OpenSslMissing("AssumeRole");
        Assert.That((error.Code, error.Message), Is.EqualTo((ErrorCode.OpenSslMissing, "cannot sign AssumeRole: OpenSSL is not installed here")));
    }
}
