using System.CommandLine;
using Jenkins.AwsTemporal.Policies;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Whether secrets are read with a session that may read them and do nothing else. It is kept in memory alone.</summary>
internal sealed class LeastOptions
{
    private readonly Option<bool> _least = new("--least")
    {
        Description = "Read with a session that may read these secrets and do nothing else: the session's own role, taken again",
    };

    private readonly Option<string?> _role = Options.Text("--role", "NAME|ARN", "With --least: the role that the session takes for it, by its ARN, or by its name in the session's account");

    public void AddTo(Command command)
    {
        command.Add(_least);
        command.Add(_role);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_role) is not null && !result.GetValue(_least))
                result.AddError("--role goes with --least");
        });
    }

    /// <summary>The credentials to read with: the session's, or with <c>--least</c> those of a session that may read these secrets alone.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="output">How AWS is called.</param>
    /// <param name="session">The live session.</param>
    /// <param name="secrets">What is to be read.</param>
    /// <param name="region">Where STS is called, and where secrets are that are no ARNs.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<TemporaryCredentials> CredentialsAsync(
        ParseResult parsed, Output output, Session session, IReadOnlyList<SecretReference> secrets, string region, CancellationToken cancellation)
    {
        if (!parsed.GetValue(_least))
            return session.Credentials;
        var named = parsed.GetValue(_role);
        if (named is null && session.Renewal is null)
            throw new UsageException("--least needs a role, and this session has none that can be taken again", "name a role that the session may take: --least --role NAME, or leave --least out");
        var asker = named is not null ? session : await output.ReadLiveAsync(new SessionFolder(session.Renewal!.BaseFolder), cancellation).ConfigureAwait(false);
        var issuer = new SessionIssuer(BaseCredentials.FromSession(asker.Credentials), output.CallOptions(region));
        var role = named is null ? session.Renewal!.Role : RoleOf(named, session.Identity ?? await issuer.IdentifyAsync(cancellation).ConfigureAwait(false));
        var issued = await issuer.AssumeRoleAsync(LeastPrivilege.ForReading(role, secrets, region), mfa: null, cancellation).ConfigureAwait(false);
        output.Explain($"reads as {issued.Identity.Arn}, limited to {secrets.Count} {(secrets.Count == 1 ? "secret" : "secrets")}");
        return issued.Credentials;
    }

    // Under the name that the caller's session has, or the user: CloudTrail shows the same person.
    private static AssumeRoleOptions RoleOf(string role, CallerIdentity caller) =>
        new(caller.ArnOfRole(role), SessionName.ForUser(caller.Arn[(caller.Arn.LastIndexOfAny(['/', ':']) + 1)..]));
}
