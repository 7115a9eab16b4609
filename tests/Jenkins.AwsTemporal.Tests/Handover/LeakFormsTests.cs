using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Handover;

namespace Jenkins.AwsTemporal.Tests.Handover;

internal sealed class LeakFormsTests
{
    private const string Secret = "pä$$ \"w<o>r'd\\&/+%`1";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> AnySecret =
        Gen.Elements("abcXYZ012 \"'\\$`&<>/+%~!\n\t{}[]:,äß€\U0001F511".EnumerateRunes().Select(rune => rune.ToString()).ToArray())
            .ArrayOf().Select(string.Concat).Where(text => !LeakForms.IsTooShort(Encoding.UTF8.GetBytes(text)));

    private static readonly Func<string, string>[] Ways =
    [
        text => text,
        text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        Uri.EscapeDataString,
        System.Net.WebUtility.UrlEncode,
        System.Net.WebUtility.HtmlEncode,
        text => JsonSerializer.Serialize(text)[1..^1],
        text => JsonSerializer.Serialize(text, Relaxed)[1..^1],
        text => new System.Xml.Linq.XText(text).ToString(),
        text => text.Replace("'", @"'\''", StringComparison.Ordinal),
    ];

    [Test]
    public void Whatever_a_program_makes_of_a_secret_is_masked() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
        AnySecret.Zip(Gen.Elements(Ways)).ToArbitrary(),
        sample =>
        {
            var (secret, way) = sample;
            // Not every encoder writes all there is: .NET's HTML has character numbers for what XML writes as it is.
            var written = way(secret);
            if (way == Ways[8] && secret.Any(character => character > 127))
                return true;
            var masked = Masked(secret, $"x={written}.");
            return masked == "x=****." ? true : throw new AssertionException($"{written} became {masked}");
        }));

    [TestCase("pä$$ \"w<o>r'd\\&/+%`1", TestName = "As it is")]
    [TestCase("p%C3%A4%24%24%20%22w%3Co%3Er%27d%5C%26%2F%2B%25%601", TestName = "In a URL")]
    [TestCase("p%c3%a4%24%24%20%22w%3co%3er%27d%5c%26%2f%2b%25%601", TestName = "In a URL, lower case")]
    [TestCase("p%C3%A4%24%24+%22w%3Co%3Er%27d%5C%26%2F%2B%25%601", TestName = "In a form")]
    [TestCase("pä$$ \\\"w<o>r'd\\\\&\\/+%`1", TestName = "In JSON of PHP")]
    [TestCase("pä$$ \\\"w\\u003co\\u003er'd\\\\\\u0026/+%`1", TestName = "In JSON of Go")]
    [TestCase("p\\u00e4$$ \\\"w<o>r'd\\\\&/+%`1", TestName = "In JSON of Python")]
    [TestCase("pä$$ \\\\\\\"w<o>r'd\\\\\\\\&/+%`1", TestName = "In JSON in JSON")]
    [TestCase("pä$$ &quot;w&lt;o&gt;r&apos;d\\&amp;/+%`1", TestName = "In an XML attribute")]
    [TestCase("pä$$ &quot;w&lt;o&gt;r&#x27;d\\&amp;/+%`1", TestName = "In HTML of Python")]
    [TestCase("pä$$ &#34;w&lt;o&gt;r&#39;d\\&amp;/+%`1", TestName = "In HTML of Go")]
    [TestCase("pä$$ \"w<o>r'\\''d\\&/+%`1", TestName = "In a trace of bash")]
    [TestCase("pä$$ \"w<o>r'\"'\"'d\\&/+%`1", TestName = "In a trace of dash")]
    [TestCase("pä\\$\\$ \\\"w<o>r'd\\\\&/+%\\`1", TestName = "In double quotes")]
    [TestCase("pä\\$\\$\\ \\\"w\\<o\\>r\\'d\\\\\\&/+%\\`1", TestName = "By printf %q")]
    public void A_form_is_masked(string written) => Assert.That(Masked(Secret, $"[{written}]"), Is.EqualTo("[****]"));

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
    public void Each_line_and_each_leaf_of_JSON_is_masked()
    {
        const string pem = "-----BEGIN KEY-----\r\nMIIEabcdefg\r\n  AAAAzzzz==\r\nab\r\n-----END KEY-----\n";
        Assert.That(Masked(pem, "got MIIEabcdefg and AAAAzzzz=="), Is.EqualTo("got **** and ****"));
        const string json = """{"user":"alice\u0040example","port":65432,"deep":[{"key":"line-one\nline-two"}],"on":true,"n":7}""";
        Assert.That(Masked(json, "alice@example 65432 line-one true 7 line-two on"), Is.EqualTo("**** **** **** true 7 **** on"));
        Assert.That(Masked(json, json), Is.EqualTo("****"));
    }

    [TestCase("", true)]
    [TestCase("abc", true)]
    [TestCase("123\n", true)]
    [TestCase("True", true)]
    [TestCase("false\n", true)]
    [TestCase("null", true)]
    [TestCase("abcd", false)]
    [TestCase("1234", false)]
    public void What_is_too_short_is_not_masked(string value, bool isTooShort)
    {
        Assert.That(LeakForms.IsTooShort(Encoding.UTF8.GetBytes(value)), Is.EqualTo(isTooShort));
        Assert.That(LeakForms.Of(Encoding.UTF8.GetBytes(value)), isTooShort ? Is.Empty : Is.Not.Empty);
    }

    private static string Masked(string secret, string output)
    {
        using var stream = new MemoryStream();
        var masker = new OutputMasker(new MaskPatterns(LeakForms.Of(Encoding.UTF8.GetBytes(secret))), stream);
        masker.Write(Encoding.UTF8.GetBytes(output));
        masker.Complete();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
