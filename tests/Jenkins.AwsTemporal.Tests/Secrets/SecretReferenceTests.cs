using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Tests.Secrets;

public class SecretReferenceTests
{
    private const string Version = "c0c43081-83ad-4f57-9a7a-a3fb515f2fd7";
    private const string Arn = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:db/prod-AbC12d";

    [TestCase("db/prod", "db/prod", null, null, null)]
    [TestCase("db/prod#password", "db/prod", "password", null, null)]
    [TestCase("db/prod#/a/0/b~1c", "db/prod", "/a/0/b~1c", null, null)]
    [TestCase("db/prod@AWSPREVIOUS", "db/prod", null, "AWSPREVIOUS", null)]
    [TestCase("db/prod:" + Version, "db/prod", null, null, Version)]
    [TestCase("db/prod#k@s:" + Version, "db/prod", "k", "s", Version)]
    [TestCase("a@@b#c::d@@e#f", "a@b", "c:d@e#f", null, null)]
    [TestCase("a@@@s", "a@", null, "s", null)]
    [TestCase("rds!db-0a1b2c3d#password", "rds!db-0a1b2c3d", "password", null, null)]
    [TestCase(Arn, Arn, null, null, null)]
    [TestCase(Arn + "#k@s:" + Version, Arn, "k", "s", Version)]
    [TestCase("arn:aws:secretsmanager:eu-west-1:123456789012:secret:a@@b-AbC12d", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a@b-AbC12d", null, null, null)]
    public void A_reference_is_read(string text, string id, string? key, string? stage, string? version)
    {
        var reference = SecretReference.Parse(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Parts(reference), Is.EqualTo((id, key, stage, version)));
            Assert.That(reference.ToString(), Is.EqualTo(text));
            Assert.That(reference.Region, Is.EqualTo(id == Arn ? "cn-north-1" : id.StartsWith("arn", StringComparison.Ordinal) ? "eu-west-1" : null));
        }
    }

    [TestCase("db/prod", false, false, false)]
    [TestCase("optional:db/prod#k@s", true, false, false)]
    [TestCase("optional:optional", true, false, false)]
    [TestCase("optional:optional:" + Version, true, false, false)]
    [TestCase("optional@s:" + Version, false, false, false)]
    [TestCase("optional:" + Arn + "#*", true, false, true)]
    [TestCase("db/prod#*@s:" + Version, false, false, true)]
    [TestCase("db/prod#/*", false, false, false)]
    [TestCase("db/prod#**", false, false, false)]
    [TestCase("/prod/*", false, true, false)]
    [TestCase("optional:a@@b*", true, true, false)]
    public void A_reference_may_be_optional_or_name_several_values(string text, bool isOptional, bool isPrefix, bool isEveryKey)
    {
        var reference = SecretReference.Parse(text);
        Assert.That((reference.IsOptional, reference.IsPrefix, reference.IsEveryKey), Is.EqualTo((isOptional, isPrefix, isEveryKey)));
        Assert.That(reference.ToString(), Is.EqualTo(text));
    }

    [TestCase("*", "prefix")]
    [TestCase("/prod/*#key", "prefix")]
    [TestCase("/prod/*#*", "prefix")]
    [TestCase("/prod/*@s", "prefix")]
    [TestCase("/prod/*:" + Version, "prefix")]
    [TestCase("/prod/**", "prefix")]
    [TestCase("/prod/ü*", "prefix")]
    [TestCase("!prod*", "prefix")]
    [TestCase("!prod", "name")]
    [TestCase("/prod/*/db", "name")]
    [TestCase("optional:", "name")]
    [TestCase("optional:*", "prefix")]
    [TestCase("optional::a", "name")]
    [TestCase("Optional:a", "version")]
    [TestCase("arn:aws:secretsmanager:eu-west-1:123456789012:secret:db/*", "ARN")]
    [TestCase("", "name")]
    [TestCase("#key", "name")]
    [TestCase("a b", "name")]
    [TestCase("db/prod\n", "name")]
    [TestCase("naïve", "name")]
    [TestCase("a::b", "name")]
    [TestCase("a#", "key")]
    [TestCase("a#k\n", "key")]
    [TestCase("a#/x~2", "JSON pointer")]
    [TestCase("a#/x~", "JSON pointer")]
    [TestCase("a@", "stage")]
    [TestCase("a@s#k", "order")]
    [TestCase("a@s@t", "order")]
    [TestCase("a@b c", "stage")]
    [TestCase("a:short", "version")]
    [TestCase("a:" + Version + "@s", "order")]
    [TestCase("a:" + Version + Version, "version")]
    [TestCase("arn:aws:secretsmanager", "ARN")]
    [TestCase("arn:aws:s3:eu-west-1:123456789012:secret:a-AbC12d", "ARN")]
    [TestCase("arn:amazon:secretsmanager:eu-west-1:123456789012:secret:a-AbC12d", "ARN")]
    [TestCase("arn:aws:secretsmanager:nowhere:123456789012:secret:a-AbC12d", "ARN")]
    [TestCase("arn:aws:secretsmanager:eu-west-1:12345678901:secret:a-AbC12d", "ARN")]
    [TestCase("arn:aws:secretsmanager:eu-west-1:12345678901٢:secret:a-AbC12d", "ARN")]
    [TestCase("arn:aws:secretsmanager:eu-west-1:123456789012:secret:a", "ARN")]
    public void A_mistake_is_named_by_its_part(string text, string part)
    {
        var error = Assert.Throws<SecretException>(() => SecretReference.Parse(text));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.InvalidArgument));
            Assert.That(error.Message, Does.StartWith($"invalid {part} in the secret reference ").And.Contain(": must be ").And.Not.Contain("\n"));
        }
    }

    [Test]
    public void The_longest_name_is_512_characters()
    {
        Assert.That(SecretReference.Parse(new string('a', 512)).SecretId, Has.Length.EqualTo(512));
        Assert.That(() => SecretReference.Parse(new string('a', 513)), Throws.TypeOf<SecretException>());
    }

    [Test]
    public void Whatever_is_written_is_read_back()
    {
        var name = Text("ab/Z09_+=.@-", 1, 40);
        var key = Text("ak~0/:@# ü\"\\", 1, 20).Where(text => text[0] != '/').OrNull();
        var stage = Text("AWS:x@.", 1, 10).Where(text => text[0] != '@').OrNull();
        var version = Text("0af-:@", 32, 64).Where(text => text[0] != ':').OrNull();
        var either = Gen.Elements(true, false);
        var keys = Gen.OneOf(key, Gen.Constant("*"));
        var parts = from n in name from k in keys from s in stage from v in version from arn in either from o in either select (n, k, s, v, arn, o);
        Prop.ForAll(parts.ToArbitrary(), p =>
        {
            var id = p.arn ? $"arn:aws:secretsmanager:eu-west-1:123456789012:secret:{p.n}-AbC12d" : p.n;
            var reference = new SecretReference(id, p.arn ? "eu-west-1" : null, p.k, p.s, p.v) { IsOptional = p.o };
            return Same(SecretReference.Parse(reference.ToString()), reference);
        }).QuickCheckThrowOnFailure();
        Prop.ForAll((from n in name from o in either select (n, o)).ToArbitrary(), p =>
        {
            var reference = new SecretReference(p.n, null, null, null, null) { IsOptional = p.o, IsPrefix = true };
            return Same(SecretReference.Parse(reference.ToString()), reference);
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void No_text_makes_another_error_than_the_documented()
    {
        var text = Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Where(any => any is not null), Text("arn:secmg#@/~1-0*\ud800\n ", 0, 100), Text("ab:@#*", 0, 12).Select(rest => "optional:" + rest));
        Prop.ForAll(text.ToArbitrary(), any =>
        {
            try
            {
                var reference = SecretReference.Parse(any);
                return reference.ToString() == any && Same(SecretReference.Parse(any), reference);
            }
            catch (SecretException e)
            {
                return e.Code == ErrorCode.InvalidArgument && !e.Message.Any(char.IsControl);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static bool Same(SecretReference one, SecretReference other) =>
        Parts(one) == Parts(other)
        && (one.IsOptional, one.IsPrefix, one.IsEveryKey, one.Region) == (other.IsOptional, other.IsPrefix, other.IsEveryKey, other.Region);

    private static (string, string?, string?, string?) Parts(SecretReference reference) => (reference.SecretId, reference.Key, reference.Stage, reference.VersionId);

    private static Gen<string> Text(string alphabet, int least, int most) =>
        Gen.Choose(least, most).SelectMany(length => Gen.ArrayOf(Gen.Elements(alphabet.ToCharArray()), length)).Select(chars => new string(chars));
}
