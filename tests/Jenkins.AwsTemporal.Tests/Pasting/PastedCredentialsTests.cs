using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

internal sealed class PastedCredentialsTests
{
    private const string Id = "ASIA6KNZ4A2TGDT5I75G";
    private const string Secret = "D+MtTRHTuC/eOwkr1naWtFe05EbWAzjbK4O1DOCK";
    private static readonly string Token = string.Concat(Enumerable.Repeat("IQoJb3Jp/2lu+2Vj", 30)) + "EA==";

    [Test]
    public void The_original_one_liner_is_read_in_any_order_of_its_fields()
    {
        foreach (var text in new[] { $"{Token}:{Id}:{Secret}", $"{Id}:{Secret}:{Token}", $"{Secret}:{Token}:{Id}\n" })
        {
            var pasted = PastedCredentials.Parse(text);
            Assert.That(pasted.Form, Is.EqualTo(PasteForm.Colons));
            Assert.That(pasted.Credentials.SessionToken, Is.EqualTo(Token));
            Assert.That(pasted.Credentials.SecretAccessKey, Is.EqualTo(Secret));
            Assert.That(pasted.AccountId, Is.EqualTo("984474191526"));
        }
    }

    [Test]
    public void A_part_of_a_json_answer_is_enough()
    {
        var pasted = PastedCredentials.Parse(
            $"\"Credentials\": {{\n\"AccessKeyId\": \"{Id}\",\n\"SecretAccessKey\": \"{Secret}\",\n\"SessionToken\": \"{Token}\",\n\"Expiration\": \"2020-06-08T20:36:01Z\"");

        Assert.That(pasted.Form, Is.EqualTo(PasteForm.StsJson));
        Assert.That(pasted.Credentials.Expiration, Is.EqualTo(new DateTimeOffset(2020, 6, 8, 20, 36, 1, TimeSpan.Zero)));
    }

    [Test]
    public void Text_output_is_read()
    {
        var pasted = PastedCredentials.Parse($"CREDENTIALS\t{Id}\t2020-06-08T20:36:01+00:00\t{Secret}\t{Token}\n");
        Assert.That(pasted.Form, Is.EqualTo(PasteForm.Text));
        Assert.That(pasted.Credentials.Expiration, Is.Not.Null);
    }

    [Test]
    public void Wrapped_lines_are_joined()
    {
        var wrapped = string.Join("\n", $"export AWS_SESSION_TOKEN={Token}".Chunk(80).Select(chunk => new string(chunk)));
        var pasted = PastedCredentials.Parse($"export AWS_ACCESS_KEY_ID={Id}\nexport AWS_SECRET_ACCESS_KEY={Secret}\n{wrapped}\n$ ");
        Assert.That(pasted.Credentials.SessionToken, Is.EqualTo(Token));
        Assert.That(pasted.Form, Is.EqualTo(PasteForm.Shell));
    }

    [Test]
    public void A_permanent_key_is_refused_by_name()
    {
        Assert.That(
            PastedCredentials.TryParse($"AKIAIOSFODNN7EXAMPLE:{Secret}", out _, out var error), Is.False);
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.PermanentKey));
    }
}
