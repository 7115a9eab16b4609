using System.CommandLine;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>sweep</c>: wipes what dead builds left.</summary>
internal static class SweepCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var directory = new Argument<string>("DIR") { Description = "The folder whose session folders are swept; others in it are left alone" };
        var keep = new Option<string[]>("--keep")
        {
            Description = "Wipe live sessions too, but those whose folder's name begins with this; may be given several times",
            HelpName = "PREFIX",
            DefaultValueFactory = _ => [],
            Validators =
            {
                result =>
                {
                    if (result.Tokens.Any(token => token.Value.Length == 0))
                        result.AddError("--keep is empty");
                },
            },
        };
        return new CommandWithExample(
            "sweep",
            "Wipe the sessions that dead builds left directly below a folder: expired ones and broken ones, and with --keep all of other builds.",
            "aws-temporal sweep ./sessions --keep \"$BUILD_TAG.\"")
        {
            directory, keep,
        }.Does(surroundings, (parsed, output, _) =>
        {
            var wiped = SessionFolder.Sweep(parsed.GetValue(directory)!, parsed.GetValue(keep)!, surroundings.Time);
            output.Write(new Facts().Add("wiped", "wiped", wiped));
            return Task.FromResult(ExitCode.Done);
        });
    }
}
