using System.CommandLine;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>status</c>: is the session live, expired or closed. The exit code says the same.</summary>
internal static class StatusCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder");
        return new CommandWithExample(
            "status",
            "Tell whether a session lives (exit code 0), has expired (5) or is closed (7), and how long it lives still; no call is made.",
            "aws-temporal status --session ./session --json")
        {
            session,
        }.Does(surroundings, (parsed, output, _) => Task.FromResult(Status(surroundings, output, new SessionFolder(parsed.GetValue(session)!))));
    }

    private static int Status(Surroundings surroundings, Output output, SessionFolder folder)
    {
        Session session;
        try
        {
            session = folder.Read();
        }
        catch (SessionException fault) when (fault.Code == ErrorCode.NoSession)
        {
            var prompt = folder.PromptEnd;
            output.Write(new Facts()
                .Add("state", "state", "closed")
                .Add("secondsLeft", "left", 0L, TimeWords.Of(TimeSpan.Zero))
                .Add("session", "session", folder.Path)
                .Add("prompt", "prompt", prompt, prompt is { } end ? Prompt(end, surroundings.Time.GetUtcNow()) : null));
            return ExitCode.NotFound;
        }

        var now = session.Now(surroundings.Time);
        var isOver = session.Lifetime.IsOverAt(now);
        var isRenewable = session.Renewal?.IsPossible(surroundings.Time);
        output.Write(new Facts()
            .Add("state", "state", isOver ? "expired" : "live")
            .AddSession(session, now)
            .Add("renewable", "renewed", isRenewable, isRenewable is null ? null : isRenewable.Value ? "while the session that took it lives" : "no, the session that took it is over or gone")
            .Add("session", "session", folder.Path));
        return isOver ? ExitCode.Expired : ExitCode.Done;
    }

    private static string Prompt(DateTimeOffset end, DateTimeOffset now) =>
        $"{(now < end ? "waits" : "waited")} for a sealed answer until {Facts.Time(end)}";
}
