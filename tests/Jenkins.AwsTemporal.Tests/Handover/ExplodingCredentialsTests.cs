using System.Runtime.Versioning;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AwsEmulator.Faults;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Tests.Sts;
using Jenkins.AwsTemporal.Tests.Validity;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Tests.Handover;

/// <summary>What AWS's own client does with our credentials, against the emulator.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class ExplodingCredentialsTests : IssuerTests
{
    private string _folder = null!;
    private ManualTime _time = null!;

    private SessionFolder Asker => new(Path.Combine(_folder, "base"));

    private SessionFolder Role => new(Path.Combine(_folder, "role"));

    private ExplodingCredentials Of(SessionFolder folder) => new(folder, new SessionRenewer(_ => Options, _time));

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("aws-temporal-tests-").FullName;
        _time = new ManualTime(DateTimeOffset.UtcNow);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_client_of_the_SDK_uses_the_session_of_a_folder()
    {
        Keep(TimeSpan.FromMinutes(15));
        using var client = Sts(Of(Asker));
        Assert.That((await Identify(client)).Arn, Does.EndWith(":user/alice"));
    }

    [Test]
    public async Task A_client_of_the_SDK_uses_credentials_in_memory_until_they_end()
    {
        using var client = Sts(new ExplodingCredentials(Temporary(TimeSpan.FromMinutes(15)), _time));
        Assert.That((await Identify(client)).Arn, Does.EndWith(":user/alice"));
        _time.Now += TimeSpan.FromMinutes(16);
        await ExplodesAsync<CredentialsException>(client, ErrorCode.Expired);
    }

    [Test]
    public async Task An_expired_session_explodes_at_the_next_request()
    {
        Keep(TimeSpan.FromMinutes(15));
        using var client = Sts(Of(Asker));
        await Identify(client);
        _time.Now += TimeSpan.FromMinutes(16);
        await ExplodesAsync<CredentialsException>(client, ErrorCode.Expired);
    }

    [Test]
    public async Task A_session_that_is_closed_explodes_at_the_next_request()
    {
        Keep(TimeSpan.FromMinutes(15));
        using var client = Sts(Of(Asker));
        await Identify(client);
        Asker.Close();
        var fault = await ExplodesAsync<SessionException>(client, ErrorCode.NoSession);
        Assert.That(fault.Message, Does.Contain(Asker.Path));
    }

    [Test]
    public async Task A_session_that_others_can_read_is_not_used()
    {
        Keep(TimeSpan.FromMinutes(15));
        using var client = Sts(Of(Asker));
        File.SetUnixFileMode(Path.Combine(Asker.Path, "session.json"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await ExplodesAsync<SessionException>(client, ErrorCode.UnsafeFolder);
    }

    [Test]
    public async Task A_session_that_is_opened_anew_is_used_from_the_next_request_on()
    {
        Keep(TimeSpan.FromMinutes(15));
        var credentials = Of(Asker);
        var first = await credentials.GetCredentialsAsync();
        Keep(TimeSpan.FromMinutes(30));
        Assert.That((await credentials.GetCredentialsAsync()).AccessKey, Is.Not.EqualTo(first.AccessKey));
    }

    // The SDK asks for a request's token and then, as it signs, for its key.
    [Test]
    public async Task No_request_carries_one_sessions_key_and_anothers_token_however_often_the_session_is_replaced()
    {
        Keep(TimeSpan.FromMinutes(15));
        Session[] sessions = [.. Enumerable.Range(0, 8).Select(_ => Temporary(TimeSpan.FromMinutes(15))).Select(each => new Session(each, Lifetime.Of(each, null, default)))];
        using var over = new CancellationTokenSource();
        var replacing = Task.Run(() =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
                Asker.Replace(Asker.Read(), sessions[i % sessions.Length]);
        });
        using var client = Sts(Of(Asker));
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 3000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await Identify(client));
        }
        finally
        {
            await over.CancelAsync();
            await replacing;
        }

        var used = Aws.Audit.Select(each => each.AccessKeyId).Distinct();
        Assert.That(used.Count(), Is.GreaterThan(sessions.Length / 2), "replaced meanwhile");
    }

    [Test]
    public async Task The_key_of_a_token_is_asked_for_once_more_and_is_its_own()
    {
        var given = Keep(TimeSpan.FromMinutes(15));
        var credentials = Of(Asker);
        var first = await credentials.GetCredentialsAsync();
        var another = Keep(TimeSpan.FromMinutes(15));
        Assert.That(credentials.GetCredentials().AccessKey, Is.EqualTo(first.AccessKey));
        Assert.That(await Task.Run(() => credentials.GetCredentials().Token), Is.EqualTo(given.SessionToken), "another thread signs");
        Task<string> beside;
        using (ExecutionContext.SuppressFlow())
            beside = Task.Run(() => credentials.GetCredentials().Token);
        Assert.That(await beside, Is.EqualTo(another.SessionToken), "another request");
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.That(credentials.GetCredentials().Token, Is.EqualTo(another.SessionToken), "long after the request");
    }

    [Test]
    public async Task A_session_that_ends_between_a_token_and_its_key_is_over([Values] bool closed)
    {
        Keep(TimeSpan.FromSeconds(900));
        var credentials = Of(Asker);
        _time.Now = Asker.Read().Lifetime.Expiration!.Value.AddSeconds(-1);
        await credentials.GetCredentialsAsync();
        if (closed)
            Asker.Close();
        else
            _time.Now += TimeSpan.FromSeconds(1);
        var fault = Assert.Catch<AwsTemporalException>(() => credentials.GetCredentials());
        Assert.That(fault!.Code, Is.EqualTo(closed ? ErrorCode.NoSession : ErrorCode.Expired));
    }

    [Test]
    public async Task A_role_is_renewed_by_one_call_for_all_requests_that_wait()
    {
        await KeepRoleAsync();
        var credentials = Of(Role);
        var first = credentials.GetCredentials();
        _time.Now += TimeSpan.FromMinutes(50);
        var renewed = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            i % 2 == 0 ? await credentials.GetCredentialsAsync() : credentials.GetCredentials())));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(renewed.Select(each => each.AccessKey).Distinct().Single(), Is.Not.EqualTo(first.AccessKey));
            Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
            Assert.That(renewed[0].AccountId, Is.EqualTo(AccountId));
        }

        using var client = Sts(credentials);
        Assert.That((await Identify(client)).Arn, Does.Contain(":assumed-role/deployer/"));
    }

    [Test]
    public async Task A_role_that_lives_and_cannot_be_renewed_is_tried_again_every_30_seconds()
    {
        await KeepRoleAsync();
        var credentials = Of(Role);
        var first = await credentials.GetCredentialsAsync();
        _time.Now += TimeSpan.FromMinutes(50);
        Aws.Faults.Always(Fault.RegionDisabled, action: "AssumeRole");
        for (var i = 0; i < 10; i++)
            Assert.That((await credentials.GetCredentialsAsync()).AccessKey, Is.EqualTo(first.AccessKey));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(2));
        _time.Now += TimeSpan.FromSeconds(31);
        await credentials.GetCredentialsAsync();
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(3));
        _time.Now += TimeSpan.FromMinutes(10);
        using var client = Sts(credentials);
        await ExplodesAsync<AwsCallException>(client, ErrorCode.RegionDisabled);
    }

    [Test]
    public void Nothing_is_read_before_the_first_request_and_nothing_shows_a_secret()
    {
        var given = Temporary(TimeSpan.FromMinutes(15));
        Assert.That(Of(new SessionFolder(Path.Combine(_folder, "none"))).ToString(), Is.EqualTo("ExplodingCredentials"));
        Assert.That(new ExplodingCredentials(given).ToString(), Does.Not.Contain(given.SecretAccessKey));
    }

    // The error is the library's own, comes at once, and nothing was sent.
    private async Task<T> ExplodesAsync<T>(AmazonSecurityTokenServiceClient client, ErrorCode code)
        where T : AwsTemporalException
    {
        var before = Aws.Requests("GetCallerIdentity");
        var fault = (await Assert.ThrowsAsync<T>(() => Identify(client)))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Code, Is.EqualTo(code));
            Assert.That(Aws.Requests("GetCallerIdentity"), Is.EqualTo(before));
            foreach (var key in Alice.AccessKeys)
                Assert.That(fault.ToString(), Does.Not.Contain(key.SecretAccessKey));
        }

        return fault;
    }

    private static Task<GetCallerIdentityResponse> Identify(AmazonSecurityTokenServiceClient client) =>
        client.GetCallerIdentityAsync(new GetCallerIdentityRequest());

    private TemporaryCredentials Temporary(TimeSpan life)
    {
        var own = Alice.GetSessionToken(life);
        return new TemporaryCredentials(own.AccessKeyId, own.SecretAccessKey, own.SessionToken!, own.Expiration);
    }

    private TemporaryCredentials Keep(TimeSpan life)
    {
        var credentials = Temporary(life);
        Asker.Keep(new Session(credentials, Lifetime.Of(credentials, null, default)) { Region = "eu-central-1" }, "/aws-temporal");
        return credentials;
    }

    private async Task KeepRoleAsync()
    {
        var issued = await new SessionIssuer(BaseCredentials.FromSession(Keep(TimeSpan.FromHours(12))), Options).AssumeRoleAsync(Ask);
        Role.Keep(
            new Session(issued.Credentials, Lifetime.Of(issued.Credentials, null, default))
            {
                Identity = issued.Identity, Region = "eu-central-1", Renewal = new RoleRenewal(Asker.Path, Ask),
            },
            "/aws-temporal");
    }
}
