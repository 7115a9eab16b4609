using System.CommandLine;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>close</c>: wipes a session.</summary>
internal static class CloseCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder");
        return new CommandWithExample(
            "close",
            "Wipe a session and remove its folder; one that is not there is closed already.",
            "aws-temporal close --session ./session")
        {
            session,
        }.Does(surroundings, (parsed, output, _) =>
        {
            var folder = new SessionFolder(parsed.GetValue(session)!);
            folder.Close();
            if (output.AsJson)
                output.Write(new Facts().Add("state", "state", "closed").Add("session", "session", folder.Path));
            return Task.FromResult(ExitCode.Done);
        });
    }
}
