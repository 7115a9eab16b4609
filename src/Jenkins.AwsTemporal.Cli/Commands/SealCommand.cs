using System.CommandLine;
using System.Globalization;
using Jenkins.AwsTemporal.Sealing;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>seal</c>: a key pair for one prompt. <c>open</c> and <c>role</c> on the same folder open what was sealed with it.</summary>
internal static class SealCommand
{
    private static readonly TimeSpan SessionTime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMinutes(10);

    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder that the answer will open");
        var job = Name("--job", "The job that asks; it is sealed with the answer");
        var build = Name("--build", "The build that asks; it is sealed with the answer");
        var code = new Option<bool>("--code") { Description = "Ask for an MFA code and not for a session" };
        var duration = Options.Time("--duration", "How long the session shall live that the command asks AWS for; by default 15m");
        var within = Options.Time("--within", "How long the answer may take; by default 10m");
        return new CommandWithExample(
            "seal",
            "Make a key pair for one prompt, and tell the commands that answer it. What they print opens once, with this session, in time, and says nothing to whoever passes it on.",
            "aws-temporal seal --session ./session --job \"$JOB_NAME\" --build \"$BUILD_NUMBER\" --json")
        {
            session, job, build, code, duration, within,
        }.Does(surroundings, (parsed, output, _) =>
        {
            var folder = new SessionFolder(parsed.GetValue(session)!);
            var now = surroundings.Time.GetUtcNow();
            var prompt = new SealingPrompt(now, parsed.GetValue(job), parsed.GetValue(build));
            using var pair = SealingKeyPair.Create(prompt, now + (parsed.GetValue(within) ?? AnswerTime));
            var facts = Facts(pair, parsed.GetValue(code), parsed.GetValue(duration) ?? SessionTime).Add("session", "session", folder.Path);
            folder.KeepSealingKey(pair);
            output.Write(facts);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static Facts Facts(SealingKeyPair pair, bool isCode, TimeSpan duration)
    {
        var key = pair.Public;
        return new Facts()
            .Add("mint", "aws-temporal", isCode ? null : string.Create(CultureInfo.InvariantCulture, $"aws-temporal mint --duration {(long)duration.TotalSeconds} --seal-for {key}"))
            .Add("command", "bash, zsh", isCode ? SealingCommand.ShellForCode(key) : SealingCommand.Shell(key, duration))
            .Add("powershell", "PowerShell", isCode ? SealingCommand.PowerShellForCode(key) : SealingCommand.PowerShell(key, duration))
            .Add("key", "key", key.ToString())
            .Add("expiration", "until", pair.ExpiresAt);
    }

    private static Option<string?> Name(string name, string description) => new(name) { Description = description, HelpName = "NAME" };
}
