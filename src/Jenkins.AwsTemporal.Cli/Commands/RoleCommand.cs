using System.CommandLine;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>role</c>: a role's session in a folder of its own.</summary>
internal static class RoleCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var into = new Option<string>("--into") { Description = "The session folder to make", HelpName = "DIR", Required = true, Validators = { Options.NotBlank } };
        var region = Options.Region();
        var allowed = Options.Accounts("--allowed-account", "Refuse a role of any other account, 12 digits; may be given several times");
        var check = new Option<bool>("--check")
        {
            Description = "Only say who would take which role, with which MFA device, and refuse what AWS would refuse by its limits; no code is read",
        };
        var (askers, role, mfa) = (new BaseOptions(surroundings), new RoleOptions(), new MfaOptions());
        var command = new CommandWithExample(
            "role",
            "Assume a role, and keep its session in a folder. Taken with a session and without an MFA code, it is taken again before it ends, while that session lives.",
            "aws-temporal role --role deployer --into ./role --user \"$BUILD_USER_ID\" --build \"$BUILD_TAG\" --session ./session")
        {
            role.Role, into, region, allowed, check,
        };
        role.AddTo(command);
        askers.AddTo(command);
        mfa.AddTo(command);
        return command.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var folder = new SessionFolder(parsed.GetValue(into)!);
            if (askers.Session(parsed)?.Path == folder.Path)
                throw new UsageException("--into is the folder of the session that assumes the role", "name another folder for --into");
            var token = askers.WebIdentityToken(parsed);
            if (token is not null && mfa.IsAsked(parsed))
                throw new UsageException("a web identity token takes no MFA code", "leave --mfa-code-stdin out");
            var digits = parsed.GetValue(check) ? null : await mfa.ReadDigitsAsync(surroundings, parsed, folder, cancellation).ConfigureAwait(false);

            var asker = await Asker.FindAsync(parsed, askers, output, parsed.GetValue(region), cancellation).ConfigureAwait(false);
            var request = role.Read(parsed, asker.Identity);
            var requirements = new CredentialRequirements(parsed.GetValue(allowed));
            requirements.CheckOwner(AccountOf(request.RoleArn), partition: null);

            if (parsed.GetValue(check))
            {
                output.Write(new Facts()
                    .Add("caller", "caller", asker.Identity?.Arn)
                    .Add("role", "role", request.RoleArn)
                    .Add("sessionName", "name", request.SessionName)
                    .Add("mfaDevice", "device", mfa.IsAsked(parsed) && asker.Identity is not null ? mfa.Device(parsed, asker.Identity) : null));
                return ExitCode.Done;
            }

            var code = mfa.CodeOf(parsed, digits, asker.Identity);
            var issued = token is null
                ? await asker.Issuer.AssumeRoleAsync(request, code, cancellation).ConfigureAwait(false)
                : await asker.Issuer.AssumeRoleWithWebIdentityAsync(request, token, cancellation).ConfigureAwait(false);
            requirements.CheckOwner(issued.Identity.AccountId, partition: null);

            var session = asker.SessionOf(issued, "AssumeRole", code is null && asker.Folder is { } from ? new RoleRenewal(from.Path, request) : null);
            folder.Keep(session, surroundings.Command);
            output.Write(new Facts()
                .AddSession(session, session.Now(surroundings.Time))
                .Add("renewable", "renewed", session.Renewal is not null, session.Renewal is null ? "no" : "while the session that took it lives")
                .Add("cloudTrail", "audit", LookUp(request.SessionName))
                .Add("session", "session", folder.Path));
            return ExitCode.Done;
        });
    }

    // In quotation marks, because a name may hold commas; and in such that every shell reads alike.
    private static string LookUp(string sessionName) =>
        $"aws cloudtrail lookup-events --lookup-attributes \"AttributeKey=Username,AttributeValue='{sessionName}'\"";

    private static string AccountOf(string arn) => arn.Split(':')[4];
}
