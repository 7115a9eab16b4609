using System.CommandLine;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret versions</c>: what versions a secret has.</summary>
internal static class SecretVersionsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var name = SecretArguments.Name("The secret");
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        return new CommandWithExample(
            "versions",
            "List a secret's versions with their stages and dates, the newest first; no value is read.",
            "aws-temporal secret versions /prod/db --session ./session")
        {
            name, session, region,
        }.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var secret = parsed.GetValue(name)!;
            var live = await output.ReadLiveAsync(new SessionFolder(parsed.GetValue(session)!), cancellation).ConfigureAwait(false);
            using var catalogue = new SecretCatalogue(live.Credentials, output.CallOptions(parsed.GetValue(region) ?? secret.Region ?? live.Region));
            var rows = new List<Facts>();
            foreach (var version in await catalogue.ListVersionsAsync(secret, cancellation).ConfigureAwait(false))
                rows.Add(Describe(version));
            output.Write(new Facts().Add("versions", "versions", rows));
            return ExitCode.Done;
        });
    }

    private static Facts Describe(SecretVersion version) => new Facts()
        .Add("versionId", "version", version.VersionId)
        .Add("versionStages", "stages", version.Stages, version.Stages.Count == 0 ? "deprecated" : null)
        .Add("createdDate", "created", version.CreatedDate)
        .Add("lastAccessedDate", "read", version.LastAccessedDate, SecretArguments.Day(version.LastAccessedDate));
}
