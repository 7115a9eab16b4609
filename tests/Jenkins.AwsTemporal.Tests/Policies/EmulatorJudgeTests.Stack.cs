using System.Text.Json.Nodes;
using Amazon.SecurityToken.Model;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Tests.Emulation;
using Credentials = AwsEmulator.Identity.Credentials;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>The whole set-up, and other partitions.</summary>
internal sealed partial class EmulatorJudgeTests
{
    [TestCase("aws-cn", "cn-north-1")]
    [TestCase("aws-us-gov", "us-gov-west-1")]
    [TestCase("aws-eusc", "eusc-de-east-1")]
    public async Task Other_partitions_work_alike(string partition, string region)
    {
        var account = Aws.Account("111122223333", partition);
        var scope = new PolicyScope(account.Id, region);
        var user = account.AddUser("alice");
        user.AddMfaDevice();
        user.AddPolicy(PolicyDocument.ForUser(["deployer"], scope).Json);
        var role = account.AddRole("deployer", PolicyDocument.ForTrust(account.Id, ["alice"], partition: partition).Json);
        role.AddPolicy(PolicyDocument.ForSecrets(["db"], scope).Json);
        account.AddSecret(region, "db", "value");

        using var sts = Sts(user.CreateAccessKey(), region);
        using var secrets = Secrets(Received((await sts.AssumeRoleAsync(WithCode(role, user))).Credentials), region);
        Assert.That(await secrets.GetAsync("db"), Is.EqualTo("value"));
        await Refused(() => sts.AssumeRoleAsync(Assume(role)));
    }

    [Test]
    public async Task A_whole_stack_works_for_its_users_and_for_nobody_else()
    {
        var stack = new StackTemplate(["ann", "bob.b"], ["deployer", "jenkins/reader"])
        {
            Secrets = ["/prod/*"],
            Terms = new RoleTerms { OwnSourceIdentity = true, TagKeys = ["job"] },
        };
        var account = Aws.Account("111122223333");
        Deploy(Template.Fill(stack.ToJson(), account.Id, "aws", Region), account);
        account.AddSecret(Region, "/prod/db", "value");
        account.AddSecret(Region, "/dev/db", "other");
        var mallory = account.AddUser("mallory");
        mallory.Allow("*");

        foreach (var user in account.Users.ToArray())
        {
            user.AddMfaDevice();
            var key = user.CreateAccessKey();
            foreach (var role in account.Roles)
            {
                var request = WithCode(role, user);
                request.SourceIdentity = user.Name;
                request.Tags = [new Tag { Key = "job", Value = "deploy" }];
                using var sts = Sts(key);
                if (user == mallory)
                {
                    await Refused(() => sts.AssumeRoleAsync(request));
                    continue;
                }

                using var secrets = Secrets(Received((await sts.AssumeRoleAsync(request)).Credentials));
                Assert.That(await secrets.GetAsync("/prod/db"), Is.EqualTo("value"));
                Assert.That(await secrets.GetAsync("/dev/db"), Is.EqualTo(DeniedSecret));
                Assert.That(Aws.Audit.Last(entry => entry.Action == "AssumeRole").SourceIdentity, Is.EqualTo(user.Name));
            }
        }
    }

    /// <summary>What CloudFormation would make of a filled template.</summary>
    private static void Deploy(JsonNode template, Account account)
    {
        var resources = template["Resources"]!.AsObject();
        foreach (var (_, resource) in resources)
        {
            var properties = resource!["Properties"]!;
            switch ((string)resource["Type"]!)
            {
                case "AWS::IAM::User":
                    account.AddUser((string)properties["UserName"]!);
                    break;
                case "AWS::IAM::Role":
                    account.AddRole((string)properties["RoleName"]!, properties["AssumeRolePolicyDocument"]!.ToJsonString(), (string)properties["Path"]!)
                        .AddPolicy(properties["Policies"]![0]!["PolicyDocument"]!.ToJsonString());
                    break;
                case "AWS::IAM::ManagedPolicy":
                    foreach (var user in properties["Users"]!.AsArray())
                        account.User((string)resources[(string)user!["Ref"]!]!["Properties"]!["UserName"]!).AddPolicy(properties["PolicyDocument"]!.ToJsonString());
                    break;
                default:
                    Assert.Fail($"{resource["Type"]} is not known here");
                    break;
            }
        }
    }
}
