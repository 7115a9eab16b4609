using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Calling;
using Jenkins.AwsTemporal.Tests.Validity;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Sessions;

internal sealed class SessionFolderTests
{
    private const string Executable = "/opt/aws temporal/bin/aws-temporal";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private string _folder = null!;

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("aws-temporal-sessions-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_config_hands_the_session_to_SDKs_and_holds_no_secret()
    {
        var folder = Kept("my session", Noon.AddHours(1));
        Assert.That(
            File.ReadAllText(Path.Combine(folder.Path, "config")),
            Does.EndWith($"\n[default]\ncredential_process = \"{Executable}\" credentials --session \"{folder.Path}\"\nregion = eu-central-1\n"));
        foreach (var name in new[] { "config", "credentials" })
            Assert.That(File.ReadAllText(Path.Combine(folder.Path, name)), Does.Not.Contain(Given.SecretAccessKey).And.Not.Contain(Given.SessionToken));
    }

    [Test]
    public void What_was_kept_is_read_until_it_is_closed()
    {
        var folder = Kept("s", Noon.AddHours(1));
        Assert.That(new SessionFolder(folder.Path + "/").Read().Credentials.SessionToken, Is.EqualTo(Given.SessionToken));
        folder.Close();
        folder.Close();
        Assert.That(Directory.Exists(folder.Path), Is.False);
        Assert.That(folder.Read, Throws.TypeOf<SessionException>().With.Property("Code").EqualTo(ErrorCode.NoSession).And.Property("Folder").EqualTo(folder.Path));
    }

    [Test, Platform("Unix")]
    public void A_program_that_runs_in_the_folder_does_not_keep_it_from_being_closed()
    {
        var folder = Kept("s", Noon.AddHours(1));
        var program = Directory.CreateDirectory(Path.Combine(folder.Path, "files")).FullName + "/aws-temporal";
        File.Copy("/bin/cat", program);
        using var running = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program) { RedirectStandardInput = true })!;
        folder.Close();
        Assert.That(running.HasExited, Is.False);
        running.StandardInput.Close();
        running.WaitForExit();
        Assert.That(Directory.Exists(folder.Path), Is.False);
    }

    [Test]
    public void A_sweep_goes_by_the_clock_it_is_given()
    {
        var time = new ManualTime(Noon);
        var ends = Kept("ends", Noon.AddMinutes(15));
        Kept("never", null);
        Assert.That(SessionFolder.Sweep(_folder, [], time), Is.Empty);
        time.Now = Noon.AddMinutes(15);
        Assert.That(SessionFolder.Sweep(_folder, [], time), Is.EqualTo(new[] { ends.Path }));
        Assert.That(SessionFolder.Sweep(_folder, ["nev"], time), Is.Empty);
        Assert.That(SessionFolder.Sweep(_folder, ["ever"], time), Has.Count.EqualTo(1));
    }

    [Test]
    public void Sessions_that_come_from_each_other_are_swept_once_they_are_over()
    {
        Kept("a", Noon.AddMinutes(15), from: "b");
        Kept("b", Noon.AddMinutes(15), from: "a");
        Kept("itself", Noon.AddMinutes(15), from: "itself");
        Assert.That(SessionFolder.Sweep(_folder, [], new ManualTime(Noon)), Is.Empty);
        Assert.That(SessionFolder.Sweep(_folder, [], new ManualTime(Noon.AddMinutes(15))), Has.Count.EqualTo(3));
    }

    [TestCase("")]
    [TestCase(" ")]
    public void A_folder_has_a_name(string path) => Assert.That(() => new SessionFolder(path), Throws.ArgumentException);

    private SessionFolder Kept(string name, DateTimeOffset? end, string? from = null)
    {
        var credentials = new TemporaryCredentials(Given.AccessKeyId, Given.SecretAccessKey, Given.SessionToken, end);
        var folder = new SessionFolder(Path.Combine(_folder, name));
        var session = new Session(credentials, Lifetime.Of(credentials, null, Noon))
        {
            Region = "eu-central-1",
            Renewal = from is null ? null : new RoleRenewal(Path.Combine(_folder, from), new AssumeRoleOptions("arn:aws:iam::123456789012:role/deployer", "anna")),
        };
        folder.Keep(session, Executable);
        return folder;
    }
}
