using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>Secrets that are read once for several commands: <c>secret hold</c>, <c>exec --held</c>, <c>secret release</c>.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class SecretHoldTests : HeldSecretTests
{
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
}
