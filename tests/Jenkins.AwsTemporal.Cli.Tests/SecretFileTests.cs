using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class SecretFileTests : CommandTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [SetUp]
    public async Task Open() => await OpenAsync();

    [TestCase("000")]
    [TestCase("077")]
    public async Task A_file_is_for_its_owner_alone_whatever_was_there_and_whatever_the_umask(string umask)
    {
        File.WriteAllText(In("value"), "old");
        File.SetUnixFileMode(In("value"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        (await Cli.ShellAsync($"umask {umask}; \"$X\" secret get /prod/db --session '{Session}' --out '{In("value")}'")).Succeeded();
        Assert.That(File.ReadAllText(In("value")), Is.EqualTo(SecretText));
        Assert.That(File.GetUnixFileMode(In("value")), Is.EqualTo(OwnerOnly));
    }

    [Test]
    public async Task A_link_is_replaced_and_its_target_untouched()
    {
        File.WriteAllText(In("target"), "old");
        File.CreateSymbolicLink(In("value"), In("target"));
        (await GetAsync(In("value"))).Succeeded();
        Assert.That(File.ReadAllText(In("target")), Is.EqualTo("old"));
        Assert.That(new FileInfo(In("value")).LinkTarget, Is.Null);
    }

    [Test]
    public async Task Where_no_file_can_be_written_nothing_is_left()
    {
        File.WriteAllText(In("file"), "");
        Directory.CreateDirectory(In("folder"));
        foreach (var target in new[] { In("none/value"), In("file/value"), In("folder"), "/proc/value", In(new string('x', 300)) })
            await FailsAsync(9, ErrorCode.FileSystem, "", "secret", "get", "/prod/db", "--session", Session, "--out", target);
        Assert.That(Directory.GetFileSystemEntries(Folder, "*.tmp", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task A_pipe_or_device_is_not_replaced()
    {
        (await Cli.ShellAsync($"mkfifo '{In("pipe")}'")).Succeeded();
        (await GetAsync(In("pipe"))).FailedInTwoLines(9);
        Assert.That((await Cli.ShellAsync($"test -p '{In("pipe")}'")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_failed_read_leaves_an_existing_file()
    {
        File.WriteAllText(In("value"), "old");
        (await Cli.RunAsync("secret", "get", "missing", "--session", Session, "--out", In("value"))).FailedInTwoLines(7);
        Assert.That(File.ReadAllText(In("value")), Is.EqualTo("old"));
    }

    private Task<Finished> GetAsync(string target) => Cli.RunAsync("secret", "get", "/prod/db", "--session", Session, "--out", target);
}
