using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Tests.Sealing;

public class SealingKeyTests
{
    [Test]
    public void A_key_comes_back_from_its_text_however_that_is_broken_into_lines()
    {
        using var pair = Pairs.New("Ordner/Überall #7", "1'2");
        var text = pair.Public.ToString();
        Assert.That(text, Does.Match(@"\A[A-Za-z0-9._-]+\z"));
        foreach (var given in new[] { text, $" {text}\r\n", string.Join("\r\n", text.Chunk(70).Select(line => new string(line))), string.Join(' ', text.Chunk(7).Select(line => new string(line))) })
        {
            var key = SealingKey.Parse(given);
            Assert.That((key.ToString(), key.Prompt.Job, key.Certificate), Is.EqualTo((text, "Ordner/Überall #7", pair.Public.Certificate)));
            Assert.That(pair.Open(key.Seal(Pairs.Secret), Pairs.Now), Is.EqualTo(Pairs.Secret));
        }
    }

    [Test]
    public void A_damaged_key_is_refused_wherever_it_is_damaged()
    {
        using var pair = Pairs.New();
        var text = pair.Public.ToString();
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var changed in new[] { text[..at], text[..at] + text[(at + 1)..], text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..], text[..at] + 'é' + text[at..] })
                Assert.That(() => SealingKey.Parse(changed), Throws.TypeOf<InvalidOptionException>().With.Property("Code").EqualTo(ErrorCode.InvalidArgument), $"at {at}");
        }
    }

    [TestCase("")]
    [TestCase("at1")]
    [TestCase("at1...")]
    [TestCase("at2.a.b.c")]
    [TestCase("-----BEGIN CERTIFICATE-----")]
    public void Other_text_is_no_key(string text) => Assert.That(() => SealingKey.Parse(text), Throws.TypeOf<InvalidOptionException>());

    [Test]
    public void Only_ASCII_of_up_to_32_KiB_is_sealed()
    {
        using var pair = Pairs.New();
        foreach (var answer in new[] { "é", "a\0b", "\u001b[0m", "\u007f", new string('x', (32 * 1024) + 1) })
            Assert.That(() => pair.Public.Seal(answer), Throws.TypeOf<InvalidOptionException>());
        var longest = new string('x', 32 * 1024);
        Assert.That(pair.Open(pair.Public.Seal(longest), Pairs.Now), Is.EqualTo(longest));
    }

    [Test]
    public void The_commands_hold_the_key_and_nothing_that_ends_their_quotes([Values("a'b\"c`d$(id)\n%", null)] string? job)
    {
        using var pair = Pairs.New(job, job);
        foreach (var command in new[]
        {
            SealingCommand.Shell(pair.Public, TimeSpan.FromHours(1)), SealingCommand.ShellForCode(pair.Public),
            SealingCommand.PowerShell(pair.Public, TimeSpan.FromHours(1)), SealingCommand.PowerShellForCode(pair.Public),
        })
        {
            Assert.That(command.Any(char.IsControl), Is.False);
            Assert.That(command.Replace(" ", "", StringComparison.Ordinal), Does.Contain(pair.Public.Certificate));
            Assert.That(command, Does.Contain($"p = '{pair.Public.Prompt}'").Or.Contain($"p='{pair.Public.Prompt}'"));
            Assert.That(command.Count(character => character == '\'') % 2, Is.Zero);
        }

        foreach (var duration in new[] { 899, 129601 })
            Assert.That(() => SealingCommand.Shell(pair.Public, TimeSpan.FromSeconds(duration)), Throws.TypeOf<InvalidOptionException>());
    }
}
