using System.Text.Json;
using System.Text.RegularExpressions;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>Answers that are sealed without anything of ours: by the command that <c>seal</c> prints, and by a library in another language.</summary>
[Platform("Linux")]
internal sealed partial class SealedAnswerTests : CommandTests
{
    private MfaDevice Device { get; set; } = null!;

    [SetUp]
    public void AddDevice()
    {
        Device = Alice.AddMfaDevice();
        Cli.Environment["TERM"] = "xterm";
        Cli.Environment["HOME"] = Folder;
    }

    [Test]
    public async Task The_command_seals_a_session_that_opens([Values("bash", "zsh")] string shell, [Values("", "1.1")] string openssl)
    {
        await NeedAsync(shell);
        var facts = await SealAsync("--job", "team/a 'b' $(id) 😀", "--build", "7%", "--duration", "16m");
        var answer = (await AnswerAsync(shell, openssl, facts)).Succeeded();
        Assert.That(answer.Text, Does.Match(@"\A-----BEGIN CMS-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END CMS-----\n\z"));
        Assert.That(File.ReadAllText(In("aws-arguments")), Is.EqualTo("sts get-session-token --duration-seconds 960 --output json\n"));
        var opened = (await OpenAsync(answer.Text, "--sealed", "--json")).Succeeded().Json;
        Assert.That(opened.GetProperty("arn").GetString(), Is.EqualTo(Alice.Arn));
    }

    [Test]
    public async Task Where_aws_gives_no_session_nothing_is_sealed([Values("bash", "zsh")] string shell)
    {
        await NeedAsync(shell);
        var facts = await SealAsync();
        var answer = await AnswerAsync(shell, "", facts, aws: "echo 'no MFA' >&2; exit 254");
        Assert.That((answer.ExitCode, answer.Text), Is.EqualTo((254, "")));
    }

    [Test]
    public async Task No_secret_is_in_an_argument_of_a_program_or_in_a_file()
    {
        await NeedAsync("bash");
        if ((await Cli.ShellAsync("strace -f true")).ExitCode != 0)
            Assert.Ignore("strace is missing, or may not be used here");
        var facts = await SealAsync();
        (await AnswerAsync($"strace -f -y -s 100000 -o '{In("trace")}' -e trace=execve,execveat,write,pwrite64,writev bash", "", facts)).Succeeded();
        var calls = File.ReadAllLines(In("trace"));
        Assert.That(calls.Count(call => call.Contains("execve(")), Is.GreaterThanOrEqualTo(3), "bash, aws and openssl");
        Assert.That(string.Join('\n', calls), Does.Contain(Given.SecretAccessKey), "the trace shows what passes the pipes");
        foreach (var call in calls.Where(call => call.Contains("exec") || FileWritten().IsMatch(call)))
            Cli.CheckForCanaries(call, "an argument or a file");
    }

    [Test]
    public async Task A_code_is_asked_for_without_echo_and_what_the_terminal_showed_is_taken_where_it_need_not_be_sealed([Values("bash", "zsh")] string shell, [Values] bool nothingElse)
    {
        await NeedAsync(shell);
        var command = (await SealAsync("--code")).GetProperty("command").GetString()!;
        var code = Device.FreshCode();
        Cli.Canaries.Add(code);
        var shown = (await TypeAsync(
            ["env", "PS1=PROMPT$ ", "PS2=", .. shell == "bash" ? (string[])["bash", "--norc", "-i"] : ["zsh", "-f", "-i", "+Z"]],
            ("PROMPT$ ", command + "\n"), ("MFA code: ", code + "\n"), ("END CMS", "exit\n"))).Succeeded().Text;
        const string End = "-----END CMS-----";
        var answer = nothingElse ? shown[shown.IndexOf("-----BEGIN CMS", StringComparison.Ordinal)..(shown.IndexOf(End, StringComparison.Ordinal) + End.Length)] : shown;
        string[] take = ["get-session-token", "--into", Session, "--mfa-code-stdin", .. nothingElse ? (string[])["--sealed"] : []];

        var key = Alice.CreateAccessKey();
        Cli.Environment["AWS_ACCESS_KEY_ID"] = key.AccessKeyId;
        Cli.Environment["AWS_SECRET_ACCESS_KEY"] = key.SecretAccessKey;
        Cli.Canaries.Remove(code);
        (await Cli.RunAsync(answer, take)).Succeeded();
        Assert.That(Directory.GetFiles(Session), Has.None.Contains("seal"));
        (await Cli.RunAsync(answer, take)).FailedInTwoLines(4);
    }

