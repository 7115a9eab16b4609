using Jenkins.AwsTemporal.Policies;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>cfn-lint knows AWS's schemas of templates and of the policies in them.</summary>
public class LintTests
{
    [TestCase("us-east-1")]
    [TestCase("cn-north-1")]
    [TestCase("us-gov-west-1")]
    public async Task The_template_and_its_policies_have_no_fault_that_a_linter_knows(string region)
    {
        var stack = new StackTemplate(["alice", "bob.X", "x+=,.@_-y"], ["deployer", "jenkins/reader"])
        {
            Secrets = ["/prod/*", "db", "arn:aws:secretsmanager:eu-west-1:210987654321:secret:db-AbCdEf"],
            Rights = SecretRights.Read | SecretRights.Write | SecretRights.Create | SecretRights.List,
            Terms = new RoleTerms { MfaAge = TimeSpan.FromMinutes(15), ExternalId = "jenkins", OwnSourceIdentity = true, TagKeys = ["job", "build"] },
            MaxSession = TimeSpan.FromHours(12),
        };
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"stack-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, stack.ToJson());
        try
        {
            var (exitCode, output, error) = await Tool.RunAsync("cfn-lint", ["--regions", region, "--", file], "pip install cfn-lint");
            Assert.That((exitCode, output), Is.EqualTo((0, "")), error);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
