using System.Diagnostics;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

internal sealed class HostileInputTests
{
    private const int Limit = 64 * 1024;

    private static readonly string[] Repeated =
    [
        " ", "\t", "\n", "\"", "'", "\\", "set ", "set --a ", "set -a --b ", "A", "=", ":", "a:b:", "a ", "ab\n", "aaaa\n", "\r\n", "&amp;", "&#1;", "&",
        "\e[", "\e]", "\e]0;", "AccessKeyId", "AccessKeyId=", "AccessKeyId=x ", "AccessKeyId=;", "set AccessKeyId ", "\"AccessKeyId\":", "\"AccessKeyId\":\"", "\"Token\":\"\\",
        "aws_session_token=", "export AWS_SESSION_TOKEN=a\n", "ASIA6KNZ4A2TGOLE3AQ4 ", "ASIA6KNZ4A2TGOLE3AQ4:", "# ", "//\n", "{", "[", "|", "2037-11-21T14:15:00Z ",
        "aaaaaaaaaaaaaaaaaaaaaaaaa\n", "aaaaaaaaaaaaaaaaaaa ", "set -a-a-a-a-a", "\"\n", "x_=", "- ", "😀", "\u00A0", "\u200B", "\0",
    ];

    // What makes a paste worth reading, before, after, and around what is repeated.
    private static readonly string[] Surroundings =
    [
        "", "AWS_SECRET_ACCESS_KEY=", "AWS_SESSION_TOKEN=a", "\"SessionToken\": \"", "ASIA6KNZ4A2TGOLE3AQ4:", $"{new string('a', 101)}\n",
    ];

    [Test]
    public void Nothing_but_text_of_up_to_64_kib_is_read()
    {
        var text = Samples.Read("portal-unix.txt") + "\n";
        Samples.AssertReads(text + new string('#', Limit - text.Length), "the limit");
        Samples.AssertRefused(text + new string('#', Limit - text.Length + 1), ErrorCode.PasteTooLarge);
        Samples.AssertRefused(text + new string('é', Limit / 2), ErrorCode.PasteTooLarge);
        Samples.AssertRefused(new string('\0', Limit + 1), ErrorCode.PasteTooLarge);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \t\r\n\u00A0\u200B\uFEFF\0")]
    [TestCase("\e[0m")]
    [TestCase("&nbsp;")]
    public void An_empty_paste_is_refused_as_empty(string? text) => Samples.AssertRefused(text, ErrorCode.EmptyPaste);

    [TestCase("hello")]
    [TestCase("The Credentials: none. AccessKeyId and SecretAccessKey are words.")]
    [TestCase("{\"Token\": 1}")]
    [TestCase("\uD800\uDC00\uD800")]
    [TestCase("# export AWS_ACCESS_KEY_ID=ASIA6KNZ4A2TGOLE3AQ4")]
    [TestCase("https://example.test/?a=b:c")]
    public void Other_text_is_refused(string text) => Assert.That(
        Samples.AssertRefused(text, null).Code, Is.EqualTo(ErrorCode.NotCredentials).Or.EqualTo(ErrorCode.InvalidSessionToken).Or.EqualTo(ErrorCode.MissingField));

    [Test]
    public void Lone_surrogates_and_escapes_that_json_does_not_know_are_errors()
    {
        foreach (var escape in new[] { "\\uD800", "\\x", "\\u12", "\\", "\uD800", "\\u0000" })
        {
            Samples.AssertRefused(Samples.Read("container.json").Replace(Samples.Token, escape + Samples.Token, StringComparison.Ordinal), ErrorCode.InvalidSessionToken, escape);
            Samples.AssertRefused(Samples.Read("container.json").Replace(Samples.Secret, Samples.Secret + escape, StringComparison.Ordinal), error: null, escape);
        }
    }

    [Test]
    public void Time_grows_with_the_length_of_the_paste_and_not_with_its_square()
    {
        var slow = new List<string>();
        foreach (var before in Surroundings)
        {
            foreach (var piece in Repeated)
            {
                foreach (var after in new[] { "", "\nASIA6KNZ4A2TGOLE3AQ4" })
                {
                    // Four times the length may take four times as long; a square would take sixteen times.
                    var large = TimeOf(Fill(before, piece, after, Limit));
                    if (large > 20 && large > 10 * Math.Max(1, TimeOf(Fill(before, piece, after, Limit / 4))))
                        slow.Add($"{before[..Math.Min(20, before.Length)]}|{piece}|{after}: {large} ms");
                }
            }
        }

        Assert.That(slow, Is.Empty);
    }

    private static string Fill(string before, string piece, string after, int bytes)
    {
        var room = bytes - before.Length - after.Length;
        return before + string.Concat(Enumerable.Repeat(piece, room / System.Text.Encoding.UTF8.GetByteCount(piece))) + after;
    }

    private static double TimeOf(string text)
    {
        var best = double.MaxValue;
        for (var turn = 0; turn < 5; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            _ = PastedCredentials.TryParse(text, out _, out _);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (best < 20)
                break;
        }

        return best;
    }
}
