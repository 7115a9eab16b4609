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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Func<string?, AwsCallOptions> _options;
    private readonly TimeProvider _time;

    /// <summary>Makes one.</summary>
    /// <param name="options">How AWS is called in a session's Region, which may be null; only called when a session is renewed.</param>
    /// <param name="time">The clock.</param>
    public SessionRenewer(Func<string?, AwsCallOptions> options, TimeProvider time) =>
        (_options, _time) = (options, time);

    /// <summary>The live session of a folder, renewed if it was due and could be.</summary>
    /// <exception cref="SessionException"><see cref="ErrorCode.NoSession"/> or <see cref="ErrorCode.UnsafeFolder"/>.</exception>
    /// <exception cref="CredentialsException"><see cref="ErrorCode.Expired"/>: the session, and what it was to be renewed from.</exception>
    /// <exception cref="AwsCallException">The session has expired, and AWS refused to renew it.</exception>
    public async Task<Session> ReadLiveAsync(SessionFolder folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var session = folder.Read();
        if (session.Renewal is null || !IsDue(session))
            return Live(session);
        using var held = await folder.TryLockAsync(Patience, _time, cancellationToken).ConfigureAwait(false);
        session = folder.Read();
        if (held is null || !IsDue(session))
            return Live(session);
        try
        {
            return await RenewAsync(folder, session, session.Renewal!, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsTemporalException) when (!session.Lifetime.IsOverAt(session.Now(_time)))
        {
            // What is there still works; who asks next tries again.
            return session;
        }
    }

    private async Task<Session> RenewAsync(SessionFolder folder, Session old, RoleRenewal renewal, CancellationToken cancellationToken)
    {
        var asker = await ReadBaseAsync(old, renewal, cancellationToken).ConfigureAwait(false);
        var issuer = new SessionIssuer(BaseCredentials.FromSession(asker.Credentials), _options(old.Region));
        var issued = await issuer.AssumeRoleAsync(renewal.Role, mfa: null, cancellationToken).ConfigureAwait(false);
        var session = new Session(issued.Credentials, Lifetime.Of(issued.Credentials, duration: null, _time.GetUtcNow()))
        {
            Identity = issued.Identity,
            Region = old.Region,
            Origin = old.Origin,
            ClockSkew = old.ClockSkew,
            Renewal = renewal,
        };
        folder.Replace(session);
        return session;
    }

    private async Task<Session> ReadBaseAsync(Session old, RoleRenewal renewal, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadLiveAsync(new SessionFolder(renewal.BaseFolder), cancellationToken).ConfigureAwait(false);
        }
        catch (AwsTemporalException fault) when (fault.Code is ErrorCode.NoSession or ErrorCode.Expired)
        {
            var end = old.Lifetime.Expiration?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            throw new CredentialsException(
                ErrorCode.Expired,
                $"the session of {renewal.Role.RoleArn} ends at {end} and cannot be renewed: {fault.Message}",
                "hand in a new session, and take the role again")
            { Field = CredentialParts.ExpirationField };
        }
    }

    private Session Live(Session session)
    {
        _ = session.LiveCredentials(_time);
        return session;
    }

    // A session of a quarter of an hour would otherwise be due from its first moment on.
    private bool IsDue(Session session)
    {
        var half = session.Renewal!.Role.Duration / 2;
        return session.Lifetime.LeftAt(session.Now(_time)) <= (half < Early ? half : Early);
    }
}
