using System.Globalization;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>The commands that answer one sealed prompt, with a session of that duration or with an MFA code.</summary>
internal sealed class AnswerCommands(SealingKey key, bool isCode, TimeSpan duration)
{
    public string Shell => isCode ? SealingCommand.ShellForCode(key) : SealingCommand.Shell(key, duration);

    public string PowerShell => isCode ? SealingCommand.PowerShellForCode(key) : SealingCommand.PowerShell(key, duration);

    /// <summary>For whoever has this program; null for a code, which a person types.</summary>
    public string? Mint => isCode ? null : string.Create(CultureInfo.InvariantCulture, $"aws-temporal mint --duration {(long)duration.TotalSeconds} --seal-for {key}");
}
