using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class JsonTests
{
    // Of each kind that counts: plain, escaped by JSON, beyond the first plane, and unseen ones of both planes.
    private static readonly string[] Pieces = ["a", "\"", "\\", "\n", "+", "é", "\U0001F600", "\u202e", "\u200b", "\u2028", "\ufeff", "\u0085", "\U000E0041", "\u0001"];

    [Test]
    public void What_is_written_is_read_as_it_was_and_shows_nothing_unseen() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            var line = Encoding.UTF8.GetString(Json.Line(json => json.WriteStringValue(text)));
            Assert.That(JsonDocument.Parse(line).RootElement.GetString(), Is.EqualTo(text));
            Assert.That(Unseen(line[..^1]), Is.False);
            Assert.That(Unseen(Facts.OneLine(text)), Is.False);
        }));

    private static bool Unseen(string text) => text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
