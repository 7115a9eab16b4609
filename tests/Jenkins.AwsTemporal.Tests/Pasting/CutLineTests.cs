using System.Text;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

public class CutLineTests
{
    [TestCase(4095, "\nrest", 1)]
    [TestCase(4096, "", 1)]
    [TestCase(1022, "\r\n", 1)]
    [TestCase(4094, "\n", null)]
    [TestCase(4095, "\0", null)]
    [TestCase(0, "", null)]
    public void A_line_as_long_as_a_terminals_input_is_found(int length, string after, int? line) =>
        Assert.That(TerminalCut.FindLine(Encoding.UTF8.GetBytes(new string('x', length) + after)), Is.EqualTo(line));

    [Test]
    public void Lines_are_counted_from_one() =>
        Assert.That(TerminalCut.FindLine(Encoding.UTF8.GetBytes("a\n\n" + new string('x', 4095) + "\n")), Is.EqualTo(3));

    [Test]
    public void Bytes_that_are_no_text_have_no_lines() => Assert.That(TerminalCut.FindLine(Enumerable.Repeat((byte)0xFF, 4096).ToArray()), Is.Null);
}
