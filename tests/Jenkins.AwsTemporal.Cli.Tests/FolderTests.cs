using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class FolderTests : CommandTests
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private string Document => Path.Combine(Session, "session.json");

    [TestCase("000")]
    [TestCase("022")]
    [TestCase("077")]
    public async Task Folder_and_files_are_for_their_owner_alone_whatever_the_umask(string umask)
    {
        (await Cli.ShellAsync($"umask {umask}; \"$X\" open --session '{Session}'", Paste(Given))).Succeeded();
        Assert.That(File.GetUnixFileMode(Session), Is.EqualTo(OwnerFolder));
        Assert.That(Directory.GetFiles(Session).Select(Path.GetFileName), Is.EquivalentTo(["session.json", "config", "credentials"]));
        foreach (var file in Directory.GetFiles(Session))
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
    }

    [Test]
    public async Task Folders_above_are_made() =>
        (await Cli.RunAsync(Paste(Given), ["open", "--session", In("a/b/c")])).Succeeded();

    [Test]
    public async Task A_link_to_a_folder_is_refused()
    {
        await OpenAsync();
        foreach (var target in new[] { Session, In("nowhere") })
        {
            Directory.CreateSymbolicLink(In("link"), target);
            await RefusedAsync(In("link"));
            File.Delete(In("link"));
        }

        (await Cli.RunAsync("status", "--session", Session)).Succeeded();
    }

    [Test]
    public async Task A_link_in_place_of_the_session_is_refused()
    {
        await OpenAsync();
        File.Move(Document, In("elsewhere"));
        File.CreateSymbolicLink(Document, In("elsewhere"));
        await RefusedAsync(Session);
        Assert.That(new FileInfo(In("elsewhere")).Length, Is.GreaterThan(100));
    }

    [Test]
    public async Task A_session_that_others_may_read_is_refused()
    {
        await OpenAsync();
        File.SetUnixFileMode(Document, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await FailsAsync(9, ErrorCode.UnsafeFolder, "", "credentials", "--session", Session);
        File.SetUnixFileMode(Session, OwnerFolder | UnixFileMode.GroupExecute);
        await RefusedAsync(Session);
    }

    [Test]
    public async Task Another_users_session_is_refused()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("only root can give a folder away");
        await OpenAsync();
        (await Cli.ShellAsync($"chown 12345 '{Document}'")).Succeeded();
        await FailsAsync(9, ErrorCode.UnsafeFolder, "", "credentials", "--session", Session);
        (await Cli.ShellAsync($"chown 12345 '{Session}'")).Succeeded();
        await RefusedAsync(Session);
    }

    [Test]
    public async Task A_file_is_no_session_folder()
    {
        File.WriteAllText(In("file"), "mine");
        await RefusedAsync(In("file"));
        await FailsAsync(9, ErrorCode.FileSystem, Paste(Given), "open", "--session", In("file/session"));
        Assert.That(File.ReadAllText(In("file")), Is.EqualTo("mine"));
    }

    [Test]
    public async Task A_folder_with_other_things_is_neither_opened_nor_closed()
    {
        await OpenAsync();
        File.WriteAllText(Path.Combine(Session, "thesis.tex"), "mine");
        await FailsAsync(9, ErrorCode.UnsafeFolder, Paste(Given), "open", "--session", Session);
        await FailsAsync(9, ErrorCode.UnsafeFolder, "", "close", "--session", Session);
        Assert.That(File.ReadAllText(Path.Combine(Session, "thesis.tex")), Is.EqualTo("mine"));
        Assert.That(File.Exists(Document), Is.False, "the session itself does not outlive its end");
    }

    [TestCase("config", "[default]\n")]
    [TestCase("credentials", "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")]
    [TestCase("files/important", "mine")]
    [TestCase("notes.tmp", "mine")]
    public async Task A_folder_that_only_looks_like_a_sessions_is_left_alone(string name, string content)
    {
        Directory.CreateDirectory(Session, OwnerFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Session, name))!);
        File.WriteAllText(Path.Combine(Session, name), content);
        await FailsAsync(9, ErrorCode.UnsafeFolder, Paste(Given), "open", "--session", Session, "--no-verify");
        await FailsAsync(9, ErrorCode.UnsafeFolder, "", "close", "--session", Session);
        (await Cli.RunAsync("sweep", Folder, "--keep", "none")).Succeeded();
        Assert.That(File.ReadAllText(Path.Combine(Session, name)), Is.EqualTo(content));
    }

    [Test]
    public async Task A_link_in_the_files_is_not_followed_and_a_pipe_not_waited_for()
    {
        await OpenAsync();
        Directory.CreateDirectory(In("outside"));
        File.WriteAllText(In("outside/file"), "mine");
        var files = Directory.CreateDirectory(Path.Combine(Session, "files")).FullName;
        File.CreateSymbolicLink(Path.Combine(files, "file"), In("outside/file"));
        Directory.CreateSymbolicLink(Path.Combine(files, "folder"), In("outside"));
        File.WriteAllText(Path.Combine(files, "read-only"), SecretText);
        File.SetUnixFileMode(Path.Combine(files, "read-only"), UnixFileMode.UserRead);
        (await Cli.ShellAsync($"mkfifo '{files}/pipe'")).Succeeded();
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False);
        Assert.That(File.ReadAllText(In("outside/file")), Is.EqualTo("mine"));
    }

    [TestCase("config")]
    [TestCase("credentials")]
    public async Task A_pipe_in_place_of_a_file_of_the_SDKs_is_not_waited_for(string name)
    {
        await OpenAsync();
        var pipe = Path.Combine(Session, name);
        (await Cli.ShellAsync($"rm '{pipe}' && mkfifo '{pipe}'")).Succeeded();
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [Test]
    public async Task A_file_wiped_through_another_name_is_overwritten_first()
    {
        await OpenAsync();
        (await Cli.ShellAsync($"ln '{Document}' '{In("hard")}'")).Succeeded();
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        var bytes = await File.ReadAllBytesAsync(In("hard"));
        Assert.That(bytes, Is.Not.Empty);
        Assert.That(bytes, Is.All.Zero);
    }

    [TestCase("with space")]
    [TestCase("ümläut/日本")]
    [TestCase("it's [1] = 50% & (more)")]
    public async Task A_path_may_hold(string name) =>
        (await Cli.RunAsync(Paste(Given), ["open", "--session", In(name)])).Succeeded();

    [TestCase("a\"b")]
    [TestCase("a$b")]
    [TestCase("a`b")]
    [TestCase("a#b")]
    [TestCase("a;b")]
    [TestCase("a!b")]
    [TestCase("a\\b")]
    [TestCase("a\nb")]
    [TestCase("a\tb")]
    public async Task A_path_that_SDKs_do_not_all_read_alike_is_refused(string name)
    {
        await FailsAsync(9, ErrorCode.InvalidConfiguration, Paste(Given), "open", "--session", In(name), "--no-verify");
        Assert.That(Path.Exists(In(name)), Is.False);
    }

    private async Task RefusedAsync(string folder)
    {
        await FailsAsync(9, ErrorCode.UnsafeFolder, Paste(Given), "open", "--session", folder);
        foreach (var command in new[] { "status", "credentials" })
            await FailsAsync(9, ErrorCode.UnsafeFolder, "", command, "--session", folder);
        await FailsAsync(9, ErrorCode.UnsafeFolder, "", "close", "--session", folder);
    }
}
