using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Tests.Sealing;

public class SealingPromptTests
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", "-", "--", " ", "  ", "/", "%", "%2F", "%2f", "%20", "'", "\"", "`", "$(id)", "${x}", "\\", "\n", "\r\n", "\t", "\0", "\u001b[31m", "!", "!!", "#", "&", ";", "|",
        "<", ">", "(", ")", "*", "?", "[", "]", "~", "^", "{", "}", "=", "+", ",", ":", "@", "é", "e\u0301", "中", "😀", "\u200b", "\u202e", "\u2028", "\u00a0", "\uFEFF", "’", "‘",
        "aws-temporal-sealed", "1",
    ];

    private static readonly Gen<string?> Names = Gen.OneOf(
        Gen.Constant<string?>(null),
        Gen.Elements(Pieces).ArrayOf().Select(pieces => (string?)string.Concat(pieces)).Where(name => name!.Length <= 1000));

    private static readonly Gen<SealingPrompt> Prompts =
        from job in Names
        from build in Names
        from seconds in Gen.Choose(0, int.MaxValue)
        select new SealingPrompt(DateTimeOffset.FromUnixTimeSeconds(seconds), job, build);

    [Test]
    public void Any_job_and_build_come_back_from_the_line() => ForAll(Prompts, prompt =>
    {
        var read = SealingPrompt.TryParse(prompt.ToString())!;
        return (read.Id, read.PromptedAt, read.Job, read.Build) == (prompt.Id, prompt.PromptedAt, prompt.Job, prompt.Build);
    });

    [Test]
    public void The_line_holds_nothing_that_a_shell_sees_more_in_than_text() => ForAll(Prompts, prompt =>
        prompt.ToString() is var line && line.Split(' ') is { Length: 6 } words && Array.TrueForAll(words, word => word.Length > 0)
        && line.All(character => char.IsAsciiLetterOrDigit(character) || "-_.~/%: ".Contains(character, StringComparison.Ordinal)));

    [Test]
    public void What_people_call_it_is_one_line_that_steers_no_terminal() => ForAll(Prompts, prompt =>
        !prompt.Words.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029' or '\u202e' or '\u200b' or '\uFEFF'));

    [Test]
    public void Every_prompt_has_a_line_of_its_own_and_no_two_lines_mean_one_prompt() => ForAll(
        from prompt in Prompts
        from at in Gen.Choose(0, prompt.ToString().Length)
        from piece in Gen.Elements([.. Pieces, "", "%2D", "%61", "%C3%28", "A", "F"])
        from length in Gen.Choose(0, 3)
        select (prompt, line: prompt.ToString()[..at] + piece + prompt.ToString()[Math.Min(at + length, prompt.ToString().Length)..]),
        changed => SealingPrompt.TryParse(changed.line) is not { } read || (read.ToString() == changed.line
            && (changed.line == changed.prompt.ToString()) == (Facts(read) == Facts(changed.prompt))));

    [Test]
    public void Each_prompt_is_another() =>
        Assert.That(Enumerable.Range(0, 1000).Select(_ => new SealingPrompt(Pairs.Now, "job", "1").ToString()).Distinct().Count(), Is.EqualTo(1000));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:09Z -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:09Z - - ")]
    [TestCase("aws-temporal-sealed 1 0123456789ABCDEF 2031-05-06T07:08:09Z - -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcde 2031-05-06T07:08:09Z - -")]
    [TestCase("aws-temporal-sealed 2 0123456789abcdef 2031-05-06T07:08:09Z - -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:60Z - -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:09+00:00 - -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:09Z %2d -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:09Z %2F -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:09Z %ff -")]
    [TestCase("aws-temporal-sealed 1 0123456789abcdef 2031-05-06T07:08:09Z a'b -")]
    public void Another_line_is_no_prompt(string? line) => Assert.That(SealingPrompt.TryParse(line), Is.Null);

    [Test]
    public void A_name_of_a_thousand_characters_is_the_longest()
    {
        var longest = new SealingPrompt(Pairs.Now, new string('é', 1000), null).ToString();
        Assert.That(SealingPrompt.TryParse(longest), Is.Not.Null);
        Assert.That(SealingPrompt.TryParse(longest.Replace(" %C3", " x%C3", StringComparison.Ordinal)), Is.Null);
        Assert.That(() => new SealingPrompt(Pairs.Now, "job", new string('x', 1001)), Throws.TypeOf<InvalidOptionException>());
    }

    [TestCase(null, null, "a prompt, asked at 2031-05-06T07:08:09Z")]
    [TestCase("", "", "a prompt, asked at 2031-05-06T07:08:09Z")]
    [TestCase("team/deploy", null, "team/deploy, asked at 2031-05-06T07:08:09Z")]
    [TestCase(null, "12", "build 12, asked at 2031-05-06T07:08:09Z")]
    [TestCase("team/a\nb", "#12\u001b", "build #12? of team/a?b, asked at 2031-05-06T07:08:09Z")]
    public void It_has_words_for_people(string? job, string? build, string words) =>
        Assert.That(new SealingPrompt(Pairs.Now.AddMilliseconds(999), job, build).Words, Is.EqualTo(words));

    private static string Facts(SealingPrompt prompt) => $"{prompt.Id}\u0001{prompt.PromptedAt:O}\u0001{prompt.Job ?? "\u0002"}\u0001{prompt.Build ?? "\u0002"}";

    private static void ForAll<T>(Gen<T> values, Func<T, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(values.ToArbitrary(), holds));
}
