using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Tests.Calling;

public class ErrorTextTests
{
    [TestCase("  two\r\n\tlines. ", "two lines")]
    [TestCase("bell\u0007and\u001b[31mcolour", "bell and [31mcolour")]
    [TestCase("zero\u200bwidth\u202e", "zerowidth")]
    [TestCase(null, "")]
    [TestCase("...", "")]
    public void Text_becomes_one_plain_line_without_a_full_stop(string? text, string line) =>
        Assert.That(ErrorText.OneLine(text, []), Is.EqualTo(line));

    [Test]
    public void Long_text_is_cut_at_300_characters_and_not_within_one()
    {
        Assert.That(ErrorText.OneLine(new string('a', 1000), []), Has.Length.EqualTo(300).And.EndsWith("…"));
        Assert.That(ErrorText.OneLine(new string('a', 298) + "😀😀", []), Is.EqualTo(new string('a', 298) + "…"));
    }

    [Test]
    public void A_secret_is_found_whole_cut_short_and_percent_encoded()
    {
        var secret = Given.SessionToken;
        foreach (var text in new[] { secret, secret[..30], secret[20..50], Uri.EscapeDataString(secret), $"a\u200b{secret}", secret.Insert(20, "\u200b") })
            Assert.That(ErrorText.OneLine($"before {text} after", [secret]), Is.EqualTo("before [redacted] after").Or.EqualTo("before a[redacted] after"));
    }

    [TestCase("Value '123456' at 'tokenCode', in TokenCode=123456&Version=1", "Value '[redacted]' at 'tokenCode', in TokenCode=[redacted]&Version=1")]
    [TestCase("123456", "[redacted]")]
    [TestCase("12\u200b3456", "[redacted]")]
    [TestCase("user of 123456789012 and 991234560", "user of 123456789012 and 991234560")]
    public void A_code_is_found_by_itself_and_not_within_a_longer_number(string text, string line) =>
        Assert.That(ErrorText.OneLine(text, ["123456"]), Is.EqualTo(line));

    [Test]
    public void No_text_around_a_secret_makes_it_show() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<string?>(),
            ArbMap.Default.ArbFor<string?>(),
            Gen.Choose(8, 60).SelectMany(length => Gen.ArrayOf(Gen.Elements("ABCdef0123456789/+=".ToCharArray()), length)).ToArbitrary(),
            (before, after, secretChars) =>
            {
                var secret = new string(secretChars);
                var line = ErrorText.OneLine(before + secret + after + "\n" + secret, [secret]);
                return !line.Contains(secret, StringComparison.Ordinal) && line.Length <= ErrorText.MaxLength && !line.Any(char.IsControl);
            }).QuickCheckThrowOnFailure();
}
