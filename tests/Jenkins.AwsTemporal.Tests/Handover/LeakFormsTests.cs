using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Handover;
using static Jenkins.AwsTemporal.Tests.Handover.Masking;

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

    [TestCase("key: \"value-of-a-line\"\n}\n  ab\n", TestName = "Lines, some of them short")]
    [TestCase("ab\ncd\n\n", TestName = "Short lines")]
    [TestCase("A line of some length. ", TestName = "One line")]
    [TestCase("ä€\U0001F511", TestName = "Characters of several bytes")]
    public void A_long_secret_is_masked_as_a_whole_and_escaped(string part)
    {
        for (var count = 1; count < 400; count += 1 + (count / 4))
        {
            var secret = string.Concat(Enumerable.Repeat(part, count));
            Assert.That(Masked(secret, $"[{secret}]"), Is.EqualTo("[****]"), $"{secret.Length} characters");
            // Of what is large, the escapes that change little are looked for; of what has lines, the lines.
            var escaped = Encoding.UTF8.GetByteCount(secret) > 4096 ? JsonSerializer.Serialize(secret, Relaxed)[1..^1] : Uri.EscapeDataString(secret);
            Assert.That(Masked(secret, $"[{escaped}]"), part.Contains('\n') ? Does.Not.Contain("value") : Is.EqualTo("[****]"), $"{secret.Length} characters");
        }
    }

    [Test]
    public void Each_line_and_each_leaf_of_JSON_is_masked()
    {
        const string pem = "-----BEGIN KEY-----\r\nMIIEabcdefg\r\n  AAAAzzzz==\r\nab\r\n-----END KEY-----\n";
        Assert.That(Masked(pem, "got MIIEabcdefg and AAAAzzzz=="), Is.EqualTo("got **** and ****"));
        const string json = """{"user":"alice\u0040example","port":65432,"id":1234567890123456,"deep":[{"key":"line-one\nline-two"}],"on":true,"n":7}""";
        Assert.That(Masked(json, "alice@example 65432 1234567890123456 line-one true 7 line-two on"), Is.EqualTo("**** 65432 **** **** true 7 **** on"));
        Assert.That(Masked(json, json), Is.EqualTo("****"));
    }

    [Test]
    public void Each_leaf_of_JSON_is_masked_however_it_is_written()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", 500)) + "\"hunter2-deep\"" + string.Concat(Enumerable.Repeat("]}", 500));
        Assert.That(Masked(deep, "it is hunter2-deep."), Is.EqualTo("it is ****."));
        Assert.That(Masked("\uFEFF{\"a\":\"hunter2\\u002dbom\"}", "it is hunter2-bom."), Is.EqualTo("it is ****."));
        const string loose = "// what is this\n{\"a\": /* and \"this\" */ [\"hunter2\\u002done\",], \"b\": \"hunter2\\u002dtwo\",}";
        Assert.That(Masked(loose, "hunter2-one and hunter2-two"), Is.EqualTo("**** and ****"));
    }

    [TestCase("\\ud800")]
    [TestCase("\\uDFFF")]
    [TestCase("\\udc00\\ud800")]
    [TestCase("\\ud83d\\udd11\\ud83d")]
    public void A_lone_surrogate_hides_no_leaf_of_JSON(string lone)
    {
        var json = $"{{\"a\":\"hunter2\\u002dbefore{lone}after\\u002dhunter2\\\\\",\"b\":\"next\\u002dhunter2\"}}";
        Assert.That(Masked(json, "hunter2-before?after-hunter2\\ next-hunter2"), Is.EqualTo("****?**** ****"));
        Assert.That(Masked(json, $"hunter2\\u002dbefore{lone}after\\u002dhunter2\\\\!"), Is.EqualTo("****!"));
    }

    [TestCase("DB_PASSWORD=hunter2-hunter2", TestName = "dotenv")]
    [TestCase("export DB_PASSWORD='hunter2-hunter2'", TestName = "A script")]
    [TestCase("db.password = hunter2-hunter2", TestName = "Properties")]
    [TestCase("  password: \"hunter2-hunter2\"", TestName = "YAML")]
    public void The_right_side_of_an_assignment_is_masked(string line)
    {
        Assert.That(Masked($"# settings\n{line}\nKIND=Service\n", "it is hunter2-hunter2, a Service"), Is.EqualTo("it is ****, a Service"));
        Assert.That(Masked($"# settings\n{line}\n", Convert.ToBase64String(Encoding.ASCII.GetBytes("hunter2-hunter2"))), Is.EqualTo("****"));
    }

    [TestCase("", true)]
    [TestCase("abc", true)]
    [TestCase("123\n", true)]
    [TestCase("True", true)]
    [TestCase("false\n", true)]
    [TestCase("null", true)]
    [TestCase("abcd", false)]
    [TestCase("1234", true)]
    [TestCase("2026112214153000", false)]
    [TestCase("202611221415300", true)]
    [TestCase("-31415.9265\n", true)]
    [TestCase("+4930123456", true)]
    [TestCase("-3.14159265358979", true)]
    [TestCase("-3.141592653589793", false)]
    [TestCase("10.0.0.1", false)]
    [TestCase("12-34", false)]
    [TestCase("....", false)]
    [TestCase("-.--", false)]
    public void What_is_too_short_is_not_masked(string value, bool isTooShort)
    {
        Assert.That(LeakForms.IsTooShort(Encoding.UTF8.GetBytes(value)), Is.EqualTo(isTooShort));
        var forms = new LeakForms();
        forms.Add(Encoding.UTF8.GetBytes(value));
        Assert.That(forms.List.Count, isTooShort ? Is.Zero : Is.Not.Zero);
    }

    [TestCase("a long enough secret", 0)]
    [TestCase("-----BEGIN-----\nabcd\n}\n\n---\nxyz\n12\n-----END-----", 2, TestName = "Lines with letters and digits")]
    [TestCase("""{"user":"bob","pin":"1234","port":5432,"on":true,"flag":"true","none":null,"empty":"","x":"--","password":"hunter2"}""", 2, TestName = "Texts of JSON")]
    [TestCase("{\n  \"a\": 1,\n  \"b\": \"line-one\\nab\"\n}", 1, TestName = "A line of a text of JSON")]
    [TestCase("[\n  1,\n  \"ab\"\n]", 1, TestName = "Of JSON no lines")]
    [TestCase("{\"a\": \"abcd\",\nab", 1, TestName = "What is no JSON has lines")]
    [TestCase("123", 0)]
    public void Parts_that_are_too_short_are_counted(string value, int expected)
    {
        Assert.That(new LeakForms().Add(Encoding.UTF8.GetBytes(value)), Is.EqualTo(expected));
    }

    [Test, Combinatorial]
    public void However_large_a_secret_is_what_is_looked_for_is_bounded(
        [Values("text", "escaped", "PEM", "JSON", "one line", "binary", "zeros")] string shape, [Values(4096, 65_536)] int size)
    {
        var random = new Random(1);
        string Text(int length, char from, char to) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(from, to + 1)));
        Func<string> next = shape switch
        {
            "text" => () => Text(64, ' ', '~') + "\n",
            "escaped" => () => Text(16, '!', '/') + "\n",
            "PEM" => () => Text(64, 'A', 'Z') + "\n",
            "JSON" => () => $"\n  \"{Text(8, 'a', 'z')}\": \"{Text(24, '0', 'Z')}\",",
            "one line" => () => Text(1000, ' ', '~'),
            "binary" => () => Text(1000, '\0', '\u00ff'),
            _ => () => new string('\0', 1000),
        };
        var text = new StringBuilder(shape == "JSON" ? "{" : "");
        while (text.Length < size)
            text.Append(next());
        var value = Encoding.Latin1.GetBytes(text.ToString(0, shape == "JSON" ? size - 1 : size).TrimEnd(',') + (shape == "JSON" ? "}" : ""));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var patterns = Patterns(value);
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(12_000_000));
        GC.KeepAlive(patterns);
    }

    [Test]
    public void However_many_large_secrets_there_are_what_is_looked_for_is_bounded()
    {
        var random = new Random(1);
        var forms = new LeakForms();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var secret = 0; secret < 40; secret++)
        {
            var value = new byte[65_536];
            for (var at = 0; at < value.Length; at++)
                value[at] = (byte)(at % 64 == 63 ? '\n' : random.Next(' ', '~'));
            forms.Add(value);
        }

        var patterns = new MaskPatterns(forms);
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(100_000_000), "eight with all escapes, 32 with few");
        GC.KeepAlive(patterns);
        GC.KeepAlive(forms);
    }
}
