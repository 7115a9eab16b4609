using Amazon.Runtime;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// Temporary credentials for any client of the AWS SDK: <c>new AmazonS3Client(credentials, region)</c>. A client asks for
/// them at every request that it signs. Once they are over, its requests fail with the errors named here, as they are,
/// before anything is sent, and nothing else is ever looked for in their place: no environment, no profile, no metadata
/// service. For any number of threads and clients at once.
/// </summary>
public sealed class ExplodingCredentials : AWSCredentials
{
    // How long a living session is used as it is after it could not be renewed: else every request would wait for that.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // How long a request may take from its token to its signature.
    private static readonly TimeSpan Signing = TimeSpan.FromSeconds(10);

    private readonly Func<Task<Session>> _read;
    private readonly Func<Session, bool> _mayStillSign;
    private readonly TimeProvider _time;

    // Goes along with a request, and with nothing that runs beside it.
    private readonly AsyncLocal<Task<Answer>?> _answer = new();
#pragma warning disable MA0158 // net8.0 has no System.Threading.Lock.
    private readonly object _gate = new();
#pragma warning restore MA0158
    private Task<Session>? _renewal;
    private DateTimeOffset _pausedUntil;

    /// <summary>
    /// The session of a folder. The folder is read at every request (some 50 microseconds), so a session that is closed,
    /// wiped or replaced is so from the next request on; one request has one session's token and key. A role's session is
    /// renewed when it is due, by one call however many requests are waiting; while it lives and cannot be renewed, it is
    /// used as it is and tried again every 30 seconds.
    /// </summary>
    /// <param name="folder">The session folder; not read yet.</param>
    /// <param name="renewer">Reads and renews it.</param>
    public ExplodingCredentials(SessionFolder folder, SessionRenewer renewer)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(renewer);
        _time = renewer.Time;
        _read = () => ReadAsync(folder, renewer);
        _mayStillSign = session =>
        {
            // Throws where there is none any more.
            _ = folder.Read();
            return renewer.IsLive(session);
        };
    }

    /// <summary>Credentials in memory, until their expiration. When they name none, AWS alone knows and refuses them.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="time">The clock; null is this machine's.</param>
    public ExplodingCredentials(TemporaryCredentials credentials, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var session = Task.FromResult(new Session(credentials, Lifetime.Of(credentials, duration: null, default)));
        _time = time ?? TimeProvider.System;
        _read = () =>
        {
            _ = session.Result.LiveCredentials(_time);
            return session;
        };
        _mayStillSign = _ => false;
    }

    /// <summary>The credentials of this moment.</summary>
    /// <exception cref="CredentialsException"><see cref="ErrorCode.Expired"/>.</exception>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/>: the session was closed or wiped; or <see cref="ErrorCode.UnsafeFolder"/>.</exception>
    /// <exception cref="Calling.AwsCallException">The session has expired, and AWS refused to renew it.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public override Task<ImmutableCredentials> GetCredentialsAsync()
    {
        // Not in an async method, which would take it back at its end.
        var answer = AnswerAsync();
        _answer.Value = answer;
        return CredentialsAsync(answer);
    }

    /// <summary>
    /// The credentials of this moment; but for ten seconds after <see cref="GetCredentialsAsync"/> was awaited in the same
    /// method, or in one that called this one, its answer, while that lives and the folder holds a session. The SDK asks
    /// for a request's token there, and here for the key.
    /// </summary>
    /// <inheritdoc cref="GetCredentialsAsync"/>
    public override ImmutableCredentials GetCredentials()
    {
        var answer = _answer.Value is { IsCompletedSuccessfully: true } given
            && (_time.GetUtcNow() - given.Result.Time).Duration() < Signing && _mayStillSign(given.Result.Session)
                ? given
                : AnswerAsync();
        return CredentialsAsync(answer).GetAwaiter().GetResult();
    }

    /// <summary>Names the class alone, and no secret.</summary>
    public override string ToString() => nameof(ExplodingCredentials);

    /// <summary>The live session.</summary>
    internal Task<Session> ReadAsync() => _read();

    private async Task<Answer> AnswerAsync()
    {
        var session = await _read().ConfigureAwait(false);
        return new Answer(session, _time.GetUtcNow());
    }

    private static async Task<ImmutableCredentials> CredentialsAsync(Task<Answer> answer)
    {
        var session = (await answer.ConfigureAwait(false)).Session;
        var credentials = session.Credentials;
        return new ImmutableCredentials(
            credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken, session.Identity?.AccountId);
    }

    private Task<Session> ReadAsync(SessionFolder folder, SessionRenewer renewer)
    {
        var session = folder.Read();
        if (renewer.IsDue(session))
        {
            lock (_gate)
            {
                if (!renewer.IsLive(session) || renewer.Time.GetUtcNow() >= _pausedUntil)
                    return _renewal is { IsCompleted: false } ? _renewal : _renewal = Task.Run(() => RenewAsync(folder, renewer));
            }
        }

        _ = session.LiveCredentials(renewer.Time);
        return Task.FromResult(session);
    }

    private async Task<Session> RenewAsync(SessionFolder folder, SessionRenewer renewer)
    {
        var session = await renewer.ReadLiveAsync(folder).ConfigureAwait(false);
        if (renewer.IsDue(session))
        {
            lock (_gate)
                _pausedUntil = renewer.Time.GetUtcNow() + Pause;
        }

        return session;
    }

    private sealed class Answer(Session session, DateTimeOffset time)
    {
        public Session Session { get; } = session;

        public DateTimeOffset Time { get; } = time;
    }
}
