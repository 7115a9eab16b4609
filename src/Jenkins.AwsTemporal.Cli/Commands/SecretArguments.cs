using System.CommandLine;
using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>What the commands for secrets share.</summary>
internal static class SecretArguments
{
    public static Argument<SecretReference> Name(string does) =>
        Reference("NAME", $"{does}: its name, or the ARN of one that exists; an @ or : inside is written twice");

    public static Argument<SecretReference> Reference(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            try
            {
                return SecretReference.Parse(result.Tokens[0].Value);
            }
            catch (SecretException fault)
            {
                result.AddError(fault.Message);
                return null;
            }
        },
    };

    /// <summary>The day, which is all that AWS tells of a reading.</summary>
    public static string? Day(DateTimeOffset? time) => time is { } day ? Facts.Time(day)[..10] : null;
}
