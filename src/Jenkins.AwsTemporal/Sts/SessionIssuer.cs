using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// Asks STS for sessions: a role's, or one's own. A call that carries an MFA code is sent once, whatever happens to it.
/// </summary>
public sealed class SessionIssuer
{
    private readonly BaseCredentials? _base;
    private readonly AwsCallOptions _options;
    private readonly Func<AWSCredentials, AwsCaller, bool, IAmazonSecurityTokenService> _newClient;

    /// <summary>Asks with these credentials, in the Region and at the endpoint of <paramref name="options"/>. Sends nothing yet.</summary>
    /// <param name="baseCredentials">Who asks; null for a bearer of a web identity token, who needs none.</param>
    /// <param name="options">How AWS is called.</param>
    public SessionIssuer(BaseCredentials? baseCredentials, AwsCallOptions options)
        : this(baseCredentials, options, (credentials, caller, once) => StsClient.New(credentials, options, caller, once))
    {
    }

    internal SessionIssuer(
        BaseCredentials? baseCredentials, AwsCallOptions options, Func<AWSCredentials, AwsCaller, bool, IAmazonSecurityTokenService> newClient)
    {
        ArgumentNullException.ThrowIfNull(options);
        _base = baseCredentials;
        _options = options;
        _newClient = newClient;
    }

