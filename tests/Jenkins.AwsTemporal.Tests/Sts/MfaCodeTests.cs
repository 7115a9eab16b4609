using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Sts;

public class MfaCodeTests
{
    private const string Device = "arn:aws:iam::123456789012:mfa/alice";

    [TestCase("arn:aws:iam::123456789012:mfa/alice")]
    [TestCase("arn:aws-cn:iam::123456789012:mfa/path/alice+1@x=,.-_")]
    [TestCase("GAHT12345")]
    public void A_device_is_an_ARN_or_a_number(string serial) => Assert.That(new MfaCode(serial, "012345").SerialNumber, Is.EqualTo(serial));

    [TestCase("GAHT1234")]
    [TestCase("")]
    [TestCase("GAHT 12345")]
    [TestCase("GAHT12345\n")]
    [TestCase("GAHT1234é")]
    public void Anything_else_is_no_device(string serial) =>
        AssumeRoleOptionsTests.Refused(() => new MfaCode(serial, "012345"), "SerialNumber", "9 to 256 characters");

    [Test]
    public void A_serial_number_ends_at_256_characters()
    {
        _ = new MfaCode(new string('a', 256), "012345");
        AssumeRoleOptionsTests.Refused(() => new MfaCode(new string('a', 257), "012345"), "SerialNumber", "9 to 256 characters");
    }

    [TestCase("")]
    [TestCase("90817")]
    [TestCase("9081726")]
    [TestCase("90817a")]
    [TestCase("９０８１７２")]
    [TestCase("٩٠٨١٧٢")]
    [TestCase("908172\n")]
    [TestCase(" 908172")]
    [TestCase("908 172")]
    public void A_code_is_six_ASCII_digits_and_is_never_quoted(string code)
    {
        var fault = Assert.Throws<InvalidOptionException>(() => _ = new MfaCode(Device, code))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Message, Is.EqualTo("invalid MfaCode: must be exactly six digits"));
            if (code.Length > 0)
                Assert.That(fault.ToString() + fault.Hint, Does.Not.Contain(code.Trim()));
        }
    }

    [Test]
    public void A_code_is_not_printed() => Assert.That(new MfaCode(Device, "908172").ToString(), Is.EqualTo($"a code of {Device}"));
}