    [Test]
    public async Task A_plain_code_is_refused_where_a_sealed_one_is_asked_for()
    {
        var key = Alice.CreateAccessKey();
        Cli.Environment["AWS_ACCESS_KEY_ID"] = key.AccessKeyId;
        Cli.Environment["AWS_SECRET_ACCESS_KEY"] = key.SecretAccessKey;
        await SealAsync("--code");
        await FailsAsync(4, ErrorCode.NotSealed, Device.FreshCode(), "get-session-token", "--into", Session, "--mfa-code-stdin", "--sealed");
        (await Cli.RunAsync("get-session-token", "--into", Session, "--sealed")).FailedInTwoLines(2);
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task A_library_in_another_language_seals_what_opens()
    {
        if (Environment.GetEnvironmentVariable("HOME") is { } home)
            Cli.Environment["HOME"] = home;
        if (Environment.GetEnvironmentVariable("PYENV_ROOT") is { } root)
            Cli.Environment["PYENV_ROOT"] = root;
        await File.WriteAllTextAsync(In("seal.py"), """
            import base64, sys
            from cryptography import x509
            from cryptography.hazmat.primitives import serialization
            from cryptography.hazmat.primitives.ciphers import algorithms
            from cryptography.hazmat.primitives.serialization import pkcs7
            certificate = x509.load_der_x509_certificate(base64.b64decode(sys.argv[1]))
            envelope = pkcs7.PKCS7EnvelopeBuilder().set_data(sys.stdin.buffer.read()).add_recipient(certificate)
            envelope = envelope.set_content_encryption_algorithm(algorithms.AES256)
            sys.stdout.buffer.write(envelope.encrypt(serialization.Encoding.PEM, [pkcs7.PKCS7Options.Binary]))
            """);
        if ((await Cli.ShellAsync("python3 -c 'from cryptography.hazmat.primitives.serialization import pkcs7; pkcs7.PKCS7EnvelopeBuilder().set_content_encryption_algorithm'")).ExitCode != 0)
            Assert.Ignore("python3's cryptography is missing, or too old: pip install 'cryptography>=45'");
        var key = SealingKey.Parse((await SealAsync()).GetProperty("key").GetString()!);
        var answer = (await Cli.ShellAsync($"python3 '{In("seal.py")}' '{key.Certificate}'", $"{key.Prompt}\n{Paste(Given)}\n{key.Prompt}\n")).Succeeded();
        Assert.That(answer.Text, Does.StartWith("-----BEGIN PKCS7-----"));
        (await OpenAsync(answer.Text, "--sealed")).Succeeded();
    }

    private async Task<JsonElement> SealAsync(params string[] more) => (await Cli.RunAsync(["seal", "--session", Session, .. more, "--json"])).Succeeded().Json;

    private async Task NeedAsync(string program)
    {
        if ((await Cli.ShellAsync($"command -v {program}")).ExitCode != 0)
            Assert.Ignore($"{program} is missing");
    }

    // Runs the command with an aws that prints the session from a file, and the openssl of this machine or an older one.
    private async Task<Finished> AnswerAsync(string shell, string openssl, JsonElement facts, string aws = "")
    {
        var programs = Directory.CreateDirectory(In("bin")).FullName;
        await File.WriteAllTextAsync(In("minted"), Paste(Given));
        await ScriptAsync("aws", aws.Length > 0 ? aws : $"echo \"$@\" >'{In("aws-arguments")}'; exec cat '{In("minted")}'");
        if (openssl.Length > 0)
        {
            var older = Path.GetFullPath(Path.Combine(TestContext.CurrentContext.TestDirectory, "../../..", $"openssl-{openssl}"));
            if (!Directory.Exists(Path.Combine(older, "usr")))
                Assert.Ignore($"OpenSSL {openssl} is missing: sh tests/setup.sh test");
            await ScriptAsync("openssl", $"LD_LIBRARY_PATH='{older}/usr/lib/x86_64-linux-gnu' OPENSSL_CONF=/dev/null exec '{older}/usr/bin/openssl' \"$@\"");
            Assert.That((await Cli.ShellAsync($"'{programs}/openssl' version")).Succeeded().Text, Does.StartWith($"OpenSSL {openssl}"));
        }

        await File.WriteAllTextAsync(In("answer"), facts.GetProperty("command").GetString() + "\n");
        return await Cli.ShellAsync($"PATH='{programs}':\"$PATH\" exec {shell} '{In("answer")}'");

        Task ScriptAsync(string name, string script) => WriteScriptAsync(Path.Combine(programs, name), script);
    }

    private async Task WriteScriptAsync(string path, string script)
    {
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n");
        (await Cli.ShellAsync($"chmod +x '{path}'")).Succeeded();
    }

    private async Task<Finished> TypeAsync(string[] command, params (string Await, object Type)[] steps)
    {
        await NeedAsync("python3");
        Cli.Environment["HOME"] = Environment.GetEnvironmentVariable("HOME");
        Cli.Environment["PYENV_ROOT"] = Environment.GetEnvironmentVariable("PYENV_ROOT");
        var driver = Path.Combine(TestContext.CurrentContext.TestDirectory, "Running", "terminal.py");
        var given = JsonSerializer.Serialize(new { command, steps = steps.Select(step => new[] { step.Await, step.Type }) });
        var run = await Cli.ShellAsync($"exec python3 '{driver}'", given);
        Assert.That(run.Text, Does.Not.Contain("STILL AWAITED"));
        return run;
    }

    // The first descriptor of a call, if it is a file.
    [GeneratedRegex(@"(?:write|pwrite64|writev)\([0-9]+<(/[^>]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex FileWritten();
}
