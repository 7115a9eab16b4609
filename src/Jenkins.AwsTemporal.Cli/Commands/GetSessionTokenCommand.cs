using System.CommandLine;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>get-session-token</c>: one MFA code becomes a session that takes any number of roles.</summary>
internal static class GetSessionTokenCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var into = new Option<string>("--into") { Description = "The session folder to make", HelpName = "DIR", Required = true, Validators = { Options.NotBlank } };
        var region = Options.Region();
        var duration = Options.Time("--duration", "How long the session shall live; by default 15m", SessionLife.Shortest, SessionLife.Longest);
        var environment = new Option<bool>("--environment")
        {
            Description = "Spend it for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; always so, as AWS gives sessions to permanent keys alone",
        };
        var mfa = new MfaOptions();
        var command = new CommandWithExample(
            "get-session-token",
            "Spend an MFA code on a session of the keys in the environment, and keep it in a folder: role then takes any number of roles with it, without another code.",
            "printf 123456 | aws-temporal get-session-token --environment --mfa-code-stdin --into ./session --region us-east-1")
        {
            into, region, duration, environment,
        };
        mfa.AddTo(command);
        return command.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var keys = BaseCredentials.FromEnvironment(surroundings.Environment);
            if (keys.IsTemporary)
                throw new UsageException("AWS_SESSION_TOKEN is set, and AWS gives no session to temporary credentials", "assume roles with them: role --environment");
            var folder = new SessionFolder(parsed.GetValue(into)!);
            var digits = await mfa.ReadDigitsAsync(surroundings, parsed, folder, cancellation).ConfigureAwait(false);
            var asker = await Asker.OfAsync(keys, folder: null, output, parsed.GetValue(region), cancellation).ConfigureAwait(false);
            var code = mfa.CodeOf(parsed, digits, asker.Identity);
            if (code is null)
                output.Warn("no MFA code was read, so this session takes no role that demands one; add --mfa-code-stdin");
            var issued = await asker.Issuer
                .GetSessionTokenAsync(parsed.GetValue(duration) ?? SessionLife.Shortest, code, cancellation)
                .ConfigureAwait(false);
            var session = asker.SessionOf(issued, "GetSessionToken");
            folder.Keep(session, surroundings.Command);
            output.Write(new Facts().AddSession(session, session.Now(surroundings.Time)).Add("session", "session", folder.Path));
            return ExitCode.Done;
        });
    }
}
