using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Sts;

public class CallerIdentityTests
{
    [TestCase("arn:aws:iam::123456789012:user/alice", "alice", "arn:aws:iam::123456789012:mfa/alice", false)]
    [TestCase("arn:aws-cn:iam::123456789012:user/jenkins/prod/alice@x", "alice@x", "arn:aws-cn:iam::123456789012:mfa/alice@x", false)]
    [TestCase("arn:aws:iam::123456789012:root", null, null, false)]
    [TestCase("arn:aws:sts::123456789012:assumed-role/deployer/alice", null, null, true)]
    [TestCase("arn:aws:sts::123456789012:federated-user/alice", null, null, false)]
    public void An_ARN_tells_the_user_his_device_and_whether_it_is_a_role(string arn, string? user, string? serial, bool isRole)
    {
        var identity = CallerIdentity.FromArn(arn, "AIDAEXAMPLE");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.UserName, Is.EqualTo(user));
            Assert.That(identity.MfaSerialNumber, Is.EqualTo(serial));
            Assert.That(identity.IsRoleSession, Is.EqualTo(isRole));
            Assert.That(identity.AccountId, Is.EqualTo("123456789012"));
            Assert.That(identity.Partition, Is.EqualTo(arn.Split(':')[1]));
        }
    }

    [TestCase("deployer", null, "arn:aws-cn:iam::123456789012:role/deployer")]
    [TestCase("jenkins/prod/deployer", null, "arn:aws-cn:iam::123456789012:role/jenkins/prod/deployer")]
    [TestCase("/jenkins/deployer", null, "arn:aws-cn:iam::123456789012:role/jenkins/deployer")]
    [TestCase("deployer", "210987654321", "arn:aws-cn:iam::210987654321:role/deployer")]
    [TestCase("arn:aws:iam::210987654321:role/deployer", null, "arn:aws:iam::210987654321:role/deployer")]
    [TestCase("arn:aws:iam::210987654321:role/deployer", "210987654321", "arn:aws:iam::210987654321:role/deployer")]
    public void A_role_is_named_in_the_callers_account_and_partition_or_by_its_ARN(string role, string? account, string arn) =>
        Assert.That(CallerIdentity.FromArn("arn:aws-cn:iam::123456789012:user/alice", "x").ArnOfRole(role, account), Is.EqualTo(arn));

    [TestCase("", null, "Role")]
    [TestCase("deploy er", null, "Role")]
    [TestCase("déployer", null, "Role")]
    [TestCase("deployer\n", null, "Role")]
    [TestCase("arn:aws:iam::123456789012:user/alice", null, "Role")]
    [TestCase("deployer", "12345", "AccountId")]
    [TestCase("deployer", "12345678901a", "AccountId")]
    [TestCase("arn:aws:iam::210987654321:role/deployer", "123456789012", "AccountId")]
    public void What_is_no_role_or_contradicts_the_account_is_refused(string role, string? account, string option) =>
        AssumeRoleOptionsTests.Refused(() => CallerIdentity.FromArn("arn:aws:iam::123456789012:user/alice", "x").ArnOfRole(role, account), option, "");
}
