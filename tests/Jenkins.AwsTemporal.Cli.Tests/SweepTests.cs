using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class SweepTests : CommandTests
{
    private string Sessions => In("sessions");

    [Test]
    public async Task Dead_sessions_are_wiped_and_live_ones_kept()
    {
        await OpenAsync("build-1.live");
        Expire(await OpenAsync("build-1.expired"));
        var foreign = await OpenAsync("build-1.other-version");
        File.WriteAllText(Path.Combine(foreign, "session.json"), """{"version":99}""");
        Age(foreign);
        var halfWiped = Directory.CreateDirectory(Path.Combine(Sessions, "build-1.half"), OwnerFolder).FullName;
        File.WriteAllText(Path.Combine(halfWiped, $"session.json.{Guid.NewGuid():N}.tmp"), SecretText);
        Age(halfWiped);
        var justOpening = Directory.CreateDirectory(Path.Combine(Sessions, "build-1.opening"), OwnerFolder).FullName;

        var swept = (await Cli.RunAsync("sweep", Sessions, "--json")).Succeeded();

        Assert.That(
            swept.Json.GetProperty("wiped").EnumerateArray().Select(path => Path.GetFileName(path.GetString())),
            Is.EquivalentTo(["build-1.expired", "build-1.other-version", "build-1.half"]));
        Assert.That(Left(), Is.EquivalentTo(["build-1.live", Path.GetFileName(justOpening)]));
    }

    [Test]
    public async Task With_a_prefix_to_keep_everything_else_goes()
    {
        foreach (var name in new[] { "build-1.a", "build-1.b", "build-2.a", "build-12.a" })
            await OpenAsync(name);
        Expire(await OpenAsync("build-1.expired"));
        (await Cli.RunAsync("sweep", Sessions, "--keep", "build-1.", "--keep", "build-2.")).Succeeded();
        Assert.That(Left(), Is.EquivalentTo(["build-1.a", "build-1.b", "build-2.a"]));
    }

    [Test]
    public async Task What_is_no_session_is_left_alone()
    {
        Expire(await OpenAsync("expired"));
        Directory.CreateDirectory(Path.Combine(Sessions, "project", "src"), OwnerFolder);
        Directory.CreateDirectory(Path.Combine(Sessions, "open-to-others"));
        File.WriteAllText(Path.Combine(Sessions, "file"), "mine");
        Expire(await OpenAtAsync(In("elsewhere")));
        Directory.CreateSymbolicLink(Path.Combine(Sessions, "link"), In("elsewhere"));
        (await Cli.RunAsync("sweep", Sessions, "--keep", "none")).Succeeded();
        Assert.That(Left(), Is.EquivalentTo(["project", "open-to-others", "file", "link"]));
        Assert.That(File.Exists(In("elsewhere/session.json")), Is.True);
    }

    [Test]
    public async Task A_session_of_a_dead_build_is_wiped_beside_what_its_body_left()
    {
        var dead = await OpenAsync("build-1.dead");
        var live = await OpenAsync("build-2.live");
        foreach (var folder in new[] { dead, live })
            File.WriteAllText(Path.Combine(folder, "thesis.tex"), "mine");
        File.WriteAllText(Path.Combine(dead, "paste"), Paste(Given));
        File.WriteAllText(In("outside"), "mine");
        File.CreateSymbolicLink(Path.Combine(live, "paste"), In("outside"));
        (await Cli.RunAsync("sweep", Sessions, "--keep", "build-2.")).Succeeded();
        Assert.That(Directory.GetFiles(dead).Select(Path.GetFileName), Is.EquivalentTo(["thesis.tex", "config", "credentials"]));
        Assert.That(File.Exists(Path.Combine(live, "session.json")), Is.True);
        (await Cli.RunAsync("sweep", Sessions, "--keep", "build-3.")).Succeeded();
        Assert.That(File.Exists(Path.Combine(live, "session.json")), Is.False);
        Assert.That(File.ReadAllText(In("outside")), Is.EqualTo("mine"));
    }

    [Test]
    public async Task One_that_cannot_be_wiped_saves_no_other()
    {
        foreach (var name in new[] { "a", "b", "c" })
            Expire(await OpenAsync(name));
        // A mount cannot be removed, not even by root.
        var stuck = Directory.CreateDirectory(Path.Combine(Sessions, "b", "files", "mount")).FullName;
        var run = await Cli.ShellAsync($"unshare -m sh -c 'mount -t tmpfs none \"{stuck}\" && \"$X\" sweep \"{Sessions}\"; echo $? >\"{In("code")}\"'");
        if (run.Error.Contains("unshare") || run.Error.Contains("mount:"))
            Assert.Ignore("a mount, which not even root can remove, cannot be made here");
        Assert.That(File.ReadAllText(In("code")), Is.EqualTo("9\n"));
        Assert.That(Left(), Is.EquivalentTo(["b"]));
        Assert.That(Directory.GetFiles(Path.Combine(Sessions, "b")), Has.None.Contains("session.json"));
    }

    [Test]
    public async Task Where_nothing_is_nothing_is_swept() =>
        Assert.That((await Cli.RunAsync("sweep", In("none"), "--json")).Succeeded().Json.GetProperty("wiped").GetArrayLength(), Is.Zero);

    [Test]
    public async Task Sweeps_at_the_same_moment_do_not_disturb_each_other()
    {
        for (var round = 0; round < 5; round++)
        {
            var folders = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => OpenAsync($"s{number}")));
            foreach (var folder in folders)
                Expire(folder);
            var sweeps = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Cli.RunAsync("sweep", Sessions)));
            foreach (var sweep in sweeps)
                sweep.Succeeded();
            Assert.That(Left(), Is.Empty);
        }
    }

    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private IEnumerable<string?> Left() => Directory.GetFileSystemEntries(Sessions).Select(Path.GetFileName);

    private Task<string> OpenAsync(string name) => OpenAtAsync(Path.Combine(Sessions, name));

    private async Task<string> OpenAtAsync(string folder)
    {
        (await Cli.RunAsync(Paste(Given), ["open", "--no-verify", "--session", folder])).Succeeded();
        return folder;
    }

    private static void Age(string folder) => Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddMinutes(-6));
}
