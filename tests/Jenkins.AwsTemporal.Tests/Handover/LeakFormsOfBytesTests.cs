using System.Text;
using Jenkins.AwsTemporal.Handover;
using static Jenkins.AwsTemporal.Tests.Handover.Masking;

namespace Jenkins.AwsTemporal.Tests.Handover;

/// <summary>Secrets as base64 and hexadecimal, whole and in lines.</summary>
internal sealed class LeakFormsOfBytesTests
{
    private const string Secret = "pä$$ \"w<o>r'd\\&/+%`1";

    [Test]
    public void In_base64_it_is_masked_wherever_it_stands()
    {
        for (var before = 0; before < 9; before++)
        {
            var text = Convert.ToBase64String([.. Enumerable.Repeat((byte)'-', before), .. Encoding.UTF8.GetBytes(Secret), .. "tail"u8]);
            Assert.That(Masked(Secret, text), Does.Contain("****").And.Length.LessThan(text.Length - 20));
        }
    }

    [Test]
    public void In_lines_of_base64_it_is_masked_wherever_it_stands([Values(32, 33, 60, 61, 64, 76)] int length, [Values("\n", "\r\n", "\n    ")] string end)
    {
        for (var before = 0; before < 80; before++)
        {
            var text = Convert.ToBase64String([.. Enumerable.Repeat((byte)'-', before), .. Encoding.UTF8.GetBytes(Secret), .. "a tail"u8]);
            var lines = string.Join(end, text.Chunk(length).Select(line => new string(line)));
            Assert.That(Masked(Secret, lines).Replace(end, "", StringComparison.Ordinal), Is.EqualTo(Masked(Secret, text)), $"{before} bytes before it");
        }
    }

    [Test]
    public void In_short_lines_of_base64_it_is_masked_where_four_letters_are_in_the_first()
    {
        var text = "____" + Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret));
        for (var length = 8; length < 32; length++)
            Assert.That(Masked(Secret, string.Join('\n', text.Chunk(length).Select(line => new string(line)))), Is.EqualTo("____****"), $"in lines of {length}");
    }

    [Test]
    public void In_hexadecimal_it_is_masked_whatever_separates_the_bytes_and_the_lines(
        [Values("", ":", " ", "-", ", ", "  ")] string between, [Values("", "\n", "\r\n", "\n    ")] string end, [Values] bool isUpper)
    {
        var bytes = Encoding.UTF8.GetBytes("some text before it" + Secret).Select(value => value.ToString(isUpper ? "X2" : "x2", System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        for (var length = 12; length < 30; length++)
        {
            var text = string.Join(between + end, bytes.Chunk(length).Select(line => string.Join(between, line)));
            var before = string.Join(between + end, bytes[..19].Chunk(length).Select(line => string.Join(between, line))).Length;
            Assert.That(Masked(Secret, text)[before..].TrimStart('\r', '\n', ' ', ':', '-', ','), Is.EqualTo("****"), $"in lines of {length} bytes");
        }
    }

    [TestCase(200)]
    [TestCase(1500)]
    [TestCase(20_000)]
    [TestCase(65_536)]
    public void A_long_secret_is_masked_wherever_it_stands_in_lines_of_base64_and_hexadecimal(int length)
    {
        var value = new byte[length];
        new Random(length).NextBytes(value);
        var forms = Patterns(value);
        for (var before = 0; before < 5; before++)
        {
            byte[] all = [.. new byte[before], .. value, .. new byte[before]];
            foreach (var text in new[] { Convert.ToBase64String(all), Convert.ToHexString(all), Convert.ToHexStringLower(all) })
            {
                var lines = string.Join("\n  ", text.Chunk(60).Select(line => new string(line)));
                Assert.That(Masked(forms, Encoding.ASCII.GetBytes($"[{lines}]")), Does.Match(@"^\[.{0,10}(\*\*\*\*\s*)+.{0,10}\]$"), $"{before} bytes before it");
            }
        }
    }

    [TestCase(200)]
    [TestCase(1500)]
    [TestCase(20_000)]
    public void A_long_secret_is_masked_in_lines_of_base64_however_they_are_indented(int length)
    {
        var value = new byte[length];
        new Random(length).NextBytes(value);
        var forms = Patterns(value);
        foreach (var size in new[] { 64, 76 })
        {
            foreach (var end in new[] { "\n", "\r\n" })
            {
                var lines = string.Join(end, Convert.ToBase64String(value).Chunk(size).Select(line => new string(line)));
                Assert.That(Masked(forms, Encoding.ASCII.GetBytes($"[{lines}]")), Does.Match(@"^\[(\*\*\*\*\s*)+\]$"));
            }
        }

        var indented = string.Concat(Convert.ToBase64String(value).Chunk(76).Select(line => $"    {new string(line)}\n"));
        Assert.That(Masked(forms, Encoding.ASCII.GetBytes(indented)).Trim(), Does.Match(@"^(\*\*\*\*\s*)+$"));
    }
}
