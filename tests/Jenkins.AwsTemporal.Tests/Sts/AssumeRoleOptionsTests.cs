using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Sts;

public class AssumeRoleOptionsTests
{
    private const string Arn = "arn:aws:iam::123456789012:role/deployer";
    private const string PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    [TestCase("arn:aws:iam::123456789012:role/d")]
    [TestCase("arn:aws-us-gov:iam::123456789012:role/deployer")]
    [TestCase("arn:aws-cn:iam::123456789012:role/jenkins/prod/deployer")]
    [TestCase("arn:aws-iso-b:iam::123456789012:role/a!b~/Deployer_+=,.@-1")]
    public void A_role_of_any_partition_and_path_is_taken(string arn) => Assert.That(new AssumeRoleOptions(arn, "alice").RoleArn, Is.EqualTo(arn));

    [TestCase("deployer")]
    [TestCase("")]
    [TestCase("arn:aws:iam::12345678901:role/deployer")]
    [TestCase("arn:aws:iam::١٢٣٤٥٦٧٨٩٠١٢:role/deployer")]
    [TestCase("arn:aws:iam::123456789012:user/deployer")]
    [TestCase("arn:aws:sts::123456789012:assumed-role/deployer/alice")]
    [TestCase("arn:aws:iam::123456789012:role/")]
    [TestCase("arn:aws:iam::123456789012:role/deployer\n")]
    [TestCase("arn:aws:iam:eu-west-1:123456789012:role/deployer")]
    [TestCase("arn:gcp:iam::123456789012:role/deployer")]
    public void Anything_else_is_no_role(string arn) => Refused(() => new AssumeRoleOptions(arn, "alice"), "RoleArn", "20 to 2048");

    [Test]
    public void The_longest_path_and_name_are_taken_and_longer_ones_are_not()
    {
        const string Role = "arn:aws:iam::123456789012:role/";
        _ = new AssumeRoleOptions(Role + new string('p', 510) + "/" + new string('n', 64), "alice");
        Refused(() => new AssumeRoleOptions(Role + new string('p', 511) + "/n", "alice"), "RoleArn", "2048");
        Refused(() => new AssumeRoleOptions(Role + new string('n', 65), "alice"), "RoleArn", "2048");
    }

    [Test]
    public void Blank_texts_and_blank_members_count_as_not_given([Values(null, "", " ", "\t")] string? blank)
    {
        var role = new AssumeRoleOptions(Arn, "alice")
        {
            SourceIdentity = blank, ExternalId = blank, Policy = blank, PolicyArns = [blank!], TransitiveTagKeys = [blank!],
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(role.SourceIdentity, Is.Null);
            Assert.That(role.ExternalId, Is.Null);
            Assert.That(role.Policy, Is.Null);
            Assert.That(role.PolicyArns, Is.Empty);
            Assert.That(role.TransitiveTagKeys, Is.Empty);
            Assert.That(new AssumeRoleOptions(Arn, "alice") { PolicyArns = null!, Tags = null!, TransitiveTagKeys = null! }.Tags, Is.Empty);
        }
    }

    [TestCase(900)]
    [TestCase(43200)]
    public void A_duration_within_the_limits_is_taken(int seconds) =>
        Assert.That(new AssumeRoleOptions(Arn, "alice") { Duration = TimeSpan.FromSeconds(seconds) }.Duration.TotalSeconds, Is.EqualTo(seconds));

    [TestCase(899)]
    [TestCase(43201)]
    [TestCase(900.5)]
    [TestCase(-900)]
    public void A_duration_outside_them_is_refused(double seconds) =>
        Refused(() => new AssumeRoleOptions(Arn, "alice") { Duration = TimeSpan.FromSeconds(seconds) }, "Duration", "900 to 43200 whole seconds");

    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{} {}")]
    [TestCase("policy.json")]
    [TestCase("{\"a\":\"€\"}")]
    [TestCase("{\"a\":\"\u0001\"}")]
    public void A_policy_is_a_JSON_object_in_Latin_letters(string policy) =>
        Refused(() => new AssumeRoleOptions(Arn, "alice") { Policy = policy }, "Policy", "JSON object of at most 2048 characters");

    [Test]
    public void Inline_and_managed_policies_share_2048_characters_whichever_is_given_first()
    {
        var longest = Policy(2048);
        Assert.That(new AssumeRoleOptions(Arn, "alice") { Policy = longest }.Policy, Has.Length.EqualTo(2048));
        Refused(() => new AssumeRoleOptions(Arn, "alice") { Policy = Policy(2049) }, "Policy", "2048");
        _ = new AssumeRoleOptions(Arn, "alice") { Policy = Policy(2048 - PolicyArn.Length), PolicyArns = [PolicyArn] };
        Refused(() => new AssumeRoleOptions(Arn, "alice") { Policy = Policy(2049 - PolicyArn.Length), PolicyArns = [PolicyArn] }, "PolicyArns", "2048 characters together");
        Refused(() => new AssumeRoleOptions(Arn, "alice") { PolicyArns = [PolicyArn], Policy = Policy(2049 - PolicyArn.Length) }, "Policy", "PolicyArns included");
    }

