using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

internal sealed class RefusalTests
{
    private const string OtherId = "ASIAY34FZKBOKMUTVV7A";

    [Test]
    public void Every_form_is_refused_with_a_permanent_key()
    {
        foreach (var name in Samples.Names)
        {
            var error = Samples.AssertRefused(
                Samples.Read(name).Replace(Samples.Id, "AKIAIOSFODNN7EXAMPLE", StringComparison.Ordinal), ErrorCode.PermanentKey, name);
            Assert.That(error.Message, Does.StartWith("AKIAIOSFODNN7EXAMPLE is a permanent access key"), name);
            Assert.That(error.Hint, Does.Contain("aws sts get-session-token"));
            Assert.That(error.Field, Is.EqualTo("AccessKeyId"));
        }
    }

    [TestCase("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [TestCase("[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n")]
    [TestCase("AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [TestCase("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE")]
    public void A_permanent_key_is_refused_as_one_although_it_has_no_token(string text) =>
        Samples.AssertRefused(text, ErrorCode.PermanentKey);

    [TestCase("AIDA", "a user")]
    [TestCase("AROA", "a role")]
    [TestCase("ASCA", "a certificate")]
    public void The_id_of_something_else_is_told_apart(string prefix, string kind) => Assert.That(
        Samples.AssertRefused(
            Samples.Read("portal-unix.txt").Replace("ASIA", prefix, StringComparison.Ordinal), ErrorCode.InvalidAccessKeyId).Message,
        Is.EqualTo($"the access key id is the id of {kind}, not of a key (line 1)"));

    [Test]
    public void A_missing_field_is_named()
    {
        foreach (var name in Samples.Names.Where(name => !name.EndsWith(".text", StringComparison.Ordinal) && name != "one-liner.txt"))
        {
            foreach (var (value, field, words) in new[] { (Samples.Id, "AccessKeyId", "access key id"), (Samples.Secret, "SecretAccessKey", "secret access key"), (Samples.Token, "SessionToken", "session token") })
            {
                var error = Samples.AssertRefused(Samples.Read(name).Replace(value, "", StringComparison.Ordinal), ErrorCode.MissingField, name);
                Assert.That(error.Field, Is.EqualTo(field));
                Assert.That(error.Message, Does.StartWith($"the {words} is missing"));
            }
        }
    }

    [Test]
    public void A_token_that_is_null_is_missing()
    {
        foreach (var name in Samples.Names.Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
            Samples.AssertRefused(Samples.Read(name).Replace($"\"{Samples.Token}\"", "null", StringComparison.Ordinal), ErrorCode.MissingField, name);
    }

    [Test]
    public void A_one_liner_without_its_token_or_text_without_it_lacks_a_field()
    {
        Samples.AssertRefused($"{Samples.Id}:{Samples.Secret}", ErrorCode.MissingField);
        Samples.AssertRefused($"{Samples.Id}\t{Samples.Secret}", ErrorCode.MissingField);
        Samples.AssertRefused($":{Samples.Id}:{Samples.Secret}", ErrorCode.MissingField);
    }

    [Test]
    public void A_secret_of_the_wrong_length_is_refused_with_its_length()
    {
        foreach (var name in Samples.Names)
        {
            foreach (var (secret, length) in new[] { (Samples.Secret[..39], 39), (Samples.Secret + "A", 41) })
            {
                var error = Samples.AssertRefused(
                    Samples.Read(name).Replace(Samples.Secret, secret, StringComparison.Ordinal), ErrorCode.InvalidSecretAccessKey, name);
                Assert.That(error.Message, Does.StartWith($"the secret access key has {length} characters instead of 40 (line "), name);
            }
        }
    }

    [Test]
    public void A_truncated_token_is_refused()
    {
        foreach (var name in Samples.Names)
        {
            foreach (var lost in new[] { 1, 2, 3, 5, 601 })
            {
                var error = Samples.AssertRefused(
                    Samples.Read(name).Replace(Samples.Token, Samples.Token[..^lost], StringComparison.Ordinal), ErrorCode.InvalidSessionToken, name);
                Assert.That(error.Field, Is.EqualTo("SessionToken"));
            }
        }
    }

    [Test]
    public void Two_sets_are_refused_in_every_pair_of_forms()
    {
        foreach (var first in Samples.Names)
        {
            foreach (var second in Samples.Names)
            {
                var both = $"{Samples.Read(first).TrimEnd()}\n\n{Samples.Read(second).Replace(Samples.Id, OtherId, StringComparison.Ordinal)}";
                Samples.AssertRefused(both, ErrorCode.SeveralCredentials, $"{first} and {second}");
            }
        }
    }

    [TestCase(40)]
    [TestCase(688)]
    public void Duplicates_with_different_values_conflict(int length)
    {
        var value = length == 40 ? Samples.Secret : Samples.Token;
        foreach (var name in Samples.Names)
        {
            var changed = Samples.Read(name).Replace(value, value.Replace('1', '2'), StringComparison.Ordinal);
            var error = Samples.AssertRefused($"{Samples.Read(name).TrimEnd()}\n\n{changed}", ErrorCode.ConflictingFields, name);
            Assert.That(error.Field, Is.EqualTo(length == 40 ? "SecretAccessKey" : "SessionToken"));
            Assert.That(error.Message, Does.Match("^the .* is given twice with different values: lines [0-9]+ and [0-9]+$"));
        }
    }

    [Test]
    public void Two_expirations_conflict() => Samples.AssertRefused(
        Samples.Read("cli2-export-credentials.env") + "AWS_CREDENTIAL_EXPIRATION=2037-11-21T14:15:01Z\n", ErrorCode.ConflictingFields);

    [Test]
    public void Two_accounts_conflict() => Samples.AssertRefused(
        Samples.Read("cli1-assume-role.json") + "{\"AccountId\": \"111111111111\"}", ErrorCode.ConflictingFields);

    [TestCase("Failed")]
    [TestCase("")]
    [TestCase("success")]
    public void Metadata_without_success_is_refused(string code)
    {
        var text = Samples.Read("instance-metadata.json").Replace("Success", code, StringComparison.Ordinal);
        if (code.Length > 0)
            Samples.AssertRefused(text, ErrorCode.SourceFailed);
        Samples.AssertRefused("{\n  \"Code\" : \"AssumeRoleUnauthorizedAccess\"\n}", ErrorCode.SourceFailed);
    }

    [Test]
    public void An_error_tells_the_line_of_the_paste_as_it_came()
    {
        var text = "\r\n\r\n" + Samples.Read("cli2-export-credentials.env").ReplaceLineEndings("\r\n").Replace(Samples.Secret, "short", StringComparison.Ordinal);
        Assert.That(Samples.AssertRefused(text, ErrorCode.InvalidSecretAccessKey).Line, Is.EqualTo(4));

        var wrapped = WrappingTests.Wrap(Samples.Read("one-liner.txt").Replace(Samples.Id, "AKIAIOSFODNN7EXAMPLE", StringComparison.Ordinal), 80);
        Samples.AssertRefused(wrapped, ErrorCode.PermanentKey);
    }
}
