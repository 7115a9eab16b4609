using System.CommandLine;
using System.Runtime.InteropServices;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>doctor</c>: what works here, from the machine to the role, and what to do about what does not.</summary>
internal sealed class DoctorCommand
{
    // They win over a session's config file, as the SDKs are made.
    private static readonly string[] Rivals =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_ACCESS_KEY",
        "AWS_SECRET_KEY", "AWS_BEARER_TOKEN_BEDROCK",
    ];

    private readonly Surroundings _surroundings;
    private readonly Output _output;
    private readonly Findings _findings = new();

    private DoctorCommand(Surroundings surroundings, Output output) => (_surroundings, _output) = (surroundings, output);

    public static Command Create(Surroundings surroundings)
    {
        var region = Options.Region();
        var role = Options.Text("--role", "NAME|ARN", "Try whether this role can be assumed, without a code; a session that it gives is thrown away");
        var askers = new BaseOptions(surroundings);
        var command = new CommandWithExample(
            "doctor",
            "Tell what works here and what to do: version, platform, settings, session, endpoint, clock, identity, MFA device and role. The exit code is that of the first error.",
            "aws-temporal doctor --session ./session --role deployer")
        {
            region, role,
        };
        askers.AddTo(command);
        return command.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var doctor = new DoctorCommand(surroundings, output);
            await doctor.ExamineAsync(parsed, askers, parsed.GetValue(region), parsed.GetValue(role), cancellation).ConfigureAwait(false);
            doctor._findings.Write(surroundings.Out, output.AsJson);
            return doctor._findings.Exit;
        });
    }

    private async Task ExamineAsync(ParseResult parsed, BaseOptions askers, string? region, string? role, CancellationToken cancellation)
    {
        _findings.Well("version", VersionText.Current);
        _findings.Well("platform", $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.RuntimeIdentifier})");
        var folder = await TryAsync("session", () => Task.FromResult(askers.Session(parsed))).ConfigureAwait(false);
        var held = folder is null ? null : await TryAsync("session", () => Task.FromResult(folder.Read())).ConfigureAwait(false);
        var session = held is null ? null : await TryAsync("session", () => _output.ReadLiveAsync(folder!, cancellation)).ConfigureAwait(false);
        if (session is not null)
            ExamineSession(session, folder!);
        if (await TryAsync("settings", () => Task.FromResult(_output.CallOptions(region ?? held?.Region))).ConfigureAwait(false) is not { } options)
            return;
        _findings.Well("settings", $"region {options.Region}, {(options.StsEndpoint is { } own ? $"endpoint {own}" : "AWS's own endpoints")}, {(options.Proxy is null ? "no proxy" : "a proxy")}");

        if (folder is not null && session is null)
            return;
        if (askers.HasWebIdentity(parsed))
        {
            _findings.Odd("credentials", "a web identity token, which tells nobody's identity", "try it: aws-temporal role --web-identity-file");
            return;
        }

        if (await TryAsync("credentials", () => Task.FromResult(session is null ? askers.Credentials(parsed) : BaseCredentials.FromSession(session.Credentials)))
            .ConfigureAwait(false) is not { } credentials)
            return;
        var issuer = new SessionIssuer(credentials, options);
        if (await TryAsync("endpoint", () => issuer.IdentifyAsync(cancellation)).ConfigureAwait(false) is not { } identity)
            return;
        ExamineIdentity(identity, credentials);
        if (role is not null)
            await ExamineRoleAsync(issuer, identity, role, cancellation).ConfigureAwait(false);
    }

    private void ExamineSession(Session session, SessionFolder folder)
    {
        var left = session.Lifetime.LeftAt(session.Now(_surroundings.Time));
        _findings.Well("session", $"{folder.Path}, {(left is null ? "with no known end" : $"{TimeWords.Of(left.Value)} left")}");
        var rivals = Rivals.Where(name => !string.IsNullOrEmpty(_surroundings.Environment(name))).ToArray();
        if (rivals.Length > 0)
            _findings.Odd("rivals", $"{string.Join(", ", rivals)} win over the session in every SDK", "unset them where the session shall be used");
    }

    private void ExamineIdentity(CallerIdentity identity, BaseCredentials credentials)
    {
        _findings.Well("endpoint", "STS answers");
        var skew = Session.CountedSkew(identity.ClockSkew);
        if (skew != TimeSpan.Zero)
            _findings.Odd("clock", $"{TimeWords.Of(skew.Duration())} {(skew > TimeSpan.Zero ? "behind" : "ahead of")} AWS's", "set this machine's clock by NTP; aws-temporal counts by AWS's meanwhile");
        else
            _findings.Well("clock", "agrees with AWS's");
        if (credentials.IsTemporary)
            _findings.Well("identity", identity.Arn);
        else
            _findings.Odd("identity", $"{identity.Arn}, by a permanent key", "let it do nothing but sts:AssumeRole: aws-temporal policy user");
        if (identity.MfaSerialNumber is { } device)
            _findings.Well("mfa", $"by convention the device is {device}; role and get-session-token take another one with --serial");
    }

    private async Task ExamineRoleAsync(SessionIssuer issuer, CallerIdentity identity, string role, CancellationToken cancellation)
    {
        if (await TryAsync("role", () => Task.FromResult(new AssumeRoleOptions(identity.ArnOfRole(role), "aws-temporal-doctor") { Duration = SessionLife.Shortest }))
            .ConfigureAwait(false) is not { } request)
            return;
        try
        {
            await issuer.AssumeRoleAsync(request, mfa: null, cancellation).ConfigureAwait(false);
            if (identity.UserName is null)
                _findings.Well("role", $"{request.RoleArn} can be assumed");
            else
                _findings.Odd(
                    "role",
                    $"{request.RoleArn} can be assumed without a code for this call",
                    "well if the session was taken with a code; else let the trust policy demand MFA: aws-temporal policy role");
        }
        catch (AwsCallException fault) when (fault.Code == ErrorCode.Denied && identity.UserName is not null)
        {
            _findings.Odd(
                "role",
                $"{request.RoleArn} cannot be assumed without a code: its trust policy demands MFA or does not let this user in, or there is no such role",
                "give the code to aws-temporal role; if that is denied too, compare the trust policy with aws-temporal policy role");
        }
        catch (AwsTemporalException fault)
        {
            _findings.Bad("role", Failure.Of(fault));
        }
    }

    private async Task<T?> TryAsync<T>(string check, Func<Task<T>> look)
        where T : class?
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is AwsTemporalException or UsageException or IOException or UnauthorizedAccessException)
        {
            _findings.Bad(check, Failure.Of(fault));
            return null;
        }
    }
}
