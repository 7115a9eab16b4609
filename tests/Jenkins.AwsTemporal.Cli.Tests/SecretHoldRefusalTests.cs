using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>What cannot be held, what is none of it, and ends in the middle: nothing remains, and nothing is given empty.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class SecretHoldRefusalTests : HeldSecretTests
{
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

    private async Task RefusedAsync(string folder, string code)
    {
        (await Cli.RunAsync("exec", "--session", Session, "--held", folder, "--", "true")).FailedInTwoLines(125);
        (await Cli.RunAsync("exec", "--json", "--session", Session, "--held", folder, "--", "true")).FailedInJson(125, code);
    }
}
