using Jenkins.AwsTemporal.Tests.Pasting;

namespace Jenkins.AwsTemporal.Tests;

internal sealed class AccessKeyIdTests
{
    // Published vectors: reference of the format, "Account id inside a key id".
    [TestCase("ASIAY34FZKBOKMUTVV7A", "609629065308")]
    [TestCase("ASIAQNZGKIQY56JQ7WML", "029608264753")]
    [TestCase("AKIA6RVFFB77RE7OLMKI", "999999999999")]
    [TestCase("ASIA6KNZ4A2TGDT5I75G", "984474191526")]
    [TestCase("AKIAIOSFODNN7EXAMPLE", null)]
    [TestCase("ASIAPZZZZZZZZZZZZZZZ", null)]
    [TestCase("ASIAQAAAAAAAAAAAAAAA", "000000000000")]
    [TestCase("ASIAY34FZKBOKMUTVV7", null)]
    [TestCase("ASIAY34FZKBOKMUTVV70", null)]
    [TestCase("", null)]
    public void A_key_id_names_its_account_when_it_is_new_enough(string id, string? account) =>
        Assert.That(AccessKeyId.AccountOf(id), Is.EqualTo(account));

    [Test]
    public void Credentials_name_the_account_of_their_key() => Assert.That(
        new TemporaryCredentials("ASIAQNZGKIQY56JQ7WML", Samples.Secret, Samples.Token).AccountId, Is.EqualTo("029608264753"));

    [TestCase("ASIAY34FZKBOKMUTVV7A", true, false)]
    [TestCase("AKIAY34FZKBOKMUTVV7A", false, true)]
    [TestCase("AROAY34FZKBOKMUTVV7A", false, false)]
    [TestCase("asiaY34FZKBOKMUTVV7A", false, false)]
    [TestCase("ASIAY34FZKBOKMUTVV7A\n", false, false)]
    [TestCase("ASIA\u0660\u0661\u0662FZKBOKMUTVV7A", false, false)]
    public void Temporary_and_permanent_keys_are_told_by_their_prefix(string id, bool isTemporary, bool isPermanent) =>
        Assert.That((AccessKeyId.IsTemporary(id), AccessKeyId.IsPermanent(id)), Is.EqualTo((isTemporary, isPermanent)));
}
