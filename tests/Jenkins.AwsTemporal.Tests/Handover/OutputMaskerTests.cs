using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Handover;

namespace Jenkins.AwsTemporal.Tests.Handover;

internal sealed class OutputMaskerTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(300);

    // Few letters, so that patterns repeat, overlap and contain each other: of hexadecimal, of base64 too, and of neither.
    private static readonly Gen<byte[]> Letters =
        from alphabet in Gen.Elements("abc", "ab", "abg", "ab.")
        from letters in Gen.Elements(alphabet.ToCharArray()).Select(letter => (byte)letter).ArrayOf()
        select letters;

    private static readonly string[] Gaps =
        ["\n", "\r\n", "\n  ", "\r\n\t", ":", " ", "  ", ", ", ":\n ", "\r", "\n\n", "   ", "\n" + new string(' ', 32), "\n" + new string(' ', 33), " \r\n"];

    // What could be lines of base64 and of hexadecimal, just long enough or not.
    private static readonly string[] Lines = [new('c', 32), new('c', 31), new('g', 32), new('g', 30), "c:" + new string('c', 29)];

    private static readonly Gen<(byte[][] Patterns, byte[] Output)> Samples =
        from patterns in Letters.Where(pattern => pattern.Length >= LeakForms.ShortestMasked).ArrayOf().Select(patterns => patterns.Take(6).ToArray())
        from noise in Letters
        from gaps in Gen.Elements(Gaps).Select(Encoding.ASCII.GetBytes).ArrayOf()
        from line in Gen.Elements(Lines).Select(Encoding.ASCII.GetBytes)
        from every in Gen.Elements(1, 2, 2, 2, 3, 5)
        from parts in Gen.Elements<byte[]>([noise, [], line, .. gaps, .. patterns, .. patterns.Select(pattern => Broken(pattern, every, gaps))]).ArrayOf()
        select (patterns, parts.SelectMany(part => part).ToArray());

    [Test]
    public void Wherever_the_output_is_split_it_is_masked_as_a_whole() => Check.One(Often, Prop.ForAll(
        Samples.ToArbitrary(),
        sample =>
        {
            var patterns = Automaton(sample.Patterns);
            var expected = Oracle.Mask(sample.Patterns, sample.Output);
            for (var split = 0; split <= sample.Output.Length; split++)
            {
                if (Mask(patterns, sample.Output[..split], sample.Output[split..]) != expected)
                    return false;
            }

            return Mask(patterns, [.. sample.Output.Select(value => new[] { value })]) == expected;
        }));

    [Test]
    public void Everything_is_written_at_once_but_what_may_become_a_secret() => Check.One(Often, Prop.ForAll(
        Samples.ToArbitrary(),
        sample =>
        {
            using var output = new MemoryStream();
            var masker = new OutputMasker(Automaton(sample.Patterns), output);
            for (var end = 1; end <= Math.Min(sample.Output.Length, 150); end++)
            {
                masker.Write(sample.Output.AsSpan(end - 1, 1));
                var sure = Oracle.MaskWhatIsSure(sample.Patterns, sample.Output[..end]);
                if (Encoding.Latin1.GetString(output.ToArray()) != sure)
                    return false;
            }

            return true;
        }));

    [Test]
    public void Patterns_that_come_later_are_masked_from_there_on_and_the_others_all_along() => Check.One(Often, Prop.ForAll(
        (from sample in Samples
         from later in Letters.Where(letters => letters.Length >= 3).Select(letters => (byte[])[(byte)'d', .. letters])
         from parts in Gen.Elements<byte[]>([later, later[1..], .. sample.Patterns]).ArrayOf()
         select (sample, later, rest: parts.SelectMany(part => part).ToArray())).ToArbitrary(),
        given =>
        {
            byte[][] all = [given.later, .. given.sample.Patterns];
            var expected = Oracle.Mask(all, [.. given.sample.Output, .. given.rest]);
            using var output = new MemoryStream();
            var masker = new OutputMasker(Automaton(given.sample.Patterns), output);
            foreach (var value in given.sample.Output)
            {
                masker.Write([value]);
                masker.Use(Automaton(given.sample.Patterns));
            }

            masker.Use(Automaton(given.sample.Patterns).With(Exactly(given.later)));
            foreach (var part in given.rest.Chunk(2))
                masker.Write(part);
            masker.Complete();
            return Encoding.Latin1.GetString(output.ToArray()) == expected;
        }));

    [Test]
    public void Every_form_of_a_secret_is_masked_at_every_split_point() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(
        (from secret in Gen.Elements("abcABC012 \"'\\$&<>/+%~\n{}:ä€".EnumerateRunes().Select(rune => rune.ToString()).ToArray()).ArrayOf()
            .Select(runes => Encoding.UTF8.GetBytes(string.Concat(runes))).Where(bytes => !LeakForms.IsTooShort(bytes))
         from noise in Letters
         select (secret, noise)).ToArbitrary(),
        sample =>
        {
            byte[][] forms = [.. Forms(sample.secret).DistinctBy(Convert.ToHexString)];
            var patterns = Automaton(forms);
            foreach (var form in forms)
            {
                byte[] output = [.. sample.noise, .. form, .. sample.noise];
                var expected = Oracle.Mask(forms, output);
                if (Oracle.Contains(Encoding.Latin1.GetBytes(expected), form))
                    return false;
                for (var split = 0; split <= output.Length; split++)
                {
                    if (Mask(patterns, output[..split], output[split..]) != expected)
                        return false;
                }
            }

            return true;
        }));

    [Test]
    public void Random_secrets_of_any_bytes_never_get_out() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
        (from secret in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().Where(bytes => bytes.Length >= 4)
         from noise in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
         from cuts in Gen.Choose(1, 7)
         select (secret, noise, cuts)).ToArbitrary(),
        sample =>
        {
            var forms = Forms(sample.secret);
            if (forms.Length == 0)
                return LeakForms.IsTooShort(sample.secret);
            byte[] all = [.. sample.noise, .. sample.secret, .. Encoding.ASCII.GetBytes(Convert.ToBase64String([.. sample.noise, .. sample.secret])), .. sample.secret, .. sample.noise];
            var masked = Mask(Automaton(forms), [.. all.Chunk(sample.cuts)]);
            return !Oracle.Contains(Encoding.Latin1.GetBytes(masked), sample.secret) && masked == Oracle.Mask(forms, all);
        }));

    [Test]
    public void A_prompt_without_a_line_end_appears_at_once()
    {
        using var output = new MemoryStream();
        var masker = new OutputMasker(Automaton("hunter2-hunter2"u8.ToArray()), output);
        masker.Write("Password: "u8);
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("Password: "));
        masker.Write("hunter"u8);
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("Password: "));
        masker.Write("2-hunter2"u8);
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("Password: ****"));
        masker.Write("-hun"u8);
        masker.Complete();
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("Password: ****-hun"));
    }

    [Test]
    public void Long_output_and_long_secrets_are_masked_in_a_bounded_buffer()
    {
        var secret = new byte[100_000];
        new Random(1).NextBytes(secret);
        var noise = new byte[70_000];
        new Random(2).NextBytes(noise);
        byte[] all = [.. noise, .. secret[..99_999], .. noise, .. secret, .. secret[..50_000], .. secret, .. noise];
        var patterns = Automaton(secret, secret[10..2000]);
        byte[][] pieces = [.. secret.Chunk(252).SkipLast(1), secret[^252..], .. secret[10..2000].Chunk(252).SkipLast(1), secret[1748..2000]];
        var expected = Oracle.Mask(pieces, all);
        foreach (var size in new[] { 1, 4096, 65536, all.Length })
            Assert.That(Mask(patterns, [.. all.Chunk(size)]), Is.EqualTo(expected), $"in portions of {size}");
    }

    [TestCase(1)]
    [TestCase(1000)]
    [TestCase(1_000_000)]
    public void However_much_is_written_little_memory_is_needed(int size)
    {
        var masker = new OutputMasker(Automaton("hunter2-hunter2"u8.ToArray(), new byte[200]), Stream.Null);
        var output = Enumerable.Repeat("text hunter2-hunter2 and \0\0\0"u8.ToArray(), 40_000).SelectMany(bytes => bytes).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < output.Length; at += size)
            masker.Write(output.AsSpan(at, Math.Min(size, output.Length - at)));
        masker.Complete();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(500_000));
    }

    [Test]
    public void Without_patterns_nothing_changes() =>
        Assert.That(Mask(Automaton(), "\e[31mred\e[0m\0"u8.ToArray()), Is.EqualTo("\e[31mred\e[0m\0"));

    private static byte[] Broken(byte[] pattern, int every, byte[][] gaps) =>
        [.. pattern.SelectMany((letter, i) => i > 0 && i % every == 0 && gaps.Length > 0 ? [.. gaps[i % gaps.Length], letter] : (byte[])[letter])];

    // Forms come several times, as they do to the masker.
    private static byte[][] Forms(byte[] secret)
    {
        var forms = new LeakForms();
        forms.Add(secret);
        return [.. Enumerable.Range(0, forms.List.Count).Select(i => forms.List.Letters(forms.List[i]))];
    }

    private static MaskPatterns Automaton(params byte[][] patterns) => new(Exactly(patterns));

    private static LeakForms Exactly(params byte[][] patterns)
    {
        var forms = new LeakForms();
        foreach (var pattern in patterns)
            forms.List.Add(forms.List.Keep(pattern), pattern.Length);
        return forms;
    }

    private static string Mask(MaskPatterns patterns, params byte[][] writes)
    {
        using var output = new MemoryStream();
        var masker = new OutputMasker(patterns, output);
        foreach (var write in writes)
            masker.Write(write);
        masker.Complete();
        return Encoding.Latin1.GetString(output.ToArray());
    }
}
