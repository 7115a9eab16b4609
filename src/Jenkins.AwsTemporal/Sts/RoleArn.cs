using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>The ARN of a role, and what may be told from it.</summary>
internal static partial class RoleArn
{
    public const string Rule = "a role's name, or its ARN such as arn:aws:iam::123456789012:role/deployer";

    public static bool IsArn(string text) => text.Length is >= 20 and <= 2048 && Arn().IsMatch(text);

    /// <summary>A name of a role, with the path that it may have: <c>deployer</c>, <c>jenkins/deployer</c>.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <param name="role">A name or an ARN.</param>
    /// <param name="accountId">The account of a role that is named; that of an ARN has to be the same. Null when nobody says.</param>
    /// <param name="caller">Who asks: the account and partition of a role that is named.</param>
    public static string Of(string role, string? accountId, CallerIdentity caller)
    {
        if (accountId is not null && !StsText.IsAccount(accountId))
            throw InvalidOptionException.Argument("AccountId", "12 digits");
        if (IsArn(role))
            return accountId is null || role.Split(':')[4] == accountId
                ? role
                : throw InvalidOptionException.Argument("AccountId", "that of the role's ARN, or left out");
        return IsName(role)
            ? $"arn:{caller.Partition}:iam::{accountId ?? caller.AccountId}:role/{role.TrimStart('/')}"
            : throw InvalidOptionException.Argument("Role", Rule);
    }

    [GeneratedRegex(@"\Aarn:aws(?:-[a-z]+)*:iam::[0-9]{12}:role/(?:[\x21-\x7e]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9_+=,.@/-]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