    /// <summary>One GetCallerIdentity: who asks.</summary>
    /// <exception cref="AwsCallException">It failed.</exception>
    public async Task<CallerIdentity> IdentifyAsync(CancellationToken cancellationToken = default)
    {
        var caller = Caller();
        using var reader = new CallerIdentityReader(_newClient(Base().Aws, caller, false), caller);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One AssumeRole.</summary>
    /// <param name="role">What to ask for.</param>
    /// <param name="mfa">The code that the role's trust policy demands, or null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOptionException">
    /// <see cref="ErrorCode.InvalidArgument"/>: more than an hour is asked for with temporary credentials, which AWS refuses.
    /// </exception>
    /// <exception cref="AwsCallException">It failed; the code tells why: <see cref="ErrorCode.WrongMfaCode"/>, <see cref="ErrorCode.Denied"/>, ….</exception>
    public Task<IssuedSession> AssumeRoleAsync(AssumeRoleOptions role, MfaCode? mfa = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(role);
        if (Base().IsTemporary && role.Duration > AssumeRoleOptions.LongestChained)
            throw InvalidOptionException.Argument(
                nameof(AssumeRoleOptions.Duration), "3600 seconds at most here: AWS cuts a role that is assumed with temporary credentials at one hour");
        return CallAsync(
            "AssumeRole",
            Base().Aws,
            mfa,
            async (sts, peer, token) =>
            {
                var answer = await sts.AssumeRoleAsync(RoleRequest.Of(role, mfa), token).ConfigureAwait(false);
                return Issued(answer.Credentials, answer.AssumedRoleUser, peer.ClockSkew);
            },
            fault => RoleRefusal.Explain(fault, role, mfa),
            cancellationToken);
    }

    /// <summary>One AssumeRoleWithWebIdentity: no credentials are needed but the token.</summary>
    /// <param name="role">What to ask for; of its parts only the name, duration and policies can be asked for this way.</param>
    /// <param name="webIdentityToken">The token of the identity provider, 4 to 20000 characters.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidArgument"/>: the token or a part of the role cannot be sent.</exception>
    /// <exception cref="AwsCallException">It failed.</exception>
    public Task<IssuedSession> AssumeRoleWithWebIdentityAsync(
        AssumeRoleOptions role, string webIdentityToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(webIdentityToken);
        var request = RoleRequest.WithWebIdentity(role, webIdentityToken);
        return CallAsync(
            "AssumeRoleWithWebIdentity",
            new AnonymousAWSCredentials(),
            mfa: null,
            async (sts, peer, token) =>
            {
                var answer = await sts.AssumeRoleWithWebIdentityAsync(request, token).ConfigureAwait(false);
                return Issued(answer.Credentials, answer.AssumedRoleUser, peer.ClockSkew);
            },
            fault => RoleRefusal.ExplainWebIdentity(fault, role),
            cancellationToken,
            webIdentityToken);
    }

    /// <summary>One GetSessionToken: a session of the caller's own, which keeps the code's proof for any number of roles.</summary>
    /// <param name="duration">Whole seconds from 15 minutes to 36 hours.</param>
    /// <param name="mfa">The code, or null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidArgument"/>: the duration, or the base credentials are temporary.</exception>
    /// <exception cref="AwsCallException">It failed.</exception>
    public async Task<IssuedSession> GetSessionTokenAsync(TimeSpan duration, MfaCode? mfa = null, CancellationToken cancellationToken = default)
    {
        if (!SessionLife.Holds(duration, SessionLife.Longest))
            throw InvalidOptionException.Argument("Duration", "900 to 129600 whole seconds");
        if (Base().IsTemporary)
            throw InvalidOptionException.Argument("base credentials", "a permanent key: GetSessionToken takes no temporary ones");
        // The answer names nobody. Asking is also how the SDK learns AWS's clock, before a call that is sent once.
        var identity = await IdentifyAsync(cancellationToken).ConfigureAwait(false);
        return await CallAsync(
            "GetSessionToken",
            Base().Aws,
            mfa,
            async (sts, _, token) =>
            {
                var request = new GetSessionTokenRequest { DurationSeconds = (int)duration.TotalSeconds, SerialNumber = mfa?.SerialNumber, TokenCode = mfa?.Code };
                var answer = await sts.GetSessionTokenAsync(request, token).ConfigureAwait(false);
                return new IssuedSession(CredentialsOf(answer.Credentials), identity);
            },
            fault => RoleRefusal.ExplainMfa(fault, mfa) ?? fault,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<IssuedSession> CallAsync(
        string operation,
        AWSCredentials credentials,
        MfaCode? mfa,
        Func<IAmazonSecurityTokenService, AwsPeer, CancellationToken, Task<IssuedSession>> ask,
        Func<AwsCallException, AwsCallException> explain,
        CancellationToken cancellationToken,
        params string[] secrets)
    {
        var caller = Caller(mfa is null ? secrets : [.. secrets, mfa.Code]);
        using var sts = _newClient(credentials, caller, mfa is not null);
        try
        {
            return await caller.CallAsync(operation, token => ask(sts, caller.Peer, token), cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException fault)
        {
            throw explain(fault);
        }
    }

    private AwsCaller Caller(params string[] secrets) => new(_options, [.. _base?.Secrets ?? [], .. secrets]);

    private BaseCredentials Base() =>
        _base ?? throw new InvalidOperationException("without base credentials only AssumeRoleWithWebIdentity can be called");

    private static IssuedSession Issued(Credentials? credentials, AssumedRoleUser? user, TimeSpan? clockSkew) =>
        user is { Arn.Length: > 0, AssumedRoleId.Length: > 0 } && user.Arn.Split(':').Length >= 6
            ? new IssuedSession(CredentialsOf(credentials), CallerIdentity.FromArn(user.Arn, user.AssumedRoleId, clockSkew))
            : throw new ForeignAnswerException("the answer names no session", default);

    private static TemporaryCredentials CredentialsOf(Credentials? credentials)
    {
        if (credentials is null)
            throw new ForeignAnswerException("the answer holds no credentials", default);
        try
        {
            var end = credentials.Expiration is { } expiration
                ? new DateTimeOffset(DateTime.SpecifyKind(expiration.ToUniversalTime(), DateTimeKind.Utc))
                : (DateTimeOffset?)null;
            return new TemporaryCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken, end);
        }
        catch (CredentialsException)
        {
            throw new ForeignAnswerException("the answer's credentials are not whole", default);
        }
    }
}
