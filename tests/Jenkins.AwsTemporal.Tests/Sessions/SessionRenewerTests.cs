using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Sessions;

/// <summary>When a session is renewed, told by a clock of its own. The published executable's tests are about everything else.</summary>
[Platform("Linux")]
internal sealed class SessionRenewerTests : IssuerTests
{
    private string _folder = null!;
    private ShiftedTime _time = null!;

    private SessionFolder Asker => new(Path.Combine(_folder, "base"));

    private SessionFolder Role => new(Path.Combine(_folder, "role"));

    private SessionRenewer Renewer => new(_ => Options, _time);

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("aws-temporal-tests-").FullName;
        _time = new ShiftedTime();
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(60, 16)]
    [TestCase(40, 16)]
    [TestCase(30, 15)]
    [TestCase(15, 7.5)]
    public async Task A_session_is_due_16_minutes_before_its_end_or_at_half_of_a_short_life(int life, double due)
    {
        await KeepAsync(TimeSpan.FromMinutes(life), baseLife: TimeSpan.FromHours(12));
        var end = Role.Read().Lifetime.Expiration!.Value;
        _time.Now = end - TimeSpan.FromMinutes(due) - TimeSpan.FromSeconds(5);
        await Renewer.ReadLiveAsync(Role);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1), "not due yet");
        _time.Now = end - TimeSpan.FromMinutes(due) + TimeSpan.FromSeconds(5);
        var session = await Renewer.ReadLiveAsync(Role);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
        Assert.That(Role.Read().Credentials.AccessKeyId, Is.EqualTo(session.Credentials.AccessKeyId));
    }

    [Test]
    public async Task What_is_renewed_keeps_everything_that_was_asked_for()
    {
        var managed = Account.AddManagedPolicy("narrow", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");
        await KeepAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(12), new AssumeRoleOptions(Deployer.Arn, "alice")
        {
            Duration = TimeSpan.FromMinutes(50),
            SourceIdentity = "alice",
            ExternalId = "ext",
            Policy = """{"Version":"2012-10-17","Statement":[]}""",
            PolicyArns = [managed],
            Tags = new Dictionary<string, string> { ["Job"] = "𒀀 quoted", ["Empty"] = "" },
            TransitiveTagKeys = ["Job"],
        });
        Aws.Clock.Shift = TimeSpan.FromMinutes(55);
        _time.Now = DateTimeOffset.UtcNow + Aws.Clock.Shift;
        var role = (await Renewer.ReadLiveAsync(Role)).Renewal!.Role;
        var kept = Role.Read();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept.Renewal!.BaseFolder, Is.EqualTo(Asker.Path));
            Assert.That(role.Duration, Is.EqualTo(TimeSpan.FromMinutes(50)));
            Assert.That(role.SourceIdentity, Is.EqualTo("alice"));
            Assert.That(role.ExternalId, Is.EqualTo("ext"));
            Assert.That(role.Policy, Does.Contain("Statement"));
            Assert.That(role.PolicyArns, Is.EqualTo([managed]));
            Assert.That(role.Tags, Is.EquivalentTo(new Dictionary<string, string> { ["Job"] = "𒀀 quoted", ["Empty"] = "" }));
            Assert.That(role.TransitiveTagKeys, Is.EqualTo(["Job"]));
            Assert.That((kept.Region, kept.Origin, kept.ClockSkew), Is.EqualTo(("eu-central-1", "AssumeRole", TimeSpan.Zero)));
        }
    }

    [TestCase(90)]
    [TestCase(-30)]
    public async Task A_clock_that_was_stepped_is_measured_by_the_renewal_so_that_the_next_one_is_in_an_hour(int minutes)
    {
        await KeepAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(12));
        var stepped = TimeSpan.FromMinutes(minutes);
        if (minutes < 0)
            Role.Replace(Role.Read(), Ending(Role.Read(), DateTimeOffset.UtcNow + stepped));
        _time.Now = DateTimeOffset.UtcNow + stepped;
        var renewed = await Renewer.ReadLiveAsync(Role);
        Assert.That(renewed.ClockSkew, Is.EqualTo(-stepped).Within(TimeSpan.FromSeconds(30)));
        Assert.That(renewed.Lifetime.LeftAt(renewed.Now(_time)), Is.EqualTo(TimeSpan.FromHours(1)).Within(TimeSpan.FromSeconds(30)));
        Assert.That((await Renewer.ReadLiveAsync(Role)).Credentials.AccessKeyId, Is.EqualTo(renewed.Credentials.AccessKeyId));
        _time.Now += TimeSpan.FromMinutes(43);
        await Renewer.ReadLiveAsync(Role);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
        _time.Now += TimeSpan.FromMinutes(2);
        await Renewer.ReadLiveAsync(Role);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(3));
    }

    [Test]
    public async Task A_session_whose_end_nobody_knows_is_handed_out_as_it_is()
    {
        var own = Alice.GetSessionToken(TimeSpan.FromHours(1));
        var credentials = new TemporaryCredentials(own.AccessKeyId, own.SecretAccessKey, own.SessionToken!);
        Asker.Keep(new Session(credentials, Lifetime.Of(credentials, null, default)), "/aws-temporal");
        Role.Keep(new Session(credentials, Lifetime.Of(credentials, null, default)) { Renewal = new RoleRenewal(Asker.Path, Ask) }, "/aws-temporal");
        Assert.That((await Renewer.ReadLiveAsync(Role)).Credentials.AccessKeyId, Is.EqualTo(own.AccessKeyId));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task A_file_system_that_refuses_does_not_take_a_living_session_away()
    {
        await KeepAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(12));
        // What no lock can be made of.
        Directory.CreateDirectory(Path.Combine(Role.Path, "lock"));
        _time.Now = DateTimeOffset.UtcNow.AddMinutes(55);
        await Renewer.ReadLiveAsync(Role);
        _time.Now = DateTimeOffset.UtcNow.AddMinutes(65);
        Assert.That(() => Renewer.ReadLiveAsync(Role), Throws.InstanceOf<UnauthorizedAccessException>().Or.InstanceOf<IOException>());
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_gives_up_leaves_the_lock_to_others()
    {
        await KeepAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(12));
        _time.Now = DateTimeOffset.UtcNow.AddMinutes(55);
        Aws.Faults.Next(AwsEmulator.Faults.Fault.Hang, action: "AssumeRole");
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => Renewer.ReadLiveAsync(Role, patience.Token));
        await Renewer.ReadLiveAsync(Role);
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(3));
    }

    private static Session Ending(Session session, DateTimeOffset end) =>
        new(session.Credentials, Lifetime.Restore(end, ExpirationSource.Paste)) { Region = session.Region, Renewal = session.Renewal };

    private async Task KeepAsync(TimeSpan life, TimeSpan baseLife, AssumeRoleOptions? ask = null)
    {
        var own = Alice.GetSessionToken(baseLife);
        var credentials = new TemporaryCredentials(own.AccessKeyId, own.SecretAccessKey, own.SessionToken!, own.Expiration);
        Asker.Keep(new Session(credentials, Lifetime.Of(credentials, null, default)) { Region = "eu-central-1" }, "/aws-temporal");
        var role = ask ?? new AssumeRoleOptions(Deployer.Arn, "alice") { Duration = life };
        var issued = await new SessionIssuer(BaseCredentials.FromSession(credentials), Options).AssumeRoleAsync(role);
        Role.Keep(
            new Session(issued.Credentials, Lifetime.Of(issued.Credentials, null, default))
            {
                Identity = issued.Identity, Region = "eu-central-1", Origin = "AssumeRole", Renewal = new RoleRenewal(Asker.Path, role),
            },
            "/aws-temporal");
    }

    /// <summary>A clock that stands where it is put, and whose timers run as ever.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public DateTimeOffset? Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now ?? base.GetUtcNow();
    }
}
