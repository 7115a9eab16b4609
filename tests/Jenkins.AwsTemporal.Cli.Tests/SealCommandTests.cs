using System.Buffers.Text;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>seal</c>, and what <c>open</c> takes after it.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class SealCommandTests : CommandTests
{
    private string SealFile => Path.Combine(Session, "seal.json");

    [Test]
    public async Task A_sealed_answer_opens_the_session_once()
    {
        var answer = (await SealAsync()).Seal(Paste(Given));
        (await OpenAsync(answer, "--sealed")).Succeeded();
        Assert.That(Directory.GetFiles(Session).Select(Path.GetFileName), Is.EquivalentTo(["session.json", "config", "credentials"]));
        await FailsAsync(4, ErrorCode.NoSealingKey, answer, "open", "--session", Session, "--sealed");
        Assert.That((await Cli.RunAsync("status", "--session", Session, "--json")).Succeeded().Json.GetProperty("accessKeyId").GetString(), Is.EqualTo(Given.AccessKeyId), "the session of the first one stays");
    }

    [Test]
    public async Task Seal_leaves_the_key_in_a_private_folder_and_nothing_else()
    {
        var key = await SealAsync("--job", "team/a 'b'\n\"c\"", "--build", "#7");
        Assert.That((key.Prompt.Job, key.Prompt.Build), Is.EqualTo(("team/a 'b'\n\"c\"", "#7")));
        Assert.That(Directory.GetFileSystemEntries(Session), Is.EqualTo([SealFile]));
        Assert.That(File.GetUnixFileMode(Session), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(File.GetUnixFileMode(SealFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var status = await Cli.RunAsync("status", "--session", Session, "--json");
        Assert.That((status.ExitCode, status.Json.GetProperty("state").GetString()), Is.EqualTo((7, "closed")));
        Assert.That(status.Json.GetProperty("prompt").GetDateTimeOffset(), Is.GreaterThan(DateTimeOffset.UtcNow));
        Assert.That((await Cli.RunAsync("status", "--session", Session)).Text, Does.Match("\nprompt +waits for a sealed answer until 2[0-9-]+T[0-9:]+Z\n"));
        EndPrompt(Session);
        Assert.That((await Cli.RunAsync("status", "--session", Session)).Text, Does.Match("\nprompt +waited for a sealed answer until "));
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False);
        Assert.That((await Cli.RunAsync("status", "--session", Session)).Text, Does.Not.Contain("prompt"));
    }

    [Test]
    public async Task People_find_each_command_alone_in_its_line()
    {
        var lines = (await Cli.RunAsync("seal", "--session", Session, "--job", "team/a", "--build", "7")).Succeeded().Text.Split('\n');
        Assert.That(lines[0], Does.Match("^prompt +build 7 of team/a, asked at 2"));
        Assert.That(lines[1], Does.Match("^until +2"));
        Assert.That(lines[2], Does.Match($"^session +{Session}$"));
        Assert.That(lines[3..6], Is.EqualTo(["", "In bash or zsh:", ""]));
        Assert.That(lines[6], Does.StartWith("( p='aws-temporal-sealed 1 ").And.EndWith(" )"));
        Assert.That(lines[7..10], Is.EqualTo(["", "In PowerShell:", ""]));
        Assert.That(lines[10], Does.Contain("EnvelopedCms").Or.Contain("Protect-CmsMessage"));
        Assert.That(lines[11..14], Is.EqualTo(["", "With aws-temporal on your machine:", ""]));
        Assert.That(lines[14], Does.StartWith("aws-temporal mint --duration 900 --seal-for at1."));
        Assert.That(lines[15..], Is.EqualTo([""]));
        var code = (await Cli.RunAsync("seal", "--session", Session, "--code")).Succeeded().Text;
        Assert.That(code, Does.Contain("\n\nIn bash or zsh:\n\n( ").And.Not.Contain("With aws-temporal"));
    }

    [Test]
    public async Task Seal_tells_commands_in_one_line_each_and_when_the_prompt_ends()
    {
        var facts = (await Cli.RunAsync("seal", "--session", Session, "--within", "2m", "--duration", "1h", "--json")).Succeeded().Json;
        Assert.That(facts.GetProperty("expiration").GetDateTimeOffset() - DateTimeOffset.UtcNow, Is.InRange(TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(2)));
        Assert.That(facts.GetProperty("mint").GetString(), Is.EqualTo($"aws-temporal mint --duration 3600 --seal-for {facts.GetProperty("key").GetString()}"));
        foreach (var name in new[] { "command", "powershell" })
            Assert.That(facts.GetProperty(name).GetString(), Does.Contain("aws sts get-session-token --duration-seconds 3600 --output json").And.Not.Contain("\n"));
        var code = (await Cli.RunAsync("seal", "--session", Session, "--code", "--json")).Succeeded().Json;
        Assert.That(code.GetProperty("mint").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(code.GetProperty("command").GetString(), Does.Contain("read -rs").And.Not.Contain("aws sts"));
    }

    [TestCase("--duration", "14m", "--duration takes seconds, or a number with s, m or h such as 15m, from 15m to 36h")]
    [TestCase("--duration", "37h", "--duration")]
    [TestCase("--within", "x", "--within")]
    [TestCase("--within", "0", "--within takes seconds, or a number with s, m or h such as 15m, from 30s to 168h")]
    [TestCase("--within", "29s", "--within")]
    [TestCase("--within", "169h", "--within")]
    [TestCase("--job", null, "--job: must be at most 1000")]
    public async Task What_no_prompt_can_have_is_refused_and_no_key_left(string option, string? value, string message)
    {
        Assert.That((await Cli.RunAsync("seal", "--session", Session, option, value ?? new string('x', 1001))).FailedInTwoLines(2).Error, Does.Contain(message));
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [Test]
    public async Task Each_refusal_has_its_code_and_ends_the_prompt()
    {
        foreach (var (exitCode, code, answerOf) in new (int, ErrorCode, Func<SealingKey, SealingKey, string>)[]
        {
            (3, ErrorCode.DamagedSeal, (key, _) => key.Seal(Paste(Given)).Replace('A', 'B')),
            (3, ErrorCode.DamagedSeal, (key, _) => key.Seal(Paste(Given))[..300]),
            (3, ErrorCode.DamagedSeal, (_, _) => "-----BEGIN CMS-----\n" + new string('x', 1 << 20)),
            (4, ErrorCode.SealedForAnotherKey, (_, other) => other.Seal(Paste(Given))),
            (3, ErrorCode.DamagedSeal, (key, _) => Paste(Given) + "\n" + key.Seal(Paste(Given))),
        })
        {
            foreach (var form in new[] { "text", "json" })
            {
                var other = await SealAsync();
                var answer = answerOf(await SealAsync(), other);
                if (form == "json")
                    (await OpenAsync(answer, "--sealed", "--json")).FailedInJson(exitCode, code.ToString());
                else
                    (await OpenAsync(answer, "--sealed")).FailedInTwoLines(exitCode);
                Assert.That(Directory.GetFileSystemEntries(Session), Is.Empty, code.ToString());
            }
        }

        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task What_tries_nothing_leaves_the_prompt_as_it_is()
    {
        var answer = (await SealAsync("--within", "168h")).Seal(Paste(Given));
        await FailsAsync(3, ErrorCode.EmptyPaste, "", "open", "--session", Session, "--sealed");
        await FailsAsync(3, ErrorCode.EmptyPaste, " \n", "open", "--session", Session);
        await FailsAsync(4, ErrorCode.NotSealed, Paste(Given), "open", "--session", Session, "--sealed");
        (await OpenAsync(answer, "--sealed")).Succeeded();
    }

    [Test]
    public async Task A_session_that_is_closed_while_it_is_opened_stays_closed()
    {
        for (var round = 0; round < 15; round++)
        {
            var answer = (await SealAsync()).Seal(Paste(Given));
            var opening = OpenAsync(answer, "--sealed");
            while (File.Exists(SealFile))
                await Task.Yield();
            await Task.Delay(round);
            (await Cli.RunAsync("sweep", Folder, "--keep", "none")).Succeeded();
            var opened = await opening;
            Assert.That(opened.ExitCode, Is.EqualTo(0).Or.EqualTo(4).Or.EqualTo(7), opened.Error);
            Assert.That(Directory.Exists(Session), Is.False);
            Directory.CreateDirectory(In("tmp"));
        }
    }

    [Test]
    public async Task An_answer_to_another_prompt_is_refused_where_the_key_is_the_same()
    {
        foreach (var form in (string[][])[[], ["--json"]])
        {
            var answer = For(await SealAsync("--job", "team/a", "--build", "1"), new SealingPrompt(DateTimeOffset.UtcNow, "team/b\r\nhint: \u001b[31m", "2")).Seal(Paste(Given));
            var run = await OpenAsync(answer, ["--sealed", .. form]);
            if (form.Length > 0)
                run.FailedInJson(4, nameof(ErrorCode.SealedForAnotherPrompt));
            else
                Assert.That(run.FailedInTwoLines(4).Error, Does.Contain("build 2 of team/b??hint: ?[31m, asked at"));
        }
    }

    [Test]
    public async Task An_answer_after_the_prompts_end_is_too_late()
    {
        foreach (var form in (string[][])[[], ["--json"]])
        {
            var answer = (await SealAsync()).Seal(Paste(Given));
            EndPrompt(Session);
            var run = await OpenAsync(answer, form);
            _ = form.Length == 0 ? run.FailedInTwoLines(5) : run.FailedInJson(5, nameof(ErrorCode.PromptOver));
            Assert.That(Directory.GetFileSystemEntries(Session), Is.Empty);
        }
    }

    [Test]
    public async Task A_plain_paste_is_taken_where_it_may_be_and_wipes_the_key()
    {
        await SealAsync();
        (await OpenAsync(Paste(Given))).Succeeded();
        Assert.That(File.Exists(SealFile), Is.False);
        Assert.That(Directory.GetFiles(Session).Select(Path.GetFileName), Is.EquivalentTo(["session.json", "config", "credentials"]));
    }

    [Test]
    public async Task Of_opens_at_the_same_moment_one_gets_the_session()
    {
        var answer = (await SealAsync()).Seal(Paste(Given));
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(answer, "--sealed", "--no-verify")));
        Assert.That(runs.Count(run => run.ExitCode == 0), Is.EqualTo(1));
        Assert.That(runs.Count(run => run.ExitCode == 4), Is.EqualTo(5));
    }

    [Test]
    public async Task Inspect_says_where_a_sealed_paste_opens()
    {
        var answer = (await SealAsync()).Seal(Paste(Given));
        Assert.That((await Cli.RunAsync(answer, ["inspect"])).FailedInTwoLines(2).Error, Does.Contain("the paste is sealed").And.Contain("aws-temporal open --session"));
        (await OpenAsync(answer, "--sealed")).Succeeded();
    }

    [Test]
    public async Task A_sweep_keeps_a_waiting_prompt_until_its_end_and_only_so_long()
    {
        var waiting = (await SealAsync()).Seal(Paste(Given));
        Directory.SetLastWriteTimeUtc(Session, DateTime.UtcNow.AddMinutes(-6));
        await SealAsync(In("over"));
        EndPrompt(In("over"));
        await SealAsync(In("beside"));
        EndPrompt(In("beside"));
        File.WriteAllText(In("beside/thesis.tex"), "mine");
        await SealAsync(In("open-to-others"));
        EndPrompt(In("open-to-others"));
        File.SetUnixFileMode(In("open-to-others/seal.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Directory.SetLastWriteTimeUtc(In("open-to-others"), DateTime.UtcNow.AddMinutes(-6));
        (await Cli.RunAsync("sweep", Folder)).Succeeded();
        Assert.That(Directory.GetDirectories(Folder).Select(Path.GetFileName), Is.EquivalentTo(["session", "beside", "tmp"]));
        Assert.That(Directory.GetFiles(In("beside")).Select(Path.GetFileName), Is.EqualTo(["thesis.tex"]));
        (await OpenAsync(waiting, "--sealed")).Succeeded();
    }

    [Test]
    public async Task A_sweep_keeps_a_prompt_that_waits_beside_an_expired_session()
    {
        await OpenAsync();
        var waiting = (await SealAsync()).Seal(Paste(Given));
        Expire(Session);
        (await Cli.RunAsync("sweep", Folder)).Succeeded();
        (await OpenAsync(waiting, "--sealed")).Succeeded();
    }

    [Test]
    public async Task With_a_prefix_to_keep_a_prompt_of_another_build_goes()
    {
        await SealAsync(In("build-1.a"));
        await SealAsync(In("build-2.a"));
        (await Cli.RunAsync("sweep", Folder, "--keep", "build-1.")).Succeeded();
        Assert.That(Directory.GetDirectories(Folder).Select(Path.GetFileName), Is.EquivalentTo(["build-1.a", "tmp"]));
    }

    [Test]
    public async Task A_folder_of_others_is_not_sealed_in()
    {
        File.WriteAllText(In("mine"), "x");
        (await Cli.RunAsync("seal", "--session", Folder)).FailedInTwoLines(9);
        Assert.That(File.Exists(In("seal.json")), Is.False);
    }

    private Task<SealingKey> SealAsync(params string[] more) => more is [['/', ..] folder, .. var options] ? SealIntoAsync(folder, options) : SealIntoAsync(Session, more);

    // The private key is a canary of every run from now on: bytes of its exponent, because the first 300 are public.
    private async Task<SealingKey> SealIntoAsync(string folder, string[] more)
    {
        var key = (await Cli.RunAsync(["seal", "--session", folder, .. more, "--json"])).Succeeded();
        var privateKey = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "seal.json"))).RootElement.GetProperty("privateKey").GetString()!;
        Cli.Canaries.AddRange([privateKey[600..640], Convert.ToHexString(Convert.FromBase64String(privateKey))[1000..1040]]);
        Cli.CheckForCanaries(key.Text, "the data");
        return SealingKey.Parse(key.Json.GetProperty("key").GetString()!);
    }

    // As somebody does who knows how a key is written: another prompt before the same certificate.
    private static SealingKey For(SealingKey key, SealingPrompt prompt)
    {
        var words = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(prompt.ToString()))}.{key.ToString().Split('.')[2]}";
        return SealingKey.Parse($"at1.{words}.{Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(words)).AsSpan(0, 6))}");
    }
}
