using System.Text.Json.Nodes;
using Jenkins.AwsTemporal.Policies;

namespace Jenkins.AwsTemporal.Tests.Policies;

public class PolicyDocumentTests
{
    private const string Account = "123456789012";
    private static readonly PolicyScope Ireland = new(Account, "eu-west-1");

    [Test]
    public void The_policy_of_a_user_allows_the_named_roles_and_nothing_else() => Assert.That(
        PolicyDocument.ForUser(["deployer"], new PolicyScope(Account)).Json,
        Is.EqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "AssumeNamedRoles",
                  "Effect": "Allow",
                  "Action": "sts:AssumeRole",
                  "Resource": "arn:aws:iam::123456789012:role/deployer"
                }
              ]
            }

            """));

    [Test]
    public void A_trust_policy_names_users_and_demands_MFA_in_a_way_that_a_plain_key_cannot_pass() => Assert.That(
        PolicyDocument.ForTrust(Account, ["bob", "alice"], new RoleTerms { MfaAge = TimeSpan.FromMinutes(15), ExternalId = "jenkins" }).Json,
        Is.EqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "NamedUsersWithMfa",
                  "Effect": "Allow",
                  "Principal": {
                    "AWS": "arn:aws:iam::123456789012:root"
                  },
                  "Action": "sts:AssumeRole",
                  "Condition": {
                    "Bool": {
                      "aws:MultiFactorAuthPresent": "true"
                    },
                    "NumericLessThan": {
                      "aws:MultiFactorAuthAge": "900"
                    },
                    "StringEquals": {
                      "aws:username": [
                        "alice",
                        "bob"
                      ],
                      "sts:ExternalId": "jenkins"
                    }
                  }
                }
              ]
            }

            """));

    // AWS evaluates an external id only for AssumeRole: a tag's or a source identity's statement that asked for it would never apply.
    [Test]
    public void Tags_and_source_identities_have_statements_of_their_own_that_ask_only_for_what_AWS_tells_them()
    {
        var terms = new RoleTerms { ExternalId = "jenkins", MfaAge = TimeSpan.FromMinutes(1), OwnSourceIdentity = true, TagKeys = ["job", "build"] };
        var statements = Statements(PolicyDocument.ForTrust(Account, ["alice"], terms));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statements.Select(statement => (string?)statement["Action"]), Is.EqualTo(["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]));
            Assert.That(statements[1]["Condition"]!.ToJsonString(), Is.EqualTo("""{"StringEquals":{"sts:SourceIdentity":"${aws:username}"}}"""));
            Assert.That(statements[2]["Condition"]!.ToJsonString(), Is.EqualTo("""{"ForAllValues:StringEquals":{"aws:TagKeys":["build","job"]}}"""));
        }
    }

    [TestCase("deployer", "arn:aws:iam::123456789012:role/deployer")]
    [TestCase("/deployer", "arn:aws:iam::123456789012:role/deployer")]
    [TestCase("jenkins/deployer", "arn:aws:iam::123456789012:role/jenkins/deployer")]
    [TestCase("/a/b/deployer", "arn:aws:iam::123456789012:role/a/b/deployer")]
    [TestCase("jenkins/*", "arn:aws:iam::123456789012:role/jenkins/*")]
    [TestCase("arn:aws-cn:iam::210987654321:role/x", "arn:aws-cn:iam::210987654321:role/x")]
    [TestCase("arn:aws:iam::210987654321:role/jenkins/*", "arn:aws:iam::210987654321:role/jenkins/*")]
    public void A_role_is_a_name_a_path_or_an_ARN(string role, string resource) =>
        Assert.That((string?)Statements(PolicyDocument.ForUser([role], new PolicyScope(Account)))[0]["Resource"], Is.EqualTo(resource));

    [TestCase("*")]
    [TestCase("/*")]
    [TestCase("arn:aws:iam::123456789012:role/*")]
    [TestCase("arn:aws:iam::*:role/x")]
    [TestCase("arn:*:iam::123456789012:role/x")]
    [TestCase("dep*")]
    [TestCase("jenkins/dep*")]
    [TestCase("jenkins*/x")]
    [TestCase("jenkins/?")]
    [TestCase("${aws:username}")]
    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a//b")]
    [TestCase("jenkins/")]
    [TestCase("döner")]
    [TestCase("arn:aws:iam::123456789012:user/x")]
    [TestCase("arn:aws:iam::12345678901:role/x")]
    [TestCase("arn:aws:sts::123456789012:assumed-role/x/y")]
    [TestCase("arn:aws:iam::123456789012:role/x:y")]
    [TestCase("arn:aws:iam::123456789012:role/x\n")]
    public void A_role_that_is_none_or_reaches_further_than_a_path_is_refused(string role) =>
        Refused(() => PolicyDocument.ForUser([role], new PolicyScope(Account)));

    [TestCase("/prod/db", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:/prod/db-??????")]
    [TestCase("/prod/*", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:/prod/*-??????")]
    [TestCase("arn:aws:secretsmanager:eu-west-2:210987654321:secret:db-AbCdEf", "arn:aws:secretsmanager:eu-west-2:210987654321:secret:db-AbCdEf")]
    [TestCase("arn:aws:secretsmanager:eu-west-2:210987654321:secret:db-??????", "arn:aws:secretsmanager:eu-west-2:210987654321:secret:db-??????")]
    [TestCase("arn:aws-cn:secretsmanager:cn-north-1:210987654321:secret:db/*", "arn:aws-cn:secretsmanager:cn-north-1:210987654321:secret:db/*-??????")]
    public void A_secret_is_a_name_a_prefix_or_an_ARN(string secret, string resource)
    {
        var statements = Statements(PolicyDocument.ForSecrets([secret], Ireland)).ToArray();
        Assert.That(((string?)statements[0]["Action"], (string?)statements[0]["Resource"]), Is.EqualTo(("secretsmanager:GetSecretValue", resource)));
        // Only where there are several to read at once.
        Assert.That(statements, Has.Length.EqualTo(resource.Contains('*', StringComparison.Ordinal) ? 2 : 1));
    }

    [TestCase("*")]
    [TestCase("**")]
    [TestCase("")]
    [TestCase("/prod/*/db")]
    [TestCase("/prod/d?")]
    [TestCase("a b")]
    [TestCase("${aws:username}")]
    [TestCase("arn:aws:secretsmanager:eu-west-2:210987654321:secret:db")]
    [TestCase("arn:aws:secretsmanager:eu-west-2:210987654321:secret:*")]
    [TestCase("arn:aws:secretsmanager:*:210987654321:secret:db-AbCdEf")]
    [TestCase("arn:aws:secretsmanager:eu-west-2:*:secret:db-AbCdEf")]
    [TestCase("arn:aws:secretsmanager:eu-west-2:210987654321:secret:d*b-AbCdEf")]
    [TestCase("arn:aws:secretsmanager:eu-west-2:210987654321:secret:*-??????")]
    [TestCase("arn:aws:ssm:eu-west-2:210987654321:parameter:db-AbCdEf")]
    [TestCase("arn:aws:secretsmanager")]
    public void A_secret_that_is_none_or_every_secret_is_refused(string secret) =>
        Refused(() => PolicyDocument.ForSecrets([secret], Ireland));

    [TestCase(SecretRights.Read, "secretsmanager:GetSecretValue")]
    [TestCase(SecretRights.Write, "secretsmanager:PutSecretValue")]
    [TestCase(SecretRights.Create, "secretsmanager:CreateSecret")]
    [TestCase(SecretRights.Read | SecretRights.Write | SecretRights.List, "secretsmanager:GetSecretValue secretsmanager:ListSecretVersionIds secretsmanager:PutSecretValue secretsmanager:ListSecrets")]
    public void Each_right_is_named_by_itself(SecretRights rights, string actions)
    {
        var statements = Statements(PolicyDocument.ForSecrets(["db"], Ireland, rights));
        Assert.That(
            statements.SelectMany(statement => statement["Action"] is JsonArray list ? list.Select(item => (string?)item) : [(string?)statement["Action"]]),
            Is.EqualTo(actions.Split(' ')));
        Refused(() => PolicyDocument.ForSecrets(["db"], Ireland, SecretRights.None));
    }

    [TestCase("us-east-1", "aws")]
    [TestCase("eu-central-1", "aws")]
    [TestCase("cn-north-1", "aws-cn")]
    [TestCase("us-gov-west-1", "aws-us-gov")]
    [TestCase("eusc-de-east-1", "aws-eusc")]
    [TestCase("us-iso-east-1", "aws-iso")]
    [TestCase("us-isob-east-1", "aws-iso-b")]
    [TestCase("eu-isoe-west-1", "aws-iso-e")]
    [TestCase("us-isof-south-1", "aws-iso-f")]
    public void A_Region_knows_its_partition(string region, string partition)
    {
        var scope = new PolicyScope(Account, region);
        Assert.That((string?)Statements(PolicyDocument.ForSecrets(["db"], scope))[0]["Resource"], Is.EqualTo($"arn:{partition}:secretsmanager:{region}:{Account}:secret:db-??????"));
        Refused(() => new PolicyScope(Account, region, "aws-other"));
    }

    [Test]
    public void A_partition_reaches_every_ARN_and_contradicting_ARNs_are_refused()
    {
        Assert.That(PolicyDocument.ForTrust(Account, ["alice"], partition: "aws-cn").Json, Does.Contain($"\"arn:aws-cn:iam::{Account}:root\""));
        Assert.That(PolicyDocument.ForUser(["x"], new PolicyScope(Account, partition: "aws-us-gov")).Json, Does.Contain($"\"arn:aws-us-gov:iam::{Account}:role/x\""));
        Refused(() => PolicyDocument.ForUser([$"arn:aws:iam::{Account}:role/x"], new PolicyScope(partition: "aws-cn")));
        Refused(() => new PolicyScope(partition: "gov"));
    }

    [Test]
    public void What_is_missing_is_said()
    {
        Assert.That(Refused(() => PolicyDocument.ForUser(["x"])).Message, Does.Contain("needs an account"));
        Assert.That(Refused(() => PolicyDocument.ForSecrets(["x"], new PolicyScope(Account))).Message, Does.Contain("needs a Region"));
        Assert.That(Refused(() => PolicyDocument.ForUser([])).Message, Is.EqualTo("no role is named"));
        Assert.That(Refused(() => PolicyDocument.ForTrust(Account, [])).Message, Is.EqualTo("no user is named"));
        Assert.That(Refused(() => PolicyDocument.ForTrust(Account, ["team/alice"])).Hint, Does.Contain("the name alone"));
        Assert.That(Refused(() => PolicyDocument.ForTrust("12345678901", ["alice"])).Message, Does.Contain("12 digits"));
    }

    [TestCase("x")]
    [TestCase("a b")]
    [TestCase("jenkins\n")]
    public void An_external_id_that_AWS_would_refuse_is_refused(string id) => Refused(() => new RoleTerms { ExternalId = id });

    [Test]
    public void Terms_that_AWS_would_refuse_or_that_can_never_be_met_are_refused()
    {
        Refused(() => new RoleTerms { MfaAge = TimeSpan.Zero });
        Refused(() => new RoleTerms { MfaAge = TimeSpan.FromSeconds(1.5) });
        Refused(() => new RoleTerms { MfaAge = TimeSpan.FromHours(37) });
        Refused(() => new RoleTerms { SourceIdentities = ["a"] });
        Refused(() => new RoleTerms { SourceIdentities = [new string('a', 65)] });
        Refused(() => new RoleTerms { SourceIdentities = ["${aws:username}"] });
        Refused(() => new RoleTerms { TagKeys = ["aws:x"] });
        Refused(() => new RoleTerms { TagKeys = ["clé"] });
        Refused(() => PolicyDocument.ForTrust(Account, ["alice"], new RoleTerms { OwnSourceIdentity = true, SourceIdentities = ["alice"] }));
        // A source identity has at least two characters.
        Refused(() => PolicyDocument.ForTrust(Account, ["a"], new RoleTerms { OwnSourceIdentity = true }));
    }

    [Test]
    public void A_document_that_IAM_would_not_take_is_refused_with_what_to_do()
    {
        var many = Enumerable.Range(0, 200).Select(i => $"user-with-a-long-name-{i}").ToArray();
        var trust = Refused(() => PolicyDocument.ForTrust(Account, many));
        Assert.That((trust.Message, trust.Hint), Is.EqualTo(
            ("the trust policy has 5745 characters, and IAM takes 2048", "name fewer users here, and let the others have a role of their own")));
        Assert.That(Refused(() => PolicyDocument.ForUser(many, new PolicyScope(Account))).Hint, Does.Contain("PATH/*"));
        Assert.That(Refused(() => PolicyDocument.ForSecrets(many, Ireland)).Hint, Does.Contain("prefix"));
    }

    [Test]
    public void The_size_is_what_IAM_counts_without_white_space()
    {
        var document = PolicyDocument.ForUser(["a", "b"], new PolicyScope(Account));
        Assert.That(document.Size, Is.EqualTo(JsonNode.Parse(document.Json)!.ToJsonString().Length));
        Assert.That(document.Size, Is.EqualTo(document.Json.Count(character => !char.IsWhiteSpace(character))));
    }

    private static List<JsonNode> Statements(PolicyDocument document) => [.. JsonNode.Parse(document.Json)!["Statement"]!.AsArray().Select(statement => statement!)];

    private static PolicyException Refused(Func<object> make)
    {
        var error = Assert.Throws<PolicyException>(() => make());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(ErrorCode.InvalidArgument));
            Assert.That(error.Hint, Is.Not.Empty);
        }

        return error;
    }
}
