using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>The ARN of a role, and what may be told from it.</summary>
internal static partial class RoleArn
{
    public const string Rule = "a role's name, or its ARN such as arn:aws:iam::123456789012:role/deployer";

    public static bool IsArn(string text) => text.Length is >= 20 and <= 2048 && Arn().IsMatch(text);

    /// <summary>A name of a role, with the path that it may have: <c>deployer</c>, <c>jenkins/deployer</c>.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    public static string Of(string role, string accountId, string partition) =>
        IsArn(role) ? role
        : IsName(role) ? $"arn:{partition}:iam::{accountId}:role/{role}"
        : throw InvalidOptionException.Argument("Role", Rule);

    public static string AccountOf(string arn) => arn.Split(':')[4];

    [GeneratedRegex(@"\Aarn:aws(?:-[a-z]+)*:iam::[0-9]{12}:role/(?:[\x21-\x7e]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9_+=,.@/-]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
