using System.CommandLine;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret list</c>: the names of secrets.</summary>
internal static class SecretListCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        var prefix = new Option<string?>("--prefix") { Description = "Only secrets whose names begin like this, case by case", HelpName = "PREFIX" };
        return new CommandWithExample(
            "list",
            "List the names, stages and dates of secrets; no value is read.",
            "aws-temporal secret list --prefix /prod/ --session ./session")
        {
            session, region, prefix,
        }.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var live = await output.ReadLiveAsync(new SessionFolder(parsed.GetValue(session)!), cancellation).ConfigureAwait(false);
            var options = output.CallOptions(parsed.GetValue(region) ?? live.Region);
            using var catalogue = new SecretCatalogue(live.Credentials, options);
            var secrets = await catalogue.ListAsync(parsed.GetValue(prefix), cancellation).ConfigureAwait(false);
            if (secrets.Count == 0)
                surroundings.Tell($"aws-temporal: no such secret in {options.Region}\n");
            var rows = new List<Facts>();
            foreach (var secret in secrets)
                rows.Add(Describe(secret, output.AsJson));
            output.Write(new Facts().Add("secrets", "secrets", rows));
            return ExitCode.Done;
        });
    }

    private static Facts Describe(SecretSummary secret, bool asJson)
    {
        var facts = new Facts().Add("name", "name", secret.Name);
        if (asJson)
            facts.Add("arn", "arn", secret.Arn).Add("description", "description", secret.Description);
        return facts
            .Add("versionStages", "stages", secret.Stages, secret.Stages.Count == 0 ? "no version" : null)
            .Add("createdDate", "created", secret.CreatedDate)
            .Add("lastChangedDate", "changed", secret.LastChangedDate)
            .Add("lastAccessedDate", "read", secret.LastAccessedDate, SecretArguments.Day(secret.LastAccessedDate));
    }
}