    [Test]
    public void Ten_managed_policies_are_taken_and_no_more()
    {
        Assert.That(new AssumeRoleOptions(Arn, "alice") { PolicyArns = [.. Enumerable.Repeat(PolicyArn, 10)] }.PolicyArns, Has.Count.EqualTo(10));
        Refused(() => new AssumeRoleOptions(Arn, "alice") { PolicyArns = [.. Enumerable.Repeat(PolicyArn, 11)] }, "PolicyArns", "at most 10");
        foreach (var wrong in (string[])["ReadOnlyAccess", "arn:aws:iam::aws:role/x-x-x-x-x", "arn:aws:iam::123:policy/narrow", PolicyArn + " ", PolicyArn + "é"])
            Refused(() => new AssumeRoleOptions(Arn, "alice") { PolicyArns = [wrong] }, "PolicyArns", "ARNs of managed policies");
    }

    [Test]
    public void Fifty_tags_are_taken_and_no_more()
    {
        static Dictionary<string, string> Tags(int count) => Enumerable.Range(0, count).ToDictionary(number => $"k{number}", _ => "");
        var role = new AssumeRoleOptions(Arn, "alice") { Tags = Tags(50), TransitiveTagKeys = [.. Tags(50).Keys] };
        Assert.That(role.TransitiveTagKeys, Has.Count.EqualTo(50));
        Refused(() => new AssumeRoleOptions(Arn, "alice") { Tags = Tags(51) }, "Tags", "at most 50");
    }

    [Test]
    public void Tags_are_counted_in_characters_of_any_script()
    {
        const string Letter = "𒀀";
        Assert.That(Tag(string.Concat(Enumerable.Repeat(Letter, 128)), string.Concat(Enumerable.Repeat(Letter, 256))).Tags, Has.Count.EqualTo(1));
        Refused(() => Tag(string.Concat(Enumerable.Repeat(Letter, 129)), ""), "Tags", "keys of 1 to 128");
        Refused(() => Tag("k", string.Concat(Enumerable.Repeat(Letter, 257))), "Tags", "values of up to 256");
        foreach (var wrong in (string[])["😀", "a\tb", "a*", "a#", "\ud800", "a\ud800", "\n"])
        {
            Refused(() => Tag(wrong, ""), "Tags", "keys of 1 to 128 letters");
            Refused(() => Tag("k", wrong), "Tags", "values of up to 256 letters");
        }
    }

    [Test]
    public void Keys_of_tags_differ_in_more_than_case_and_are_not_AWSs_own()
    {
        Refused(() => Tag("", "v"), "Tags", "keys of 1 to 128");
        Refused(() => Tag("k", null!), "Tags", "values of up to 256");
        foreach (var reserved in (string[])["aws:job", "AWS:job"])
            Refused(() => Tag(reserved, "v"), "Tags", "do not begin with aws:");
        Refused(() => new AssumeRoleOptions(Arn, "alice") { Tags = new Dictionary<string, string> { ["Job"] = "a", ["jOB"] = "b" } }, "Tags", "upper and lower case");
    }

    [Test]
    public void Transitive_keys_are_among_the_tags_in_either_case()
    {
        var tags = new Dictionary<string, string> { ["Job"] = "a" };
        Assert.That(new AssumeRoleOptions(Arn, "alice") { Tags = tags, TransitiveTagKeys = ["job", "JOB", "Job"] }.TransitiveTagKeys, Has.Count.EqualTo(1));
        Refused(() => new AssumeRoleOptions(Arn, "alice") { Tags = tags, TransitiveTagKeys = ["Build"] }, "TransitiveTagKeys", "among the tags");
    }

    [Test]
    public void Options_do_not_change_with_what_they_were_made_from()
    {
        var tags = new Dictionary<string, string> { ["Job"] = "a" };
        var role = new AssumeRoleOptions(Arn, "alice") { Tags = tags };
        tags["Job"] = "*";
        Assert.That(role.Tags["Job"], Is.EqualTo("a"));
        Assert.That(role.ToString(), Is.EqualTo($"{Arn} as alice"));
    }

    internal static void Refused(Func<object> make, string option, string limit)
    {
        var fault = Assert.Throws<InvalidOptionException>(() => make())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Code, Is.EqualTo(ErrorCode.InvalidArgument));
            Assert.That(fault.Option, Is.EqualTo(option));
            Assert.That(fault.Message, Does.StartWith($"invalid {option}: must be ").And.Contain(limit));
        }
    }

    private static AssumeRoleOptions Tag(string key, string value) =>
        new(Arn, "alice") { Tags = new Dictionary<string, string> { [key] = value } };

    private static string Policy(int length) => "{\"Sid\":\"" + new string('a', length - 10) + "\"}";
}
