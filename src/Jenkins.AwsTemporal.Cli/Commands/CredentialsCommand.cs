using System.CommandLine;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>credentials</c>: the session's credentials, for SDKs and shells. SDKs run it for nearly every request.</summary>
internal static class CredentialsCommand
{
    private static readonly Dictionary<string, CredentialFormat> Formats = new(StringComparer.Ordinal)
    {
        ["process"] = CredentialFormat.Process,
        ["env"] = CredentialFormat.Env,
        ["env-no-export"] = CredentialFormat.EnvNoExport,
        ["powershell"] = CredentialFormat.PowerShell,
        ["windows-cmd"] = CredentialFormat.WindowsCmd,
        ["fish"] = CredentialFormat.Fish,
    };

    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder");
        var format = new Option<CredentialFormat>("--format")
        {
            Description = $"{string.Join(", ", Formats.Keys)}; by default process",
            HelpName = "FORMAT",
            CustomParser = result =>
            {
                if (result.Tokens is [var token] && Formats.TryGetValue(token.Value, out var found))
                    return found;
                result.AddError($"--format takes {string.Join(", ", Formats.Keys)}");
                return default;
            },
        };
        var print = new Option<bool>("--print") { Description = "Write them even to a terminal" };
        return new CommandWithExample(
            "credentials",
            "Write the session's credentials for an SDK (credential_process) or a shell. What it writes is secret.",
            "eval \"$(aws-temporal credentials --session ./session --format env)\"")
        {
            session, format, print,
        }.Does(surroundings, (parsed, output, cancellation) =>
            surroundings.OutIsTerminal && !parsed.GetValue(print)
                ? throw new UsageException("standard output is a terminal, and the credentials are secret", "add --print to show them")
                : WriteAsync(surroundings, output, new SessionFolder(parsed.GetValue(session)!), parsed.GetValue(format), cancellation));
    }

    private static async Task<int> WriteAsync(
        Surroundings surroundings, Output output, SessionFolder folder, CredentialFormat format, CancellationToken cancellation)
    {
        var session = await output.ReadLiveAsync(folder, cancellation).ConfigureAwait(false);
        // SDKs compare the end with this machine's clock, not with AWS's.
        var end = session.Lifetime.Expiration - session.ClockSkew;
        CredentialWriter.Write(surroundings.Out, session.Credentials, format, end, session.Identity?.AccountId);
        return ExitCode.Done;
    }
}
