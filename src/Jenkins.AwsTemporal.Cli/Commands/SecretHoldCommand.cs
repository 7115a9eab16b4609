using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret hold</c> and <c>secret release</c>: many secrets, for several commands.</summary>
internal static class SecretHoldCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        var secrets = new SecretOptions();
        var hold = new CommandWithExample(
            "hold",
            "Read secrets once, and keep them in the session folder for exec --held. Answers with their folder and, for each --file, NAME=PATH.",
            "aws-temporal secret hold --session ./session --secret DB_PASSWORD=/prod/db#password --file KUBECONFIG=/prod/kubeconfig")
        {
            session, region,
        };
        secrets.AddTo(hold);
        return hold.Does(surroundings, async (parsed, output, cancellation) =>
        {
            if (!secrets.IsGiven(parsed))
                throw new UsageException("nothing is to be held", "name it: --secret NAME=REF or --file NAME=REF");
            var folder = new SessionFolder(parsed.GetValue(session)!);
            if (folder.Path.Contains(Path.PathSeparator, StringComparison.Ordinal))
                throw new UsageException($"the path {folder.Path} has a {Path.PathSeparator} in it, which separates folders in {ExecSecrets.HeldVariable}", "open the session in a folder without it");
            var live = await output.ReadLiveAsync(folder, cancellation).ConfigureAwait(false);
            using var read = await secrets.ReadAsync(parsed, output, live, parsed.GetValue(region), cancellation).ConfigureAwait(false);
            var held = HeldSecrets.Keep(folder, read, secret => secrets.IsFile(parsed, secret));
            try
            {
                cancellation.ThrowIfCancellationRequested();
                Write(surroundings, output, held);
            }
            catch
            {
                // Nobody would know where they are.
                held.Wipe();
                throw;
            }

            return ExitCode.Done;
        });
    }

    public static Command CreateRelease(Surroundings surroundings)
    {
        var held = new Argument<string>("DIR") { Description = "The folder that secret hold answered with" };
        var session = Options.Session(surroundings, "The session folder that it is in");
        return new CommandWithExample(
            "release",
            "Wipe secrets that secret hold keeps. Those of a session that is closed are wiped already.",
            "aws-temporal secret release ./session/files/0f8fad5bd9cb469fa16570867728950e --session ./session")
        {
            held, session,
        }.Does(surroundings, (parsed, _, _) =>
        {
            HeldSecrets.Release(new SessionFolder(parsed.GetValue(session)!), parsed.GetValue(held)!);
            return Task.FromResult(ExitCode.Done);
        });
    }

    // In words, lines that a script can read.
    private static void Write(Surroundings surroundings, Output output, HeldSecrets held)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new StringBuilder(held.Folder).Append('\n');
        foreach (var name in held.Files)
        {
            files.Add(name, held.PathOf(name));
            lines.Append(name).Append('=').Append(held.PathOf(name)).Append('\n');
        }

        if (output.AsJson)
            output.Write(new Facts().Add("folder", "folder", held.Folder).Add("files", "files", files).Add("variables", "variables", held.Variables));
        else
            surroundings.Out.Write(Encoding.UTF8.GetBytes(lines.ToString()));
    }
}
