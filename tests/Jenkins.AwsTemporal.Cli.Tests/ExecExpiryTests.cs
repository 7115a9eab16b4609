using Jenkins.AwsTemporal.Cli.Commands;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>A session that ends while its child runs.</summary>
[Platform("Linux")]
internal sealed class ExecExpiryTests : RoleCommandTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly List<string> _told = [];
    private readonly List<int> _sent = [];
    private ManualTime _time = new(Start);

    [SetUp]
    public async Task OpenSession()
    {
        _told.Clear();
        _sent.Clear();
        _time = new ManualTime(Start);
        await OpenAsync();
    }

    [Test]
    public async Task It_is_told_once_in_a_line_of_its_own_and_the_child_runs_on()
    {
        EndsIn(Session, TimeSpan.FromSeconds(1.5));
        var run = await ExecAsync([], "printf 'a prompt: ' >&2; sleep 2; echo done; echo words >&2");
        Assert.That(run.Succeeded().Text, Is.EqualTo("done\n"));
        Assert.That(run.Error, Does.Match(@"\Aa prompt: \naws-temporal: warning: the session is over, and the command runs on without it: the credentials expired at 20[^\n]+\nwords\n\z"));
    }

    [Test]
    public async Task The_child_is_ended_if_it_shall_not_run_on()
    {
        EndsIn(Session, TimeSpan.FromSeconds(1.5));
        var run = await ExecAsync(["--kill-on-expiry"], "sleep 20 & sleep 20; echo done");
        Assert.That(run.ExitCode, Is.EqualTo(143));
        Assert.That(run.Text, Is.Empty);
        Assert.That(run.Error, Does.Match(@"\Aaws-temporal: warning: the session is over, and the command is ended: the credentials expired at 20[^\n]+\n\z"));
        run = await ExecAsync(["--kill-on-expiry"], "echo never");
        Assert.That(run.ExitCode, Is.EqualTo(125), "one that is over before is not begun with");
    }

    [Test]
    public async Task A_child_that_ends_in_time_hears_nothing()
    {
        EndsIn(Session, TimeSpan.FromSeconds(2));
        Assert.That((await ExecAsync(["--kill-on-expiry"], "sleep 0.1")).Succeeded().Error, Is.Empty);
    }

    [Test]
    public async Task A_child_that_does_not_end_itself_is_killed_after_a_grace()
    {
        using var ended = new CancellationTokenSource();
        var watch = new ExecExpiry(_time, SessionUntil(Start.AddMinutes(15)), Over, killsChild: true).WatchAsync(_told.Add, _sent.Add, ended.Token);
        await _time.GoOnAsync(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1), watch);
        Assert.That((_told.Count, _sent.Count), Is.EqualTo((0, 0)));
        await _time.GoOnAsync(TimeSpan.FromSeconds(1), watch);
        Assert.That((_told.Count, string.Join(' ', _sent)), Is.EqualTo((1, "15")));
        await _time.GoOnAsync(ExecExpiry.Grace, watch);
        Assert.That((_told.Count, string.Join(' ', _sent)), Is.EqualTo((1, "15 9")));
        await watch;
    }

    [Test]
    public async Task A_session_that_is_renewed_ends_when_it_cannot_be_renewed()
    {
        var renewals = new Queue<Session>([SessionUntil(Start.AddHours(1)), SessionUntil(Start.AddHours(2))]);
        var watch = new ExecExpiry(_time, SessionUntil(Start.AddMinutes(15)), token => renewals.TryDequeue(out var next) ? Task.FromResult(next) : Over(token), killsChild: false)
            .WatchAsync(_told.Add, _sent.Add, CancellationToken.None);
        await _time.GoOnAsync(TimeSpan.FromMinutes(119), watch);
        Assert.That((renewals.Count, _told.Count), Is.EqualTo((0, 0)));
        await _time.GoOnAsync(TimeSpan.FromMinutes(1), watch);
        Assert.That(_told, Has.Count.EqualTo(1));
        Assert.That(_sent, Is.Empty);
        await watch;
    }

    [Test]
    public async Task The_end_counts_by_the_clock_of_AWS_and_an_unknown_one_never_comes()
    {
        var ahead = new Session(Given(Start.AddHours(4)), Lifetime.Of(Given(Start.AddHours(4)), null, Start)) { ClockSkew = TimeSpan.FromHours(3) };
        var watch = new ExecExpiry(_time, ahead, Over, killsChild: false).WatchAsync(_told.Add, _sent.Add, CancellationToken.None);
        await new ExecExpiry(_time, new Session(Given(null), Lifetime.Of(Given(null), null, Start)), Over, killsChild: true).WatchAsync(_told.Add, _sent.Add, CancellationToken.None);
        await _time.GoOnAsync(TimeSpan.FromMinutes(59), watch);
        Assert.That(_told, Is.Empty);
        await _time.GoOnAsync(TimeSpan.FromMinutes(1), watch);
        Assert.That(_told, Has.Count.EqualTo(1));
    }

    private Task<Session> Over(CancellationToken cancellation) => Task.FromException<Session>(new IOException("over"));

    private static new TemporaryCredentials Given(DateTimeOffset? end) =>
        new("ASIAQNZGKIQY56JQ7WML", "abcdefghij0123456789ABCDEFGHIJ0123456789", "IQoJb3JpZ2luX2Vj" + new string('a', 200), end);

    private static Session SessionUntil(DateTimeOffset end) => new(Given(end), Lifetime.Of(Given(end), null, Start));

    private Task<Finished> ExecAsync(string[] options, string script) =>
        Cli.ShellAsync($"exec setsid -w \"$X\" exec --session '{Session}' {string.Join(' ', options)} -- sh -c '{script.Replace("'", "'\\''")}'");
}
