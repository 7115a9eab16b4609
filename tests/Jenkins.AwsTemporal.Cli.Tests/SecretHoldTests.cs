using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>Secrets that are read once for several commands: <c>secret hold</c>, <c>exec --held</c>, <c>secret release</c>.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class SecretHoldTests : CommandTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string[] WritingCalls = ["O_WRONLY", "O_RDWR", "O_CREAT", "creat(", "rename", "link("];
    private const string Password = "correct-horse \"battery\" $taple";

    private string Files => Path.Combine(Session, "files");

    [SetUp]
    public async Task OpenSession()
    {
        await OpenAsync();
        Alice.Allow("secretsmanager:*");
        Account.AddSecret(Region, "password", Password);
        Cli.Canaries.Add(Password);
    }

    [Test]
    public async Task What_is_held_is_given_to_commands_masked_and_without_a_call()
    {
        var held = await HoldAsync("--secret", "DB=/prod/db", "--secret", "PASSWORD=password", "--file", "KEY=/prod/db");
        var calls = Aws.RequestCounts.Values.Sum();
        for (var i = 0; i < 2; i++)
        {
            var run = await ExecAsync(["--held", held], "echo \"$DB $PASSWORD\"; cat \"$KEY\"; test \"$KEY\" = '" + Path.Combine(held, "file", "KEY") + "'");
            Assert.That(run.Succeeded().Text, Is.EqualTo("**** ****\n****"));
        }

        Assert.That(Aws.RequestCounts.Values.Sum(), Is.EqualTo(calls));
    }

    [Test]
    public async Task The_answer_is_the_folder_and_the_files_in_lines_or_in_JSON()
    {
        string[] arguments = ["secret", "hold", "--session", Session, "--secret", "DB=/prod/db", "--file", "B=password", "--file", "A=/prod/db"];
        var lines = (await Cli.RunAsync(arguments)).Succeeded().Text;
        Assert.That(lines, Does.Match($@"\A({Files}/[0-9a-f]{{32}})\nA=\1/file/A\nB=\1/file/B\n\z"));
        var json = (await Cli.RunAsync([.. arguments, "--json"])).Succeeded().Json;
        var folder = json.GetProperty("folder").GetString()!;
        Assert.That(json.ToString(), Is.EqualTo($$"""{"folder":"{{folder}}","files":{"A":"{{folder}}/file/A","B":"{{folder}}/file/B"},"variables":["DB"]}"""));
        Assert.That(Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => path[(folder.Length + 1)..]), Is.EquivalentTo(["env", "file", "env/DB", "file/A", "file/B"]));
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(OwnerOnly));
        foreach (var path in new[] { folder, Path.Combine(folder, "env"), Path.Combine(folder, "file"), Files })
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(OwnerOnly | UnixFileMode.UserExecute));
    }

    [Test]
    public async Task Release_leaves_nothing_and_may_come_twice()
    {
        var (one, other) = (await HoldAsync("--secret", "DB=/prod/db"), await HoldAsync("--file", "DB=/prod/db"));
        for (var i = 0; i < 2; i++)
            (await Cli.RunAsync("secret", "release", "--session", Session, one)).Succeeded();
        Assert.That(Directory.Exists(one), Is.False);
        Assert.That(Directory.Exists(other));
        (await Cli.RunAsync("secret", "release", "--session", Session, other)).Succeeded();
        Assert.That(Directory.EnumerateFileSystemEntries(Files), Is.Empty);
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        (await Cli.RunAsync("secret", "release", "--session", Session, other)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [Test]
    public async Task Release_touches_nothing_but_what_was_held_in_its_session()
    {
        var held = await HoldAsync("--secret", "DB=/prod/db");
        Directory.CreateDirectory(In("other/files/00000000000000000000000000000000"));
        Directory.CreateDirectory(Path.Combine(Files, "mine"));
        foreach (var folder in new[] { Session, Files, Path.Combine(Files, "mine"), In("other/files/00000000000000000000000000000000"), Path.Combine(held, "env"), Path.Combine(held, "..") })
        {
            await FailsAsync(9, ErrorCode.UnsafeFolder, "", "secret", "release", "--session", Session, folder);
            Assert.That(Directory.Exists(folder));
        }

        var link = Path.Combine(Files, new string('0', 32));
        Directory.CreateSymbolicLink(link, In("other"));
        await FailsAsync(9, ErrorCode.UnsafeFolder, "", "secret", "release", "--session", Session, link);
        Assert.That(Directory.Exists(In("other")));
    }

    [Test]
    public async Task Closing_the_session_wipes_what_is_held_in_it()
    {
        await HoldAsync("--secret", "DB=/prod/db", "--file", "KEY=/prod/db");
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [Test]
    public async Task In_a_folder_that_holds_something_else_too_a_close_wipes_what_is_held()
    {
        var held = await HoldAsync("--secret", "DB=/prod/db");
        File.WriteAllText(Path.Combine(Session, "foreign"), "");
        File.WriteAllText(Path.Combine(Files, "foreign"), "");
        await Cli.RunAsync("close", "--session", Session);
        Assert.That(Directory.Exists(held), Is.False);
        Assert.That(File.Exists(Path.Combine(Files, "foreign")));
    }

    [TestCase("--secret", "A=none", 7)]
    [TestCase("--secret", "A=binary", 2)]
    [TestCase("--secret", "A=nul", 2)]
    [TestCase("--secret", "AWS_*=a/*", 2)]
    [TestCase("--secret", "*=aws#*", 2)]
    [TestCase("--file", "*=aws#*", 2)]
    [TestCase("--secret", "DB=password", 2)]
    [TestCase("--file", "DB=password", 2)]
    [TestCase("--secret", "A", 2)]
    public async Task What_cannot_be_held_leaves_nothing(string option, string binding, int exitCode)
    {
        Account.AddSecret(Region, "binary", new byte[] { 0xff, 0xfe });
        Account.AddSecret(Region, "nul", "canary-before-nul\0x");
        Account.AddSecret(Region, "a/profile", "canary-of-a-profile");
        Account.AddSecret(Region, "aws", """{"aws-profile":"canary-of-a-profile"}""");
        Cli.Canaries.AddRange(["canary-before-nul", "canary-of-a-profile"]);
        (await Cli.RunAsync("secret", "hold", "--session", Session, "--secret", "DB=/prod/db", option, binding)).FailedInTwoLines(exitCode);
        Assert.That(Directory.Exists(Files), Is.False);
    }

    [Test]
    public async Task Nothing_to_hold_and_an_answer_that_nobody_takes_leave_nothing()
    {
        (await Cli.RunAsync("secret", "hold", "--session", Session)).FailedInTwoLines(2);
        Assert.That((await Cli.ShellAsync($"\"$X\" secret hold --session '{Session}' --secret DB=/prod/db >/dev/full")).ExitCode, Is.EqualTo(9));
        Assert.That((await Cli.ShellAsync($"\"$X\" secret hold --session '{Session}' --secret DB=/prod/db >&-")).ExitCode, Is.EqualTo(9));
        Assert.That(Directory.EnumerateFileSystemEntries(Files), Is.Empty);
    }

    [Test]
    public async Task Binary_values_keep_their_bytes_in_files()
    {
        byte[] bytes = [.. Enumerable.Range(0, 65536).Select(value => (byte)(value * 7))];
        Account.AddSecret(Region, "binary", bytes);
        var held = await HoldAsync("--file", "B=binary");
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(held, "file", "B")), Is.EqualTo(bytes));
        (await ExecAsync(["--held", held], "cmp \"$B\" '" + Path.Combine(held, "file", "B") + "'")).Succeeded();
    }

    [Test]
    public async Task The_first_of_several_folders_wins_and_the_values_of_all_are_masked()
    {
        Account.AddSecret(Region, "other", "canary-of-the-other");
        Cli.Canaries.Add("canary-of-the-other");
        var (one, other) = (await HoldAsync("--secret", "A=/prod/db"), await HoldAsync("--secret", "A=other", "--file", "B=other"));
        var script = $"test \"$A\" = canary-of-the-secret-'value-7c1f' && echo one; cat '{other}/env/A'; echo; cat \"$B\"";
        Assert.That((await ExecAsync(["--held", one, "--held", other], script)).Succeeded().Text, Is.EqualTo("one\n****\n****"));
        Cli.Environment["AWS_TEMPORAL_SECRETS"] = $"{one}:{other}";
        Assert.That((await ExecAsync([], script + "; env | grep -c AWS_TEMPORAL_SECRETS || true")).Succeeded().Text, Is.EqualTo("one\n****\n****0\n"));
        Assert.That((await ExecAsync(["--held", other], "echo $A; env | grep -c ^A=")).Succeeded().Text, Is.EqualTo("****\n1\n"), "what is named takes the variable's place");
        Assert.That((await ExecAsync(["--secret", "A=password"], "test \"$A\" = 'correct-horse \"battery\" $''taple'")).ExitCode, Is.Zero, "what is read now wins");
    }

    [Test]
    public async Task What_is_no_folder_of_held_secrets_is_refused()
    {
        var held = await HoldAsync("--secret", "A=/prod/db");
        await RefusedAsync(In("none"), nameof(ErrorCode.NotFound));
        await RefusedAsync(Session, nameof(ErrorCode.NotFound));
        File.WriteAllText(Path.Combine(held, "env", "B.txt"), "");
        await RefusedAsync(held, nameof(ErrorCode.UnsafeFolder));
        File.Move(Path.Combine(held, "env", "B.txt"), Path.Combine(held, "env", "AWS_PROFILE"));
        File.SetUnixFileMode(Path.Combine(held, "env", "AWS_PROFILE"), OwnerOnly);
        await RefusedAsync(held, nameof(ErrorCode.InvalidArgument));
        File.Delete(Path.Combine(held, "env", "AWS_PROFILE"));
        File.CreateSymbolicLink(Path.Combine(held, "env", "B"), Path.Combine(held, "env", "A"));
        await RefusedAsync(held, nameof(ErrorCode.UnsafeFolder));
        File.Delete(Path.Combine(held, "env", "B"));
        File.SetUnixFileMode(Path.Combine(held, "env"), OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        await RefusedAsync(held, nameof(ErrorCode.UnsafeFolder));
        (await Cli.RunAsync("secret", "release", "--session", Session, held)).Succeeded();
        await RefusedAsync(held, nameof(ErrorCode.NotFound));
    }

    [Test]
    public async Task What_is_no_file_or_no_value_of_a_secret_is_refused_and_not_given_empty()
    {
        var held = await HoldAsync("--secret", "A=/prod/db", "--file", "B=/prod/db");
        foreach (var file in new[] { Path.Combine(held, "env", "A"), Path.Combine(held, "file", "B") })
        {
            var value = await File.ReadAllBytesAsync(file);
            File.Delete(file);
            (await Cli.ShellAsync($"mkfifo -m 600 '{file}'")).Succeeded();
            await RefusedAsync(held, nameof(ErrorCode.UnsafeFolder));
            File.Delete(file);
            Directory.CreateDirectory(file);
            await RefusedAsync(held, nameof(ErrorCode.UnsafeFolder));
            Directory.Delete(file);
            await File.WriteAllBytesAsync(file, new byte[65537]);
            File.SetUnixFileMode(file, OwnerOnly);
            await RefusedAsync(held, nameof(ErrorCode.UnsafeFolder));
            await File.WriteAllBytesAsync(file, value);
        }

        (await ExecAsync(["--held", held], "test -n \"$A\" && test -s \"$B\"")).Succeeded();
    }

    [Test]
    public async Task A_folder_of_the_variable_that_is_not_here_is_told_with_the_variable()
    {
        Cli.Environment["AWS_TEMPORAL_SECRETS"] = await HoldAsync("--secret", "DB=/prod/db") + ":" + In("elsewhere/files/0");
        var run = (await ExecAsync([], "echo it ran")).FailedInTwoLines(125);
        Assert.That(run.Error, Does.StartWith($"aws-temporal: error: AWS_TEMPORAL_SECRETS names {In("elsewhere/files/0")}, which is not here: "));
    }

    [Test]
    public async Task Nothing_is_held_where_the_variable_could_not_name_it()
    {
        Directory.Move(Session, In("a:b"));
        var run = (await Cli.RunAsync("secret", "hold", "--session", In("a:b"), "--secret", "DB=/prod/db")).FailedInTwoLines(2);
        Assert.That(run.Error, Does.Contain($"the path {In("a:b")} has a : in it"));
        Assert.That(Directory.Exists(In("a:b/files")), Is.False);
        (await Cli.RunAsync("exec", "--session", In("a:b"), "--file", "DB=/prod/db", "--", "/bin/sh", "-c", "test -s \"$DB\"")).Succeeded();
    }

    [Test]
    public async Task A_hold_killed_at_any_moment_leaves_nothing_that_a_close_does_not_wipe()
    {
        if ((await Cli.ShellAsync("strace -f -o /dev/null true")).ExitCode != 0)
            Assert.Ignore("strace, which kills a process at a chosen system call, cannot be used here");
        var kills = 0;
        foreach (var call in new[] { "mkdir", "rename", "write", "pwrite64" })
        {
            for (var number = 1; number < 60; number++)
            {
                var run = await Cli.ShellAsync($"strace -f -o /dev/null -e trace={call} -e inject={call}:signal=KILL:when={number} \"$X\" secret hold --session '{Session}' --secret DB=/prod/db --file KEY=/prod/db");
                if (run.ExitCode == 0)
                    break;
                kills++;
                foreach (var file in Directory.GetFiles(Session, "*", SearchOption.AllDirectories))
                    Assert.That(File.GetUnixFileMode(file), Is.EqualTo(OwnerOnly));
            }
        }

        Assert.That(kills, Is.GreaterThan(5));
        Assert.That(Directory.GetFiles(Files, "*", SearchOption.AllDirectories), Is.Not.Empty, "some had written");
        Expire(Session);
        (await Cli.RunAsync("sweep", Folder)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [TestCase("TERM", 143)]
    [TestCase("HUP", 129)]
    [TestCase("QUIT", 131)]
    public async Task A_hold_that_is_interrupted_while_it_writes_leaves_nothing(string signal, int exitCode)
    {
        if ((await Cli.ShellAsync("strace -f -o /dev/null true")).ExitCode != 0)
            Assert.Ignore("strace, which sends a signal at a chosen system call, cannot be used here");
        for (var number = 1; number <= 2; number++)
        {
            // Whoever handles it does so in another thread, and has the time for it.
            var run = await Cli.ShellAsync($"strace -f -o /dev/null -e trace=mkdir,rename -e inject=mkdir:signal={signal}:when={number} -e inject=rename:delay_enter=100000 \"$X\" secret hold --session '{Session}' --secret DB=/prod/db --file KEY=/prod/db");
            run.FailedInTwoLines(exitCode);
            Assert.That(Directory.GetFileSystemEntries(Files), Is.Empty);
        }
    }

    [Test]
    public async Task No_value_is_in_an_argument_or_in_a_file_outside_the_session()
    {
        if ((await Cli.ShellAsync("strace -f -o /dev/null true")).ExitCode != 0)
            Assert.Ignore("strace, which tells what a process writes, cannot be used here");
        const string Trace = "strace -f -qq -s 100000 -e trace=execve,openat,creat,rename,renameat2,link,symlink -o";
        (await Cli.ShellAsync($"{Trace} '{In("first")}' \"$X\" secret hold --session '{Session}' --secret DB=/prod/db --file KEY=password >'{In("held")}'")).Succeeded();
        var held = File.ReadLines(In("held")).First();
        (await Cli.ShellAsync($"{Trace} '{In("second")}' \"$X\" exec --session '{Session}' --held '{held}' --secret P=password --file Q=/prod/db -- sh -c 'echo $DB $P; cat \"$KEY\" \"$Q\"'")).Succeeded();
        var written = 0;
        foreach (var call in File.ReadLines(In("first")).Concat(File.ReadLines(In("second"))))
        {
            Cli.CheckForCanaries(call, "a system call's arguments");
            if (call.Contains("= -1", StringComparison.Ordinal) || !WritingCalls.Any(writes => call.Contains(writes, StringComparison.Ordinal)))
                continue;
            Assert.That(call, Does.Contain($"\"{Session}/").Or.Contain("\"/dev/").Or.Contain("\"/proc/"));
            written += call.Contains(Session, StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.That(written, Is.GreaterThan(4), "the trace tells of files");
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(Session + "/", StringComparison.Ordinal)))
            Cli.CheckForCanaries(File.ReadAllText(file), file);
    }

    [Test]
    public async Task Fifty_secrets_cost_three_calls()
    {
        for (var i = 0; i < 50; i++)
        {
            Account.AddSecret(Region, $"many/{i}", $"canary-number-{i}-of-many");
            Cli.Canaries.Add($"canary-number-{i}-of-many");
        }

        var before = Aws.RequestCounts.Values.Sum();
        await HoldAsync([.. Enumerable.Range(0, 50).SelectMany(i => new[] { i % 2 == 0 ? "--secret" : "--file", $"N{i}=many/{i}" })]);
        Assert.That(Aws.RequestCounts.Values.Sum() - before, Is.EqualTo(3));
    }

    private AwsEmulator.Identity.Account Account => Aws.Account("123456789012");

    private async Task<string> HoldAsync(params string[] options)
    {
        var run = await Cli.RunAsync(["secret", "hold", "--session", Session, .. options]);
        return run.Succeeded().Text.Split('\n')[0];
    }

    private async Task RefusedAsync(string folder, string code)
    {
        (await Cli.RunAsync("exec", "--session", Session, "--held", folder, "--", "true")).FailedInTwoLines(125);
        (await Cli.RunAsync("exec", "--json", "--session", Session, "--held", folder, "--", "true")).FailedInJson(125, code);
    }

    private Task<Finished> ExecAsync(string[] options, string script) =>
        Cli.RunAsync(["exec", "--session", Session, .. options, "--", "/bin/sh", "-c", script]);
}
