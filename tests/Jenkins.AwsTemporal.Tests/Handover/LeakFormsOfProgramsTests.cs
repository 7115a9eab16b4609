using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Jenkins.AwsTemporal.Handover;
using static Jenkins.AwsTemporal.Tests.Handover.Masking;

namespace Jenkins.AwsTemporal.Tests.Handover;

/// <summary>What real programs make of a secret. They get it in <c>$S</c>, and add no letter and no digit of their own.</summary>
internal sealed class LeakFormsOfProgramsTests
{
    private static readonly string[] Secrets =
    [
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "a!\"#b$%&'c()*+d,-./e:;<=f>?@[g\\]^_h`{|}~i",
        "x 'single' \"double\" ''two'' `back` $HOME end'",
        "pä$$wört€ \"\\ 'ß",
        "a longer one of many words: " + "0123456789 abcdefghij /+/+ ABCDEFGHIJ \"quotes\" and \\ more, until it is longer than a line of any kind",
    ];

    private static readonly string[][] Programs =
    [
        ["sh", "-c", "printf %s \"$S\""],
        ["sh", "-xc", ": \"$S\""],
        ["sh", "-xc", "_=\"$S\""],
        ["sh", "-xc", ": \"--$S\""],
        ["sh", "-c", "set | sed -n \"/^S=/s/^S=//p\""],
        ["sh", "-c", "export -p | sed -n \"/ S=/s/^.* S=//p\""],
        ["base64"],
        ["base64", "-w0"],
        ["base64", "-w64"],
        ["base64", "-w60"],
        ["base64", "-w20"],
        ["od", "-An", "-v", "-tx1", "-w1000"],
        ["od", "-An", "-v", "-tx1"],
        ["xxd", "-p"],
        ["xxd", "-p", "-u", "-c", "20"],
        ["sh", "-c", "xxd -c 256 | sed 's/^[^:]*: //; s/  .*//'"],
        ["sh", "-c", "printf %s \"$S\" | base64 | sed 's/^/    /'"],
        ["openssl", "base64"],
        ["openssl", "base64", "-A"],
        ["bash", "-xc", ": \"$S\""],
        ["bash", "-c", "printf %q \"$S\""],
        ["bash", "-c", "echo \"${S@Q}\""],
        ["bash", "-c", "declare -p S | sed 's/^declare -x S=//'"],
        ["bash", "-c", "set | sed -n '/^S=/s/^S=//p'"],
        ["bash", "-c", "LC_ALL=C; set | sed -n '/^S=/s/^S=//p'"],
        ["jq", "-Rs", "."],
        ["jq", "-Rsa", "."],
        ["jq", "-Rsr", "@sh"],
        ["jq", "-Rsr", "@uri"],
        ["jq", "-Rsr", "@html"],
        ["jq", "-Rsr", "@base64"],
        ["jq", "-Rsr", "[.] | @csv, @tsv"],
        ["jq", "-Rsr", "tojson | tojson | .[3:-3]"],
        .. Python(
            "json.dumps(s)", "json.dumps(s, ensure_ascii=False)", "json.dumps(json.dumps(s))[3:-3]", "repr(s)", "ascii(s)", "repr(s.encode())[1:]",
            "urllib.parse.quote(s)", "urllib.parse.quote(s, safe='')", "urllib.parse.quote_plus(s)", "html.escape(s)", "html.escape(s, quote=False)",
            "xml.sax.saxutils.quoteattr(s)", "shlex.quote(s)", "base64.b64encode(s.encode()).decode()", "base64.urlsafe_b64encode(s.encode()).decode()",
            "base64.encodebytes(s.encode()).decode()", "s.encode().hex()",
            "s.encode().hex(':')", "s.encode().hex('-').upper()", "s.encode().hex(' ', 2)", "', '.join(f'{b:02x}' for b in s.encode())"),
        .. Node(
            "JSON.stringify(s)", "JSON.stringify(JSON.stringify(s)).slice(3, -3)", "encodeURIComponent(s)", "encodeURI(s)", "new URLSearchParams([['', s]])", "util.inspect(s)",
            "Object.assign(new URL('http://h'), {password: s}).password", "Buffer.from(s).toString('base64url')"),
    ];

    [TestCaseSource(nameof(Programs))]
    public void Nothing_of_a_secret_that_a_program_writes_is_left(params string[] program)
    {
        foreach (var secret in Secrets)
        {
            var written = Run(program, secret);
            var masked = Masked(secret, written);
            Assert.That(masked, Does.Contain("****").And.Not.Match("[0-9A-Za-z]"), $"of {written}");
        }
    }

    private static IEnumerable<string[]> Python(params string[] expressions) => expressions.Select(expression => new[]
    {
        "python3", "-c", $"import base64, html, json, os, shlex, sys, urllib.parse, xml.sax.saxutils; s = os.environ['S']; sys.stdout.reconfigure(encoding='utf-8'); print({expression})",
    });

    private static IEnumerable<string[]> Node(params string[] expressions) => expressions.Select(expression => new[]
    {
        "node", "-e", $"const util = require('util'), s = process.env.S; process.stdout.write(String({expression}))",
    });

    private static string Run(string[] program, string secret)
    {
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Environment = { ["S"] = secret, ["LC_ALL"] = "C.UTF-8" },
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var input = Task.Run(() => Give(process.StandardInput, secret));
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            input.Wait();
            Assert.That(process.ExitCode, Is.Zero, error.Result);
            // A trace.
            return output + error.Result.Replace("+ _=", "+ ", StringComparison.Ordinal);
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"there is no {program[0]} on this machine");
            throw;
        }
    }

    private static void Give(StreamWriter input, string secret)
    {
        try
        {
            using (input)
                input.Write(secret);
        }
        catch (IOException)
        {
            // It reads none.
        }
    }
}
