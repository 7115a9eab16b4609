using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

/// <summary>A terminal drops what a line has beyond its limit, and takes the next line as if nothing had been.</summary>
internal sealed class CutTests
{
    private static readonly int[] Limits = [1023, 1024, 4095, 4096];

    // Of every residue modulo 4, so that some cuts leave what looks like whole base64.
    private static IEnumerable<string> LongTokens(int limit) =>
        Enumerable.Range(0, 4).Select(more => string.Concat(Enumerable.Repeat(Samples.Token.TrimEnd('='), 8))[..(limit + 200 + more)]);

    [Test]
    public void A_paste_cut_where_a_terminal_cuts_a_line_is_refused_as_cut([ValueSource(nameof(Limits))] int limit)
    {
        foreach (var name in Samples.Names.Where(name => !name.EndsWith(".table", StringComparison.Ordinal)))
        {
            foreach (var token in LongTokens(limit))
            {
                for (var shift = 0; shift < 4; shift++)
                {
                    var text = new string(' ', shift) + Samples.Read(name).Replace(Samples.Token, token, StringComparison.Ordinal);
                    var error = Samples.AssertRefused(Cut(text, limit), error: null, $"{name} at {limit}");
                    Assert.That(error.Message, Does.StartWith("the paste is cut: line ").And.Contain($"ends at {limit} characters"), name);
                    Assert.That(error.Hint, Does.Contain("pipe"));
                }
            }
        }
    }

    [Test]
    public void A_paste_cut_anywhere_is_refused_or_whole_or_ends_in_a_bare_token()
    {
        foreach (var name in Samples.Names)
        {
            var text = Samples.Read(name);
            var end = text.IndexOf(Samples.Token, StringComparison.Ordinal) + Samples.Token.Length;
            for (var length = 0; length < text.Length; length++)
            {
                if (!PastedCredentials.TryParse(text[..length], out var pasted, out _) || pasted.Credentials.SessionToken == Samples.Token)
                    continue;
                // Without a mark after it, a token whose length is a multiple of four shows no cut: AWS will refuse it.
                Assert.That(text[..length], Does.EndWith(pasted.Credentials.SessionToken), $"{name} at {length}");
                Assert.That((" " + text)[end - Samples.Token.Length], Is.Not.EqualTo('"').And.Not.EqualTo('\''), $"{name} at {length}");
            }
        }
    }

    [Test]
    public void A_token_in_quotation_marks_is_never_taken_when_its_end_is_lost()
    {
        foreach (var name in Samples.Names)
        {
            var text = Samples.Read(name);
            var start = text.IndexOf(Samples.Token, StringComparison.Ordinal);
            if (start == 0 || text[start - 1] is not ('"' or '\''))
                continue;
            var lineEnd = text.IndexOf('\n', start);
            for (var kept = 100; kept < Samples.Token.Length; kept++)
            {
                var rest = lineEnd < 0 ? "" : text[lineEnd..];
                Samples.AssertRefused(text[..(start + kept)] + rest, error: null, $"{name} with {kept} characters of its token");
            }
        }
    }

    [Test]
    public void A_line_of_a_terminals_length_that_is_whole_is_read()
    {
        var text = Samples.Read("container.json");
        foreach (var limit in Limits)
            Samples.AssertReads(text.TrimEnd('}') + $",\"Note\":\"{new string('n', limit - text.Length - 10)}\"}}", $"{limit}");
    }

    private static string Cut(string text, int limit) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length > limit ? line[..limit] : line));
}
