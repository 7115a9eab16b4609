using System.CommandLine;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret</c>: what can be done with the secrets of Secrets Manager.</summary>
internal static class SecretCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("secret", "Read, hold, store and list secrets of AWS Secrets Manager with a session.")
        {
            SecretGetCommand.Create(surroundings),
            SecretHoldCommand.Create(surroundings),
            SecretHoldCommand.CreateRelease(surroundings),
            SecretPutCommand.Create(surroundings),
            SecretListCommand.Create(surroundings),
            SecretVersionsCommand.Create(surroundings),
        };
}
