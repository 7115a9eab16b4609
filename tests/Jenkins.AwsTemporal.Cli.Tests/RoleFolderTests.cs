using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>What happens to the folders of a role's session and of the session that took it.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class RoleFolderTests : RoleCommandTests
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(-2);

    [Test]
    public async Task A_session_that_is_closed_while_it_is_renewed_leaves_nothing_and_is_not_handed_out()
    {
        await TakeWithSessionAsync();
        EndsIn(Role, TimeSpan.FromMinutes(5));
        Aws.Faults.Always(Fault.Slow, action: "AssumeRole", delay: TimeSpan.FromSeconds(1));
        var renewal = CredentialsAsync();
        await AskedAsync(2);
        (await Cli.RunAsync("close", "--session", Role)).Succeeded();
        Assert.That((await renewal).FailedInTwoLines(7).Error, Does.Contain("there is no session"));
        Assert.That(Path.Exists(Role), Is.False);
    }

    [Test]
    public async Task A_session_that_is_replaced_while_it_is_renewed_keeps_the_new_one()
    {
        await TakeWithSessionAsync();
        EndsIn(Role, Over);
        Aws.Faults.Next(Fault.Slow, action: "AssumeRole", delay: TimeSpan.FromSeconds(1));
        var renewal = CredentialsAsync();
        await AskedAsync(2);
        (await Cli.RunAsync("close", "--session", Role)).Succeeded();
        var other = Mint(TimeSpan.FromMinutes(15));
        (await Cli.RunAsync(Paste(other), ["open", "--session", Role])).Succeeded();
        (await renewal).FailedInTwoLines(7);
        Assert.That(KeyOf(Role), Is.EqualTo(other.AccessKeyId));
    }

    [Test]
    public async Task Closes_at_any_moment_of_a_renewal_leave_nothing()
    {
        await OpenAsync();
        for (var round = 0; round < 8; round++)
        {
            (await TakeAsync("--session", Session)).Succeeded();
            EndsIn(Role, Over);
            var renewals = Enumerable.Range(0, 3).Select(_ => CredentialsAsync()).ToArray();
            await Task.Delay(round * 8);
            (await Cli.RunAsync("close", "--session", Role)).Succeeded();
            foreach (var renewal in await Task.WhenAll(renewals))
                Assert.That(renewal.ExitCode, Is.EqualTo(0).Or.EqualTo(7), renewal.Error);
            Assert.That(Path.Exists(Role), Is.False);
        }
    }

    [Test]
    public async Task A_process_that_is_killed_while_it_renews_leaves_the_old_session_and_no_lock()
    {
        await TakeWithSessionAsync();
        EndsIn(Role, TimeSpan.FromMinutes(5));
        var before = File.ReadAllText(Path.Combine(Role, "session.json"));
        Aws.Faults.Next(Fault.Slow, action: "AssumeRole", delay: TimeSpan.FromSeconds(20));
        using (var killed = Cli.Start("credentials", "--session", Role))
        {
            await AskedAsync(2);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Assert.That(File.ReadAllText(Path.Combine(Role, "session.json")), Is.EqualTo(before));
        var clock = Stopwatch.StartNew();
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(4)));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(3));
        (await Cli.RunAsync("close", "--session", Role)).Succeeded();
        Assert.That(Path.Exists(Role), Is.False);
    }

    [Test]
    public async Task A_sweep_keeps_what_can_be_renewed_and_wipes_it_when_its_base_is_dead()
    {
        var sessions = In("sessions");
        (await Cli.RunAsync(Paste(Given), ["open", "--session", Path.Combine(sessions, "base")])).Succeeded();
        var (role, orphan) = (Path.Combine(sessions, "role"), Path.Combine(sessions, "orphan"));
        foreach (var into in (string[])[role, orphan])
            (await Cli.RunAsync("role", "--role", "deployer", "--session-name", "alice", "--into", into, "--session", Path.Combine(sessions, "base"))).Succeeded();
        EndsIn(role, Over);
        EndsIn(orphan, Over);
        Change(orphan, document => document["renewal"]!["base"] = In("gone"));
        (await Cli.RunAsync("sweep", sessions)).Succeeded();
        Assert.That(Left(sessions), Is.EquivalentTo(["base", "role"]));
        Expire(Path.Combine(sessions, "base"));
        (await Cli.RunAsync("sweep", sessions)).Succeeded();
        Assert.That(Left(sessions), Is.Empty);
    }

    [Test]
    public async Task Folders_that_are_renewed_from_each_other_end_at_once()
    {
        var sessions = In("sessions");
        await OpenAsync();
        var (one, two) = (Path.Combine(sessions, "one"), Path.Combine(sessions, "two"));
        foreach (var (into, from) in ((string, string)[])[(one, two), (two, one)])
        {
            (await Cli.RunAsync("role", "--role", "deployer", "--session-name", "alice", "--into", into, "--session", Session)).Succeeded();
            EndsIn(into, Over);
            Change(into, document => document["renewal"]!["base"] = from);
        }

        var clock = Stopwatch.StartNew();
        (await CredentialsAsync(one)).FailedInTwoLines(5);
        Change(one, document => document["renewal"]!["base"] = one);
        (await CredentialsAsync(one)).FailedInTwoLines(5);
        (await Cli.RunAsync("sweep", sessions)).Succeeded();
        Assert.That(Left(sessions), Is.Empty);
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [TestCase("base", "null")]
    [TestCase("base", "\"\"")]
    [TestCase("base", "7")]
    [TestCase("base", "\"a\\u0000b\"")]
    [TestCase("roleArn", "null")]
    [TestCase("roleArn", "\"deployer\"")]
    [TestCase("sessionName", "\"a b\"")]
    [TestCase("durationSeconds", "\"3600\"")]
    [TestCase("durationSeconds", "9223372036854775807")]
    [TestCase("durationSeconds", "1")]
    [TestCase("policyArns", "null")]
    [TestCase("policyArns", "[7]")]
    [TestCase("tags", "[]")]
    [TestCase("tags", "{\"a\":null}")]
    [TestCase("transitiveTagKeys", "[\"b\"]")]
    [TestCase(null, "null")]
    [TestCase(null, "[]")]
    [TestCase(null, "{}")]
    [TestCase(null, "\"x\"")]
    public async Task A_damaged_renewal_counts_as_closed_whether_or_not_it_is_due(string? field, string value)
    {
        await TakeWithSessionAsync();
        Change(Role, document =>
        {
            if (field is null)
                document["renewal"] = JsonNode.Parse(value);
            else
                document["renewal"]![field] = JsonNode.Parse(value);
        });
        (await CredentialsAsync()).FailedInTwoLines(7);
        EndsIn(Role, Over);
        (await CredentialsAsync()).FailedInTwoLines(7);
    }

    [Test]
    public async Task A_base_folder_that_others_can_use_or_that_is_a_link_is_not_trusted()
    {
        await TakeWithSessionAsync();
        File.SetUnixFileMode(Session, OwnerFolder | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        EndsIn(Role, TimeSpan.FromMinutes(5));
        Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(KeyOf(Role)), "the role's session lives still");
        EndsIn(Role, Over);
        Assert.That((await CredentialsAsync()).FailedInTwoLines(9).Error, Does.Contain("can be used by others"));

        File.SetUnixFileMode(Session, OwnerFolder);
        Directory.Move(Session, In("elsewhere"));
        Directory.CreateSymbolicLink(Session, In("elsewhere"));
        Assert.That((await CredentialsAsync()).FailedInTwoLines(9).Error, Does.Contain("symbolic link"));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_target_that_holds_something_else_is_refused_and_left_alone()
    {
        GiveKey();
        Directory.CreateDirectory(Role, OwnerFolder);
        File.WriteAllText(Path.Combine(Role, "notes.txt"), "mine");
        (await TakeAsync()).FailedInTwoLines(9);
        Assert.That(Directory.GetFileSystemEntries(Role).Select(Path.GetFileName), Is.EqualTo(["notes.txt"]));
    }

    [Test]
    public async Task The_folder_is_its_owners_alone_and_SDKs_are_pointed_to_it()
    {
        await TakeWithSessionAsync();
        EndsIn(Role, Over);
        await CredentialsAsync();
        Assert.That(File.GetUnixFileMode(Role), Is.EqualTo(OwnerFolder));
        foreach (var file in Directory.GetFiles(Role))
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        Assert.That(File.ReadAllText(Path.Combine(Role, "config")), Does.Contain($"credentials --session \"{Role}\"").And.Contain($"region = {Region}"));
        var document = File.ReadAllText(Path.Combine(Role, "session.json"));
        Assert.That(document, Does.Not.Contain(Key.SecretAccessKey).And.Not.Contain(Given.SecretAccessKey));
    }

    private async Task AskedAsync(int times)
    {
        for (var wait = 0; Aws.Requests("AssumeRole") < times; wait++)
        {
            Assert.That(wait, Is.LessThan(500), "nobody asks AWS");
            await Task.Delay(20);
        }
    }

    private static IEnumerable<string?> Left(string sessions) => Directory.GetFileSystemEntries(sessions).Select(Path.GetFileName);
}
