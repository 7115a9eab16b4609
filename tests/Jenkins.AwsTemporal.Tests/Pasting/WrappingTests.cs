using System.Text;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

internal sealed class WrappingTests
{
    // A table is wider than any terminal: wrapped, it is no table any more.
    public static IEnumerable<string> Names => Samples.Names.Where(name => !name.EndsWith(".table", StringComparison.Ordinal));

    [TestCaseSource(nameof(Names))]
    public void A_paste_that_a_terminal_wrapped_is_read_at_every_width(string name)
    {
        var form = Samples.Forms.Single(sample => sample.Name == name).Form;
        var text = Samples.Read(name);
        for (var width = 20; width <= 200; width++)
        {
            var pasted = Samples.AssertReads(Wrap(text, width), $"{name} at {width}");
            Assert.That(pasted.Form, Is.EqualTo(form), $"{name} at {width}");
        }
    }

    [Test]
    public void A_repair_is_told_in_words_without_values()
    {
        var pasted = Samples.AssertReads(Wrap(Samples.Read("one-liner.txt"), 80), "wrapped");
        Assert.That(pasted.Repairs, Has.One.EqualTo("lines joined that a terminal wrapped"));
    }

    [Test]
    public void Line_breaks_inside_quotation_marks_are_taken_out_at_every_width()
    {
        foreach (var indent in new[] { "", "    ", "\t" })
        {
            for (var width = 20; width <= 200; width++)
            {
                var token = string.Join("\n" + indent, Samples.Token.Chunk(width).Select(chunk => new string(chunk)));
                var pasted = Samples.AssertReads(Samples.Read("cli1-assume-role.json").Replace(Samples.Token, token, StringComparison.Ordinal), $"{width}");
                Assert.That(pasted.Repairs, Is.Not.Empty);
            }
        }
    }

    [Test]
    public void A_wrapped_token_is_read_although_the_prompt_follows()
    {
        for (var width = 20; width <= 200; width++)
            Samples.AssertReads(Wrap(Samples.Read("cli2-export-credentials.env"), width) + "operator@host:~$ ", $"{width}");
    }

    [Test]
    public void A_line_that_may_belong_to_a_token_without_padding_makes_the_paste_ambiguous()
    {
        var token = Samples.Token.TrimEnd('=')[..^2];
        foreach (var paste in new[] { $"{Samples.Id}:{Samples.Secret}:{token}", $"CREDENTIALS\t{Samples.Id}\t{Samples.Secret}\t{token}", Samples.Read("csh.txt").TrimEnd().Replace(Samples.Token, token, StringComparison.Ordinal) })
        {
            Assert.That(PastedCredentials.Parse(paste + "\n$ ").Credentials.SessionToken, Is.EqualTo(token));
            foreach (var line in new[] { "exit", "bye", "VGhpcyBpcyBub3QgcGFydCBvZiBpdA==" })
            {
                var error = Samples.AssertRefused($"{paste}\n{line}\n", ErrorCode.InvalidSessionToken);
                Assert.That(error.Message, Does.Contain("may go on in the next line"));
            }
        }
    }

    [Test]
    public void A_word_after_a_token_with_padding_is_no_part_of_it() =>
        Samples.AssertReads($"{Samples.Id}:{Samples.Secret}:{Samples.Token}\nexit\n", "exit");

    [Test]
    public void A_line_before_that_may_begin_the_token_makes_the_paste_ambiguous()
    {
        var error = Samples.AssertRefused($"VGhpcyBpcyBub3QgcGFydCBvZiBpdA\n{Samples.Read("one-liner.txt")}", ErrorCode.InvalidSessionToken);
        Assert.That((error.Line, error.Field), Is.EqualTo(((int?)2, "SessionToken")));
        Samples.AssertRefused($"done\n{Samples.Read("one-liner.txt")}", ErrorCode.InvalidSessionToken);
        Samples.AssertReads($"all done\n{Samples.Read("one-liner.txt")}", "words");
    }

    [Test]
    public void A_wrapped_paste_that_lost_a_line_is_refused_unless_what_is_left_looks_whole()
    {
        foreach (var name in new[] { "one-liner.txt", "cli2-export-credentials.env", "cli2-assume-role.yaml", "portal-unix.txt", "cli2-get-session-token.text" })
        {
            for (var width = 41; width <= 200; width++)
            {
                var lines = Wrap(Samples.Read(name), width).TrimEnd().Split('\n');
                for (var lost = 0; lost < lines.Length; lost++)
                {
                    var rest = string.Join('\n', lines.Where((_, index) => index != lost));
                    if (PastedCredentials.TryParse(rest, out var pasted, out _))
                        Assert.That(IsShortened(pasted.Credentials.SessionToken, width), Is.True, $"{name} at {width} without {lost}");
                }
            }
        }
    }

    // Lost characters whose number is a multiple of four leave a token that nothing tells from a whole one.
    private static bool IsShortened(string token, int width) =>
        token == Samples.Token || (token.Length % 4 == 0 && token.Length >= Samples.Token.Length - width);

    /// <summary>What a terminal of some columns makes of a text, its tabs being blanks then.</summary>
    internal static string Wrap(string text, int width)
    {
        var result = new StringBuilder();
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            var columns = 0;
            foreach (var character in line)
            {
                var until = character == '\t' ? (columns / 8 * 8) + 8 : columns + 1;
                for (; columns < until; columns++)
                {
                    if (columns > 0 && columns % width == 0)
                        result.Append('\n');
                    result.Append(character == '\t' ? ' ' : character);
                }
            }

            result.Append('\n');
        }

        return result.ToString();
    }
}
