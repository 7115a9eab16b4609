using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

internal sealed class FormTests
{
    [Test]
    public void Every_form_is_recognised_with_all_its_parts()
    {
        foreach (var (name, form, ends) in Samples.Forms)
        {
            var pasted = Samples.AssertReads(Samples.Read(name), name);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(pasted.Form, Is.EqualTo(form), name);
                Assert.That(pasted.Credentials.Expiration, ends ? Is.EqualTo(Samples.Ends) : Is.Null, name);
                Assert.That(pasted.Repairs, Is.Empty, name);
            }
        }
    }

    [Test]
    public void Every_form_has_a_fixture() =>
        Assert.That(Samples.Forms.Select(form => form.Form).Distinct(), Is.EquivalentTo(Enum.GetValues<PasteForm>()));

    [Test]
    public void The_credentials_of_the_seed_article_are_read_as_it_printed_them()
    {
        var pasted = PastedCredentials.Parse(Samples.Read("seed-article.txt"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pasted.Form, Is.EqualTo(PasteForm.StsJson));
            Assert.That(pasted.Credentials.AccessKeyId, Is.EqualTo("ASIA6KNZ4A2TGDT5I75G"));
            Assert.That(pasted.Credentials.SecretAccessKey, Is.EqualTo("D+MtTRHTuC/eOwkr1naWtFe05EbWAzjbK4O1DOCK"));
            Assert.That(pasted.Credentials.SessionToken, Does.StartWith("IQoJb3JpZ2luX2VjEI3//////////wEa").And.EndsWith("HPZMmUZFDUw==").And.Length.EqualTo(688));
            Assert.That(pasted.Credentials.Expiration, Is.EqualTo(new DateTimeOffset(2020, 6, 8, 20, 36, 1, TimeSpan.Zero)));
            Assert.That(pasted.AccountId, Is.EqualTo("984474191526"));
            Assert.That(pasted.Repairs, Is.Empty);
        }
    }

    [Test]
    public void The_fields_of_the_one_liner_come_in_any_order()
    {
        string[] fields = [Samples.Token, Samples.Id, Samples.Secret];
        foreach (var order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            var pasted = Samples.AssertReads(string.Join(':', order.Select(field => fields[field])), string.Join(' ', order));
            Assert.That(pasted.Form, Is.EqualTo(PasteForm.Colons));
        }
    }

    [Test]
    public void The_values_alone_are_enough_one_in_each_line() =>
        Samples.AssertReads($"{Samples.Id}\n{Samples.Secret}\n{Samples.Token}\n2037-11-21T14:15:00Z\n", "values");

    [Test]
    public void The_keys_of_json_come_in_any_order_and_in_any_company() => Samples.AssertReads(
        $$$"""{"Comment":"AccessKeyId is above","Credentials":{"SessionToken":"{{{Samples.Token}}}","Expiration":"2037-11-21T14:15:00Z","SecretAccessKey":"{{{Samples.Secret}}}","AccessKeyId":"{{{Samples.Id}}}"}}""",
        "order");

    [Test]
    public void The_commands_that_set_a_profile_are_read() => Samples.AssertReads(
        $"aws configure set aws_access_key_id {Samples.Id}\naws configure set aws_secret_access_key {Samples.Secret}\n"
        + $"aws configure set aws_session_token {Samples.Token} --profile default\n",
        "configure set");

    [TestCase("arn:aws:sts::984474191526:assumed-role/deploy/operator", "aws")]
    [TestCase("arn:aws-cn:sts::984474191526:assumed-role/deploy/operator", "aws-cn")]
    [TestCase("arn:aws-us-gov:iam::984474191526:role/deploy", "aws-us-gov")]
    [TestCase("arn:aws:s3:::bucket", null)]
    public void An_arn_tells_the_partition(string arn, string? partition) => Assert.That(
        Samples.AssertReads(Samples.Read("container.json").Replace("arn:aws:iam::984474191526:role/deploy", arn, StringComparison.Ordinal), arn).Partition,
        Is.EqualTo(partition));

    [TestCase("2037-11-21T14:15:00Z")]
    [TestCase("2037-11-21T14:15:00+00:00")]
    [TestCase("2037-11-21T14:15:00.000Z")]
    [TestCase("2037-11-21T15:15:00+0100")]
    [TestCase("2037-11-21 14:15:00+00:00")]
    [TestCase("2037-11-21T14:15:00UTC")]
    [TestCase("2142425700")]
    [TestCase("2142425700000")]
    public void An_expiration_is_read_in_every_notation(string expiration)
    {
        foreach (var quote in new[] { "", "\"", "'" })
        {
            var text = $"{Samples.Read("portal-unix.txt")}\nexport AWS_CREDENTIAL_EXPIRATION={quote}{expiration}{quote}\n";
            Assert.That(Samples.AssertReads(text, expiration).Credentials.Expiration, Is.EqualTo(Samples.Ends));
        }
    }

    [TestCase("2037-11-21T14:15:00")]
    [TestCase("2037-13-21T14:15:00Z")]
    [TestCase("0001-01-01T00:00:00+14:00")]
    [TestCase("9999-12-31T23:59:59-14:00")]
    [TestCase("tomorrow")]
    public void An_expiration_that_is_no_point_in_time_is_refused(string expiration) => Samples.AssertRefused(
        $"{Samples.Read("portal-unix.txt")}\nexport AWS_CREDENTIAL_EXPIRATION={expiration}", ErrorCode.InvalidExpiration);
}
