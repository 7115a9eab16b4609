using System.CommandLine;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Who asks STS for a session: its credentials, its identity and the way to AWS.</summary>
internal sealed class Asker
{
    private readonly AwsCallOptions _options;
    private readonly Output _output;

    private Asker(SessionIssuer issuer, CallerIdentity? identity, SessionFolder? folder, AwsCallOptions options, Output output) =>
        (Issuer, Identity, Folder, _options, _output) = (issuer, identity, folder, options, output);

    public SessionIssuer Issuer { get; }

    /// <summary>Null with a web identity token, which tells nobody's identity.</summary>
    public CallerIdentity? Identity { get; }

    /// <summary>The folder of the session that asks; null when none does.</summary>
    public SessionFolder? Folder { get; }

    public static async Task<Asker> FindAsync(
        ParseResult parsed, BaseOptions askers, Output output, string? region, CancellationToken cancellation)
    {
        var folder = askers.Session(parsed);
        var session = folder is null ? null : await output.ReadLiveAsync(folder, cancellation).ConfigureAwait(false);
        var credentials = session is null ? askers.Credentials(parsed) : BaseCredentials.FromSession(session.Credentials);
        return await OfAsync(credentials, folder, output, region ?? session?.Region, cancellation).ConfigureAwait(false);
    }

    public static async Task<Asker> OfAsync(
        BaseCredentials? credentials, SessionFolder? folder, Output output, string? region, CancellationToken cancellation)
    {
        var options = output.CallOptions(region);
        var issuer = new SessionIssuer(credentials, options);
        // Asked even where a session knows it: the SDK learns AWS's clock, so that a call with a code is right at once.
        var identity = credentials is null ? null : await issuer.IdentifyAsync(cancellation).ConfigureAwait(false);
        return new Asker(issuer, identity, folder, options, output);
    }

    public Session SessionOf(IssuedSession issued, string origin, RoleRenewal? renewal = null) =>
        new(issued.Credentials, Lifetime.Of(issued.Credentials, duration: null, DateTimeOffset.UnixEpoch))
        {
            Identity = issued.Identity,
            Region = _options.Region,
            Origin = origin,
            ClockSkew = _output.ClockSkew((Identity ?? issued.Identity).ClockSkew),
            Renewal = renewal,
        };
}
