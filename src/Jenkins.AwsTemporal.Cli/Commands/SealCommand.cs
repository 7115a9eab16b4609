using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Sealing;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>seal</c>: a key pair for one prompt. <c>open</c> and <c>role</c> on the same folder open what was sealed with it.</summary>
internal static class SealCommand
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMinutes(10);

    // Somebody has to read the prompt, and nobody's key shall lie there for longer than people are away.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder that the answer will open");
        var job = Name("--job", "The job that asks; it is sealed with the answer");
        var build = Name("--build", "The build that asks; it is sealed with the answer");
        var code = new Option<bool>("--code") { Description = "Ask for an MFA code and not for a session" };
        var duration = Options.Time("--duration", "How long the session shall live that the command asks AWS for; by default 15m", SessionLife.Shortest, SessionLife.Longest);
        var within = Options.Time(
            "--within", "How long the answer may take; by default 10m", $"{Duration.Form}, from 30s to 168h, which is 7 days", ShortestWait, LongestWait);
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
            var commands = new AnswerCommands(pair.Public, parsed.GetValue(code), parsed.GetValue(duration) ?? SessionLife.Shortest);
            var facts = Facts(pair, commands).Add("session", "session", folder.Path);
            folder.KeepSealingKey(pair);
            if (output.AsJson)
                output.Write(facts);
            else
                Tell(surroundings, output, pair, folder, commands);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static Facts Facts(SealingKeyPair pair, AnswerCommands commands) => new Facts()
        .Add("mint", "aws-temporal", commands.Mint)
        .Add("command", "bash, zsh", commands.Shell)
        .Add("powershell", "PowerShell", commands.PowerShell)
        .Add("key", "key", pair.Public.ToString())
        .Add("expiration", "until", pair.ExpiresAt);

    // Each command alone in its line, to be copied whole.
    private static void Tell(Surroundings surroundings, Output output, SealingKeyPair pair, SessionFolder folder, AnswerCommands commands)
    {
        output.Write(new Facts().Add("prompt", "prompt", pair.Public.Prompt.Words).Add("expiration", "until", pair.ExpiresAt).Add("session", "session", folder.Path));
        var text = $"\nIn bash or zsh:\n\n{commands.Shell}\n\nIn PowerShell:\n\n{commands.PowerShell}\n";
        if (commands.Mint is { } mint)
            text += $"\nWith aws-temporal on your machine:\n\n{mint}\n";
        surroundings.Out.Write(Encoding.UTF8.GetBytes(text));
    }

    private static Option<string?> Name(string name, string description) => new(name) { Description = description, HelpName = "NAME" };
}
