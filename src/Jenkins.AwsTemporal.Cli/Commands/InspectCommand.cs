using System.CommandLine;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>inspect</c>: the facts of a paste, without a call.</summary>
internal static class InspectCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var accounts = Options.Accounts();
        var partition = Options.Partition();
        var minimumLife = Options.Time("--min-life", "Refuse credentials that live less than this");
        return new CommandWithExample(
            "inspect",
            "Tell what a paste on standard input holds; no call is made.",
            "aws sts get-session-token | aws-temporal inspect --min-life 10m")
        {
            accounts, partition, minimumLife,
        }.Does(surroundings, (parsed, output, cancellation) => InspectAsync(
            surroundings,
            output,
            Options.Requirements(parsed.GetValue(accounts)!, parsed.GetValue(partition), parsed.GetValue(minimumLife)),
            cancellation));
    }

    private static async Task<int> InspectAsync(
        Surroundings surroundings, Output output, CredentialRequirements requirements, CancellationToken cancellation)
    {
        var pasted = await PasteInput.ReadAsync(surroundings, cancellation).ConfigureAwait(false);
        var now = surroundings.Time.GetUtcNow();
        var lifetime = Lifetime.Of(pasted.Credentials, duration: null, now);
        requirements.CheckOwner(pasted.AccountId, pasted.Partition);
        requirements.CheckOwner(pasted.Credentials.AccountId, pasted.Partition);
        requirements.CheckOwnerIsKnown(pasted.AccountId, pasted.Partition);
        requirements.CheckLife(lifetime, now);
        output.Write(new Facts()
            .Add("form", "form", pasted.Form.ToString())
            .AddCredentials(pasted.Credentials, pasted.AccountId, pasted.Partition, lifetime, now)
            .Add("repairs", "repaired", pasted.Repairs));
        return ExitCode.Done;
    }
}
