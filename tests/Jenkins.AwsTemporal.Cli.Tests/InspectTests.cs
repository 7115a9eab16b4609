using System.Text;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class InspectTests : CommandTests
{
    private const string PermanentKey = "AKIAIOSFODNN7EXAMPLE";

    [Test]
    public async Task A_paste_is_described_without_a_call()
    {
        var facts = (await Cli.RunAsync(Paste(Given), ["inspect", "--json", "--account", "123456789012", "--min-life", "10m"])).Succeeded().Json;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts.GetProperty("form").GetString(), Is.EqualTo("StsJson"));
            Assert.That(facts.GetProperty("accessKeyId").GetString(), Is.EqualTo(Given.AccessKeyId));
            Assert.That(facts.GetProperty("accountId").GetString(), Is.EqualTo("123456789012"));
            Assert.That(facts.GetProperty("expiration").GetString(), Does.Match(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\z"));
            Assert.That(facts.GetProperty("expirationSource").GetString(), Is.EqualTo("paste"));
            Assert.That(facts.GetProperty("secondsLeft").GetInt64(), Is.InRange(880, 900));
            Assert.That(Aws.RequestCounts, Is.Empty);
        }
    }

    [Test]
    public async Task People_read_one_fact_a_line()
    {
        var text = (await Cli.RunAsync(Paste(Given), ["inspect"])).Succeeded().Text;
        Assert.That(text, Does.Contain($"access key  {Given.AccessKeyId}\n").And.Match(@"left +14 min \d+ s\n"));
    }

    [TestCase("utf-8", true)]
    [TestCase("utf-16", true)]
    [TestCase("utf-16BE", true)]
    [TestCase("utf-32", true)]
    public async Task A_byte_order_mark_tells_the_encoding(string name, bool withMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] input = [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Paste(Given))];
        (await Cli.RunAsync(input, ["inspect"])).Succeeded();
    }

    [Test]
    public async Task A_paste_over_64_KiB_is_refused_in_every_encoding()
    {
        var long64 = Paste(Given) + new string(' ', 64 * 1024);
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.UTF32 })
        {
            byte[] input = [.. encoding.GetPreamble(), .. encoding.GetBytes(long64)];
            (await Cli.RunAsync(input, ["inspect", "--json"])).FailedInJson(3, nameof(ErrorCode.PasteTooLarge));
        }
    }

    [Test]
    public async Task Fifty_megabytes_are_refused_without_being_read_whole() =>
        (await Cli.RunAsync(new byte[50 << 20], ["inspect", "--json"])).FailedInJson(3, nameof(ErrorCode.PasteTooLarge));

    [Test]
    public async Task Bytes_that_are_no_text_are_no_credentials()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value), 0xc3, 0x28, 0xed, 0xa0, 0x80];
        (await Cli.RunAsync(bytes, ["inspect"])).FailedInTwoLines(3);
    }

    private static IEnumerable<TestCaseData> Refusals()
    {
        TestCaseData Case(int exit, ErrorCode code, Func<AwsEmulator.Identity.Credentials, string> paste, params string[] options) =>
            new TestCaseData(exit, code, paste, options).SetArgDisplayNames(code.ToString());
        yield return Case(3, ErrorCode.EmptyPaste, _ => " \n");
        yield return Case(3, ErrorCode.NotCredentials, _ => "hello there");
        yield return Case(3, ErrorCode.MissingField, key => $"export AWS_ACCESS_KEY_ID={key.AccessKeyId}\nexport AWS_SECRET_ACCESS_KEY={key.SecretAccessKey}\n");
        yield return Case(3, ErrorCode.InvalidAccessKeyId, key => Paste(key).Replace(key.AccessKeyId, "ASIA123"));
        yield return Case(3, ErrorCode.InvalidSecretAccessKey, key => Paste(key).Replace(key.SecretAccessKey, key.SecretAccessKey[..30]));
        yield return Case(3, ErrorCode.InvalidSessionToken, key => Paste(key).Replace(key.SessionToken!, key.SessionToken![..90]));
        yield return Case(3, ErrorCode.InvalidExpiration, key => Paste(key, withEnd: false).Replace("\"AccessKeyId\"", "\"Expiration\":\"soon\",\"AccessKeyId\""));
        yield return Case(3, ErrorCode.SourceFailed, _ => """{"Code":"AssumeRoleUnauthorizedAccess","Message":"no"}""");
        yield return Case(4, ErrorCode.PermanentKey, key => $"export AWS_ACCESS_KEY_ID={PermanentKey}\nexport AWS_SECRET_ACCESS_KEY={key.SecretAccessKey}\n");
        yield return Case(4, ErrorCode.WrongAccount, key => Paste(key), "--account", "999999999999");
        yield return Case(4, ErrorCode.TooLittleLife, key => Paste(key), "--min-life", "16m");
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task A_paste_is_refused_with_its_reason(
        int exit, ErrorCode code, Func<AwsEmulator.Identity.Credentials, string> paste, string[] options)
    {
        await FailsAsync(exit, code, paste(Given), ["inspect", .. options]);
        await FailsAsync(exit, code, paste(Given), ["open", "--session", Session, .. options]);
        Assert.That(Directory.Exists(Session), Is.False);
        Assert.That(Aws.RequestCounts, Is.Empty, "it is refused before any call");
    }

    [Test]
    public async Task Two_sets_and_expired_ones_are_refused()
    {
        await FailsAsync(3, ErrorCode.SeveralCredentials, Paste(Given) + "\n" + Paste(Mint(TimeSpan.FromHours(1))), "inspect");
        await FailsAsync(5, ErrorCode.Expired, Paste(Mint(TimeSpan.FromMinutes(-1))), "inspect");
        await FailsAsync(5, ErrorCode.Expired, Paste(Mint(TimeSpan.FromMinutes(-1))), "open", "--session", Session);
    }
}
