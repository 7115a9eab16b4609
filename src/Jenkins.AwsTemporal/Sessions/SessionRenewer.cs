using System.Globalization;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// Reads sessions, and takes a role's session again before it ends while the session that it came from lives. However
/// many processes ask at once, one of them calls AWS.
/// </summary>
public sealed class SessionRenewer
{
    // SDKs refresh up to 15 minutes before the end, and would ask at every request for credentials that are nearer to it.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(16);

    // How long to wait for another process that renews, which may take as long as a call does.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    // While the session lives nobody has to wait so long, and the SDK for .NET gives a process 15 seconds.
    private static readonly TimeSpan PatienceWhileLive = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeoutWhileLive = TimeSpan.FromSeconds(8);

    private readonly Func<string?, AwsCallOptions> _options;
    private readonly TimeProvider _time;

    /// <summary>Makes one.</summary>
    /// <param name="options">How AWS is called in a session's Region, which may be null; only called when a session is renewed.</param>
    /// <param name="time">The clock.</param>
    public SessionRenewer(Func<string?, AwsCallOptions> options, TimeProvider time) =>
        (_options, _time) = (options, time);

    internal TimeProvider Time => _time;

    /// <summary>The live session of a folder, renewed if it was due and could be.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/> or <see cref="ErrorCode.UnsafeFolder"/>.</exception>
    /// <exception cref="CredentialsException"><see cref="ErrorCode.Expired"/>: the session, and what it was to be renewed from.</exception>
    /// <exception cref="AwsCallException">The session has expired, and AWS refused to renew it.</exception>
    /// <exception cref="IOException">The session has expired, and the file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The session has expired, and the file system refused.</exception>
    public Task<Session> ReadLiveAsync(SessionFolder folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return ReadLiveAsync(folder, [], cancellationToken);
    }

    private async Task<Session> ReadLiveAsync(SessionFolder folder, HashSet<string> asking, CancellationToken cancellationToken)
    {
        var session = folder.Read();
        // A damaged folder may name itself, by however many steps: it would wait for itself.
        if (!IsDue(session) || !asking.Add(folder.Path))
            return Live(session);
        try
        {
            var patience = IsLive(session) ? PatienceWhileLive : Patience;
            using var held = await folder.TryLockAsync(patience, _time, cancellationToken).ConfigureAwait(false);
            session = folder.Read();
            return held is null || !IsDue(session)
                ? Live(session)
                : await RenewAsync(folder, session, session.Renewal!, asking, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsLive(session)
            && fault is IOException or UnauthorizedAccessException or AwsTemporalException { Code: not ErrorCode.NoSession })
        {
            // What is there still works; who asks next tries again.
            return session;
        }
    }

    private async Task<Session> RenewAsync(
        SessionFolder folder, Session old, RoleRenewal renewal, HashSet<string> asking, CancellationToken cancellationToken)
    {
        var asker = await ReadBaseAsync(old, renewal, asking, cancellationToken).ConfigureAwait(false);
        // How far AWS's clock is away is measured from the clock that the session will be judged by.
        var options = _options(old.Region) with { TimeProvider = _time };
        if (IsLive(old) && options.Timeout > TimeoutWhileLive)
            options = options with { Timeout = TimeoutWhileLive };
        var issued = await TakeAgainAsync(new SessionIssuer(BaseCredentials.FromSession(asker.Credentials), options), old, renewal, cancellationToken)
            .ConfigureAwait(false);
        var session = new Session(issued.Credentials, Lifetime.Of(issued.Credentials, duration: null, _time.GetUtcNow()))
        {
            Identity = issued.Identity,
            Region = old.Region,
            Origin = old.Origin,
            ClockSkew = issued.Identity.ClockSkew is { } measured ? Session.CountedSkew(measured) : old.ClockSkew,
            Renewal = renewal,
        };
        folder.Replace(old, session);
        return session;
    }

    private static async Task<IssuedSession> TakeAgainAsync(SessionIssuer issuer, Session old, RoleRenewal renewal, CancellationToken cancellationToken)
    {
        try
        {
            return await issuer.AssumeRoleAsync(renewal.Role, mfa: null, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException fault)
        {
            throw fault.Explained(fault.Code, $"{Dead(old, renewal)} could not be renewed: {fault.Message}", fault.Hint);
        }
    }

    private async Task<Session> ReadBaseAsync(Session old, RoleRenewal renewal, HashSet<string> asking, CancellationToken cancellationToken)
    {
        var folder = new SessionFolder(renewal.BaseFolder);
        try
        {
            return await ReadLiveAsync(folder, asking, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsTemporalException fault) when (fault.Code is ErrorCode.NoSession or ErrorCode.Expired)
        {
            throw new CredentialsException(
                ErrorCode.Expired,
                $"{Dead(old, renewal)} cannot be renewed, as {OwnerOf(folder)} that took it is over: {fault.Message}",
                "hand in a new session, and take the role again")
            { Field = CredentialParts.ExpirationField };
        }
    }

    private static string Dead(Session old, RoleRenewal renewal) => string.Create(
        CultureInfo.InvariantCulture, $"the session of {renewal.Role.RoleArn} ended at {old.Lifetime.Expiration:yyyy-MM-dd'T'HH:mm:ss'Z'} and");

    private static string OwnerOf(SessionFolder folder)
    {
        try
        {
            var session = folder.Read();
            return $"the session of {session.Identity?.Arn ?? session.Credentials.AccessKeyId}";
        }
        catch (SessionException)
        {
            return "the session";
        }
    }

    internal bool IsLive(Session session) => !session.Lifetime.IsOverAt(session.Now(_time));

    private Session Live(Session session)
    {
        _ = session.LiveCredentials(_time);
        return session;
    }

    /// <summary>Whether it is time to take the session again; never for one that cannot be.</summary>
    internal bool IsDue(Session session)
    {
        if (session.Renewal is null)
            return false;
        // A session of a quarter of an hour would otherwise be due from its first moment on.
        var half = session.Renewal.Role.Duration / 2;
        return session.Lifetime.LeftAt(session.Now(_time)) <= (half < Early ? half : Early);
    }
}
