using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Tests.Secrets;

public class SecretBindingTests
{
    [TestCase("DB=/prod/db#a=b", "DB")]
    [TestCase("_1=a", "_1")]
    [TestCase("DB_*=/prod/db/*", "DB_*")]
    [TestCase("*=optional:db#*", "*")]
    public void A_binding_is_read(string text, string name)
    {
        var binding = SecretBinding.Parse(text);
        Assert.That((binding.Name, binding.Reference.ToString()), Is.EqualTo((name, text[(name.Length + 1)..])));
        Assert.That(binding.ToString(), Is.EqualTo(text));
    }

    [TestCase("canary", "a secret's binding has no =")]
    [TestCase("=a", "invalid name of a variable \"\": must be letters, digits and _, not beginning with a digit, with one * where the reference has one")]
    [TestCase("1A=a", "invalid name of a variable \"1A\": must be ")]
    [TestCase("A-B=a", "invalid name of a variable \"A-B\": must be ")]
    [TestCase("A\u00fc=a", "invalid name of a variable \"A\u00fc\": must be ")]
    [TestCase("A*B*=a*", "invalid name of a variable \"A*B*\": must be ")]
    [TestCase("1*=a*", "invalid name of a variable \"1*\": must be ")]
    [TestCase("A=a*", "the variable \"A\" has no * for what the * of a* stands for")]
    [TestCase("A=a#*", "the variable \"A\" has no * for what the * of a#* stands for")]
    [TestCase("A*=a#b", "the variable \"A*\" has a *, but a#b names one value")]
    [TestCase("A=", "invalid name in the secret reference ")]
    public void A_mistake_is_named(string text, string message)
    {
        var error = Assert.Throws<SecretException>(() => SecretBinding.Parse(text));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.InvalidArgument));
        Assert.That(error.Message, Does.StartWith(message));
        Assert.That(error.ToString(), Does.Not.Contain("canary"));
    }

    [TestCase("DB_*", "read-only", "DB_READ_ONLY")]
    [TestCase("*", "a", "A")]
    [TestCase("*_X", "//a..B 9\u00fc", "A_B_9_X")]
    [TestCase("DB_*", "", "DB_")]
    [TestCase("A*", "1", "A1")]
    public void A_name_is_made_by_the_rule(string name, string match, string made) => Assert.That(Pattern(name).NameOf(match), Is.EqualTo(made));

    [TestCase("*", "1st")]
    [TestCase("*", "")]
    [TestCase("*", "\u00fc/")]
    public void What_makes_no_name_is_an_error(string name, string match) =>
        Assert.That(() => Pattern(name).NameOf(match), Throws.TypeOf<SecretException>().With.Message.StartsWith($"{name}=a* makes no name of a variable of \"{match}\": must be "));

    [Test]
    public void Every_name_that_is_made_can_be_written_in_a_shell_and_the_rule_made_twice_changes_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Generator.Where(text => text is not null).ToArbitrary(), text =>
        {
            var made = Pattern("X_*").NameOf(text);
            return made.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') && !made[2..].StartsWith('_') && !made[2..].EndsWith('_')
                && !made[2..].Contains("__", StringComparison.Ordinal) && Pattern("X_*").NameOf(made[2..]) == made;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void No_text_makes_another_error_than_the_documented_and_what_is_read_is_written_back() =>
        Prop.ForAll(Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Where(any => any is not null), Text("A_1*=a#:@optional\ud800\n ", 0, 30)).ToArbitrary(), any =>
        {
            try
            {
                return SecretBinding.Parse(any).ToString() == any;
            }
            catch (SecretException e)
            {
                return e.Code == ErrorCode.InvalidArgument && !e.Message.Any(char.IsControl) && !e.Hint.Any(char.IsControl);
            }
        }).QuickCheckThrowOnFailure();

    private static SecretBinding Pattern(string name) => SecretBinding.Parse($"{name}=a*");

    private static Gen<string> Text(string alphabet, int least, int most) =>
        Gen.Choose(least, most).SelectMany(length => Gen.ArrayOf(Gen.Elements(alphabet.ToCharArray()), length)).Select(chars => new string(chars));

    [TestCase("PS4")]
    [TestCase("path")]
    [TestCase("bash-env")]
    [TestCase("ld_preload")]
    public void Who_writes_a_secret_does_not_name_a_variable_that_decides_what_programs_run(string match)
    {
        Assert.That(() => SecretBinding.Parse("*=db#*").NameOf(match), Throws.TypeOf<SecretException>().With.Property("Code").EqualTo(ErrorCode.InvalidArgument));
        Assert.That(SecretBinding.Parse("DB_*=db#*").NameOf(match), Does.StartWith("DB_"));
    }
}
