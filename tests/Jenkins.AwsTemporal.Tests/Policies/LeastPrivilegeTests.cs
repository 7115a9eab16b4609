using System.Text.Json.Nodes;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Policies;

public class LeastPrivilegeTests
{
    private const string Role = "arn:aws-cn:iam::123456789012:role/jenkins/deployer";
    private const string OtherArn = "arn:aws-cn:secretsmanager:cn-north-1:999999999999:secret:x-AbC12d";

    [Test]
    public void One_secret_may_be_read_and_decrypted_by_Secrets_Manager_and_nothing_else() =>
        Assert.That(PolicyOf("db#key@stage"), Is.EqualTo("""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws-cn:secretsmanager:cn-northwest-1:123456789012:secret:db-??????"},{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*","Condition":{"StringLike":{"kms:ViaService":"secretsmanager.*"}}}]}
            """));

    [TestCase("\"secretsmanager:BatchGetSecretValue\",\"Resource\":\"*\"", "a", "b")]
    [TestCase("[\"secretsmanager:BatchGetSecretValue\",\"secretsmanager:ListSecrets\"],\"Resource\":\"*\"", "optional:a*")]
    [TestCase("[\"arn:aws-cn:secretsmanager:cn-north-1:999999999999:secret:x-AbC12d\",\"arn:aws-cn:secretsmanager:cn-northwest-1:123456789012:secret:a-??????\"]", "a", OtherArn, "a#k")]
    [TestCase("\"arn:aws-cn:secretsmanager:cn-northwest-1:123456789012:secret:/prod/*-??????\"", "/prod/*")]
    public void Several_and_prefixes_take_their_calls(string part, params string[] references) => Assert.That(PolicyOf(references), Does.Contain(part));

    [Test]
    public void One_secret_of_which_several_keys_are_read_needs_no_batch() => Assert.That(PolicyOf("a#x", "a#y"), Does.Not.Contain("Batch").And.Not.Contain("List"));

    [Test]
    public void A_limited_request_keeps_its_own_limits_and_denies_the_rest()
    {
        var own = """{"Version":"2008-10-17","Id":"x","Statement":{"Effect":"Allow","Action":"*","Resource":"*:secret:*"}}""";
        var policy = JsonNode.Parse(LeastPrivilege.ForReading(new AssumeRoleOptions(Role, "anna") { Policy = own }, [SecretReference.Parse("db")], "cn-northwest-1").Policy!)!;
        Assert.That(policy.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal), Is.EqualTo(
            """{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*:secret:*"},"""
            + """{"Effect":"Deny","NotAction":["secretsmanager:GetSecretValue","kms:Decrypt"],"Resource":"*"},"""
            + """{"Effect":"Deny","Action":"secretsmanager:GetSecretValue","NotResource":"arn:aws-cn:secretsmanager:cn-northwest-1:123456789012:secret:db-??????"},"""
            + """{"Effect":"Deny","Action":"kms:Decrypt","Resource":"*","Condition":{"StringNotLike":{"kms:ViaService":"secretsmanager.*"}}}]}"""));
    }

    [Test]
    public void Everything_else_of_the_request_stays_but_its_life()
    {
        var role = new AssumeRoleOptions(Role, "anna")
        {
            Duration = TimeSpan.FromHours(1), SourceIdentity = "anna", ExternalId = "xx", PolicyArns = ["arn:aws-cn:iam::aws:policy/ReadOnlyAccess"],
            Tags = new Dictionary<string, string> { ["Job"] = "x" }, TransitiveTagKeys = ["Job"],
        };
        var least = LeastPrivilege.ForReading(role, [SecretReference.Parse("db")], "cn-north-1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((least.RoleArn, least.SessionName, least.Duration), Is.EqualTo((Role, "anna", TimeSpan.FromMinutes(15))));
            Assert.That((least.SourceIdentity, least.ExternalId, least.Tags["Job"]), Is.EqualTo(("anna", "xx", "x")));
            Assert.That((least.PolicyArns.Single(), least.TransitiveTagKeys.Single()), Is.EqualTo(("arn:aws-cn:iam::aws:policy/ReadOnlyAccess", "Job")));
            Assert.That(least.Policy, Does.StartWith("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":"""), "a managed policy allows; beside it nothing else may");
        }
    }

    [TestCase("{}")]
    [TestCase("""{"Statement":"all"}""")]
    public void A_policy_without_statements_cannot_be_limited(string own)
    {
        var error = Assert.Throws<PolicyException>(() => LeastPrivilege.ForReading(new AssumeRoleOptions(Role, "anna") { Policy = own }, [SecretReference.Parse("db")], "cn-north-1"));
        Assert.That(error!.Message, Is.EqualTo("the session's own policy has no statements, so it cannot be limited further"));
    }

    [Test]
    public void What_STS_would_not_take_says_so()
    {
        var many = Enumerable.Range(0, 30).Select(i => SecretReference.Parse($"a/long/name/of/a/secret/{i}")).ToArray();
        var error = Assert.Throws<PolicyException>(() => LeastPrivilege.ForReading(new AssumeRoleOptions(Role, "anna"), many, "cn-north-1"));
        Assert.That(error!.Message, Does.Match("^the session policies for 30 secrets have [0-9]{4} characters, and STS takes 2048$"));
    }

    private static string PolicyOf(params string[] references) =>
        LeastPrivilege.ForReading(new AssumeRoleOptions(Role, "anna"), Array.ConvertAll(references, SecretReference.Parse), "cn-northwest-1").Policy!;
}
