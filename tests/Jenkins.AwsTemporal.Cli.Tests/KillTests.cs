using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli.Tests;

[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class KillTests : CommandTests
{
    private const int MostCalls = 200;
    private static readonly string[] Calls = ["openat", "write", "pwrite64", "rename", "mkdir", "unlink", "rmdir"];

    [SetUp]
    public async Task NeedsStrace()
    {
        var run = await Cli.ShellAsync("strace -f -o /dev/null true");
        if (run.ExitCode != 0)
            Assert.Ignore("strace, which kills a process at a chosen system call, cannot be used here");
    }

    [Test]
    public async Task An_open_killed_at_any_system_call_leaves_the_old_session_or_the_new_one()
    {
        (await OpenAsync(Paste(Given), "--no-verify")).Succeeded();
        var second = Mint(TimeSpan.FromMinutes(15));
        var ends = await KillEverywhereAsync($"open --no-verify --session '{Session}'", Paste(second), async () =>
        {
            var id = (await Cli.RunAsync("status", "--session", Session, "--json")).Succeeded().Json.GetProperty("accessKeyId").GetString();
            Assert.That(id, Is.EqualTo(Given.AccessKeyId).Or.EqualTo(second.AccessKeyId));
            foreach (var file in Directory.GetFiles(Session))
                Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            return id!;
        });
        Assert.That(ends, Does.Contain(Given.AccessKeyId).And.Contain(second.AccessKeyId));
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False, "what the killed ones left is wiped too");
    }

    [Test]
    public async Task A_first_open_killed_at_any_system_call_leaves_none_or_a_whole_session()
    {
        var ends = await KillEverywhereAsync($"open --no-verify --session '{Session}'", Paste(Given), async () =>
        {
            var status = await Cli.RunAsync("status", "--session", Session, "--json");
            Assert.That(status.ExitCode, Is.EqualTo(0).Or.EqualTo(7), status.Error);
            await SweptAsync(Session);
            return status.Json.GetProperty("state").GetString()!;
        });
        Assert.That(ends, Does.Contain("live").And.Contain("closed"));
    }

    [Test]
    public async Task A_close_killed_at_any_system_call_leaves_nothing_that_a_sweep_does_not_find()
    {
        async Task Open()
        {
            (await OpenAsync(Paste(Given), "--no-verify")).Succeeded();
            Directory.CreateDirectory(Path.Combine(Session, "files"));
            File.WriteAllText(Path.Combine(Session, "files", "value"), SecretText);
        }

        await Open();
        await KillEverywhereAsync($"close --session '{Session}'", "", async () =>
        {
            var status = await Cli.RunAsync("status", "--session", Session, "--json");
            Assert.That(status.ExitCode, Is.EqualTo(0).Or.EqualTo(7), status.Error);
            await SweptAsync(Session);
            await Open();
            return "";
        });
    }

    [Test]
    public async Task A_seal_killed_at_any_system_call_leaves_no_key_that_a_sweep_does_not_find()
    {
        await KillEverywhereAsync($"seal --session '{Session}'", "", async () =>
        {
            if (File.Exists(Path.Combine(Session, "seal.json")))
                EndPrompt(Session);
            await SweptAsync(Session, keep: []);
            return "";
        });
    }

    [Test]
    public async Task An_open_of_a_sealed_paste_killed_at_any_system_call_leaves_a_key_in_its_place_or_none_that_a_sweep_does_not_find()
    {
        async Task<string> SealAsync()
        {
            var key = (await Cli.RunAsync("seal", "--session", Session, "--json")).Succeeded().Json.GetProperty("key").GetString()!;
            return SealingKey.Parse(key).Seal(Paste(Given));
        }

        File.WriteAllText(In("answer"), await SealAsync());
        var ends = await KillEverywhereAsync($"open --sealed --no-verify --session '{Session}' <'{In("answer")}'", "", async () =>
        {
            var waits = File.Exists(Path.Combine(Session, "seal.json"));
            var keys = Directory.GetFiles(Session, "seal.json*").Length;
            Assert.That(keys, Is.LessThanOrEqualTo(1));
            if (!waits)
                Assert.That((await OpenAsync(File.ReadAllText(In("answer")), "--sealed", "--no-verify")).ExitCode, Is.EqualTo(4));
            if (!waits && !File.Exists(Path.Combine(Session, "session.json")))
                await SweptAsync(Session, keep: []);
            (await Cli.RunAsync("close", "--session", Session)).Succeeded();
            Assert.That(Directory.Exists(Session), Is.False);
            File.WriteAllText(In("answer"), await SealAsync());
            return waits ? "waits" : keys > 0 ? "half wiped" : "wiped";
        });
        Assert.That(ends, Is.EquivalentTo(["waits", "half wiped", "wiped"]));
    }

    [Test]
    public async Task An_open_of_a_sealed_paste_killed_at_any_system_call_leaves_no_key_beside_what_is_not_ours()
    {
        async Task SealAsync()
        {
            var key = (await Cli.RunAsync("seal", "--session", Session, "--json")).Succeeded().Json.GetProperty("key").GetString()!;
            File.WriteAllText(In("answer"), SealingKey.Parse(key).Seal(Paste(Given)));
        }

        await SealAsync();
        await KillEverywhereAsync($"open --sealed --no-verify --session '{Session}' <'{In("answer")}'", "", async () =>
        {
            File.WriteAllText(Path.Combine(Session, "thesis.tex"), "mine");
            (await Cli.RunAsync("close", "--session", Session)).FailedInTwoLines(9);
            Assert.That(Directory.GetFiles(Session).Select(Path.GetFileName), Has.None.StartsWith("se").And.Contains("thesis.tex"));
            Directory.Delete(Session, recursive: true);
            await SealAsync();
            return "";
        });
    }

    [Test]
    public async Task Opens_killed_at_random_moments_leave_a_session_that_can_be_read()
    {
        await OpenAsync();
        for (var round = 0; round < 30; round++)
        {
            var process = Cli.Start("open", "--no-verify", "--session", Session);
            await process.StandardInput.WriteAsync(Paste(Given));
            process.StandardInput.Close();
            await Task.Delay(round % 15);
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            (await Cli.RevealAsync("credentials", "--session", Session)).Succeeded();
        }
    }

    // Of every kind of system call the first one is the end of the first run, the second one of the second, until one run ends by itself.
    private async Task<HashSet<string>> KillEverywhereAsync(string command, string input, Func<Task<string>> look)
    {
        var ends = new HashSet<string>();
        var kills = 0;
        foreach (var call in Calls)
        {
            var last = "";
            for (var number = 1; ; number++)
            {
                Assert.That(number, Is.LessThan(MostCalls), $"it never comes to its end: {last}");
                var run = await Cli.ShellAsync($"strace -f -o /dev/null -e trace={call} -e inject={call}:signal=KILL:when={number} \"$X\" {command}", input);
                last = $"{call} {run.ExitCode} {run.Error}";
                ends.Add(await look());
                if (run.ExitCode == 0)
                    break;
                kills++;
            }
        }

        Assert.That(kills, Is.GreaterThan(20), "it was killed at many calls");
        return ends;
    }

    private Task SweptAsync(string session) => SweptAsync(session, ["--keep", "none"]);

    private async Task SweptAsync(string session, string[] keep)
    {
        if (Directory.Exists(session))
            Directory.SetLastWriteTimeUtc(session, DateTime.UtcNow.AddMinutes(-6));
        (await Cli.RunAsync(["sweep", Folder, .. keep])).Succeeded();
        Assert.That(Directory.Exists(session), Is.False);
    }
}
