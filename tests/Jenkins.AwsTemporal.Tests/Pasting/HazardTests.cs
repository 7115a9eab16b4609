using System.Net;
using System.Text;

namespace Jenkins.AwsTemporal.Tests.Pasting;

internal sealed class HazardTests
{
    private static readonly (string Name, Func<string, string> Apply)[] Harmless =
    [
        ("CRLF", text => text.ReplaceLineEndings("\r\n")),
        ("CR", text => text.ReplaceLineEndings("\r")),
        ("a byte order mark", text => "\uFEFF" + text),
        ("zero-width spaces", text => string.Join('\u200B', text.Chunk(7).Select(chunk => new string(chunk)))),
        ("NUL bytes", text => string.Join('\0', text.ToCharArray())),
        ("non-breaking spaces", text => text.Replace(' ', '\u00A0')),
        ("non-breaking spaces around", text => "\u00A0\u00A0" + text.TrimEnd().Replace("\n", "\u00A0\n\u00A0", StringComparison.Ordinal) + "\u00A0"),
        ("smart quotes", text => Smart(text)),
        ("colours", text => "\e[32m" + text.Replace("A", "\e[1;31mA\e[0m", StringComparison.Ordinal) + "\e[0m\e[K"),
        ("bracketed paste", text => $"\e[200~{text}\e[201~"),
        ("a terminal's title", text => $"\e]0;operator@host\a{text}\e]8;;http://127.0.0.1\e\\"),
        ("HTML entities", text => WebUtility.HtmlEncode(text).Replace("+", "&#43;", StringComparison.Ordinal).Replace("/", "&#x2F;", StringComparison.Ordinal)),
        ("blank lines", text => "\n\n" + text.TrimEnd().Replace("\n", "\n\n", StringComparison.Ordinal) + "\n\n"),
        ("indentation", text => "    " + text.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)),
        ("blanks at the end of lines", text => text.TrimEnd().Replace("\n", "   \n", StringComparison.Ordinal) + "   "),
        ("a prompt of bash", text => $"operator@host:~$ aws sts get-session-token\n{text.TrimEnd()}\noperator@host:~$ "),
        ("a prompt of zsh", text => $"operator@host ~ % aws sts get-session-token\n{text.TrimEnd()}%\noperator@host ~ % "),
        ("a prompt of fish", text => $"operator@host ~> aws sts get-session-token\n{text.TrimEnd()}\noperator@host ~> "),
        ("a prompt of PowerShell", text => $"PS C:\\Users\\operator> aws sts get-session-token\n{text.TrimEnd()}\nPS C:\\Users\\operator> "),
        ("a prompt of cmd", text => $"C:\\Users\\operator>aws sts get-session-token\n{text.TrimEnd()}\n\nC:\\Users\\operator>"),
        ("the command of the prompt", text => "$ aws sts get-session-token --duration-seconds 900 | jq -r \".Credentials|.SessionToken+\\\":\\\"+.AccessKeyId+\\\":\\\"+.SecretAccessKey\"\n" + text),
        ("a query", text => "$ aws sts get-session-token --query 'Credentials.{AccessKeyId:AccessKeyId,SecretAccessKey:SecretAccessKey,SessionToken:SessionToken}'\n" + text),
        ("commands that set variables", text => "export AWS_ACCESS_KEY_ID=$(jq -r .Credentials.AccessKeyId answer)\nexport AWS_SESSION_TOKEN=\"$TOKEN\"\n" + text),
        ("a fence", text => $"```\n{text.TrimEnd()}\n```"),
        ("twice the same", text => $"{text.TrimEnd()}\n\n{text.TrimEnd()}\n"),
        ("a comment", text => $"# export AWS_ACCESS_KEY_ID=ASIAAAAAAAAAAAAAAAAA\n; aws_secret_access_key = old\n  // \"SessionToken\": \"old\"\n:: set AWS_SESSION_TOKEN=old\nREM set AWS_SESSION_TOKEN=old\n{text}"),
        ("many words of credentials", text => string.Concat(Enumerable.Repeat("the token, the code and the AccessKeyId\n", 200)) + text),
        ("empty values", text => "AWS_ACCESS_KEY_ID=\nAWS_SESSION_TOKEN=\"\"\n\"SecretAccessKey\": null\n" + text),
    ];

    /// <summary>From what changes lines to what changes characters: the order in which they happen on a paste's way.</summary>
    public static readonly string[] InOrder =
    [
        "many words of credentials", "a prompt of bash", "a prompt of zsh", "a prompt of fish", "a prompt of PowerShell", "a prompt of cmd",
        "the command of the prompt", "a query", "commands that set variables", "a fence", "twice the same",
        "a comment", "empty values", "blank lines", "indentation", "blanks at the end of lines",
        "smart quotes", "non-breaking spaces", "non-breaking spaces around", "zero-width spaces", "NUL bytes",
        "HTML entities", "colours", "bracketed paste", "a terminal's title", "a byte order mark",
        "CRLF", "CR",
    ];

    public static IEnumerable<string> Hazards => Harmless.Select(hazard => hazard.Name);

    public static string Apply(string hazard, string text) => Harmless.Single(harmless => harmless.Name == hazard).Apply(text);

    [TestCaseSource(nameof(Hazards))]
    public void What_pasting_adds_to_any_form_is_taken_off_again(string hazard)
    {
        foreach (var (name, form, ends) in Samples.Forms)
        {
            var pasted = Samples.AssertReads(Apply(hazard, Samples.Read(name)), $"{name} with {hazard}");
            Assert.That(pasted.Form, Is.EqualTo(form), name);
            Assert.That(pasted.Credentials.Expiration, ends ? Is.EqualTo(Samples.Ends) : Is.Null, name);
        }
    }

    [Test]
    public void Every_hazard_has_its_place_in_the_order() => Assert.That(InOrder, Is.EquivalentTo(Hazards));

    [Test]
    public void Semicolons_and_further_commands_end_a_value()
    {
        foreach (var end in new[] { ";", " ;", " ; history -c", " && aws sts get-caller-identity", " # mine", ";;", " | cat", ",", " \\" })
        {
            foreach (var name in Samples.Names.Where(name => name.EndsWith(".txt", StringComparison.Ordinal) && name != "seed-article.txt").Append("cli2-export-credentials.env"))
                Samples.AssertReads(Samples.Read(name).TrimEnd().Replace("\n", end + "\n", StringComparison.Ordinal) + end, name + end);
        }
    }

    [Test]
    public void All_assignments_may_stand_in_one_line()
    {
        foreach (var name in new[] { "cli2-export-credentials.env", "cli2-export-credentials.env-no-export", "export-credentials-fish.txt", "portal-powershell.txt", "csh.txt" })
        {
            foreach (var join in new[] { "; ", " ; ", " && ", ";" })
                Samples.AssertReads(Samples.Read(name).TrimEnd().Replace("\n", join, StringComparison.Ordinal), name + join);
        }

        Samples.AssertReads(Samples.Read("cli2-export-credentials.env-no-export").Replace('\n', ' ') + "aws sts get-caller-identity", "env");
    }

    [Test]
    public void A_prompt_before_each_line_is_no_part_of_it()
    {
        foreach (var prompt in new[] { "$ ", "% ", "> ", "PS C:\\> ", "C:\\>", "operator@host:~$ ", "❯ " })
        {
            foreach (var name in new[] { "cli2-export-credentials.env", "export-credentials-fish.txt", "portal-powershell.txt", "portal-windows.txt" })
                Samples.AssertReads(prompt + Samples.Read(name).TrimEnd().Replace("\n", "\n" + prompt, StringComparison.Ordinal), name + prompt);
        }
    }

    [Test]
    public void Escapes_of_json_are_characters()
    {
        foreach (var name in Samples.Names.Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            var text = Samples.Read(name);
            Samples.AssertReads(text.Replace("+", "\\u002B", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal), name);
            Samples.AssertReads(text.Replace("=", "\\u003d", StringComparison.Ordinal).Replace("+", "\\u002b", StringComparison.Ordinal), name);
        }
    }

    [Test]
    public void A_blank_where_a_plus_was_becomes_one_again()
    {
        foreach (var name in Samples.Names)
        {
            // Blanks part the words of a text line and of a table already; only tabs leave no doubt.
            if (name.EndsWith(".table", StringComparison.Ordinal))
                continue;
            var text = Samples.Read(name)
                .Replace(Samples.Secret, Samples.Secret.Replace('+', ' '), StringComparison.Ordinal)
                .Replace(Samples.Token, Samples.Token.Replace('+', ' '), StringComparison.Ordinal);
            Assert.That(Samples.AssertReads(text, name).Repairs, Has.Some.EqualTo("blanks in the session token were plus signs"), name);
        }
    }

    [Test]
    public void A_blank_that_may_be_a_plus_or_nothing_is_refused()
    {
        var token = "A B C D " + new string('x', 132);
        foreach (var name in Samples.Names.Where(name => !name.EndsWith(".table", StringComparison.Ordinal)))
            Samples.AssertRefused(Samples.Read(name).Replace(Samples.Token, token, StringComparison.Ordinal), error: null, name);
    }

    [Test]
    public void A_word_after_a_bare_token_is_never_taken_into_it()
    {
        var token = Samples.Token.TrimEnd('=')[..^2];
        foreach (var word in new[] { "bye", "exit", "ls", "history", "10" })
        {
            Samples.AssertRefused($"{Samples.Id}:{Samples.Secret}:{token} {word}", ErrorCode.InvalidSessionToken, word);
            Samples.AssertRefused(Samples.Read("csh.txt").TrimEnd().Replace(Samples.Token, token, StringComparison.Ordinal) + $" {word}", ErrorCode.InvalidSessionToken, word);
        }
    }

    private static string Smart(string text)
    {
        var result = new StringBuilder();
        var isOpen = false;
        foreach (var character in text)
        {
            if (character == '"')
                isOpen = !isOpen;
            result.Append(character switch { '"' => isOpen ? '\u201C' : '\u201D', '\'' => '\u2019', _ => character });
        }

        return result.ToString();
    }

    [TestCase("set -gx ", ' ', "w")]
    [TestCase("set ", '=', "7")]
    [TestCase("export ", '=', "x/")]
    public void A_line_break_that_became_a_character_glues_no_command_to_a_token(string command, char sign, string glue)
    {
        // Whole groups of four characters more, so that the token would still look whole.
        var token = Samples.Token.TrimEnd('=');
        token = token[..^((token.Length + glue.Length + command.TrimEnd().Split(' ')[0].Length) % 4)];
        var text = $"{command}AWS_ACCESS_KEY_ID{sign}{Samples.Id}\n{command}AWS_SECRET_ACCESS_KEY{sign}{Samples.Secret}\n"
            + $"{command}AWS_SESSION_TOKEN{sign}{token}{glue}{command}AWS_CREDENTIAL_EXPIRATION{sign}2037-11-21T14:15:00Z\n";
        Samples.AssertRefused(text, ErrorCode.InvalidSessionToken);
    }
}
