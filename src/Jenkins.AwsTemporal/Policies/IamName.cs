using System.Buffers;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>
/// What IAM allows in names
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names). None of its
/// characters means anything in a policy, so a name that passes stands for itself there.
/// </summary>
internal static partial class IamName
{
    public const string Rule = "1 to 64 characters of A-Z a-z 0-9 + = , . @ _ -";
    private const int MaxPath = 512;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-");

    public static bool IsValid(string name) => name.Length is >= 1 and <= 64 && name.AsSpan().IndexOfAnyExcept(Allowed) < 0;

    /// <summary>A path as IAM writes it: <c>/</c>, or words between slashes.</summary>
    public static bool IsPath(string path) =>
        path == "/"
        || (path.Length is >= 3 and <= MaxPath
            && path[0] == '/'
            && path[^1] == '/'
            && Array.TrueForAll(path[1..^1].Split('/'), word => word.Length > 0 && word.AsSpan().IndexOfAnyExcept(Allowed) < 0));

    /// <summary>Names of users, in a fixed order, each once.</summary>
    public static string[] Users(IEnumerable<string> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        var names = users.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
            throw new PolicyException("no user is named", "name at least one user");
        if (Array.Find(names, name => !IsValid(name)) is { } wrong)
        {
            throw wrong.Contains('/', StringComparison.Ordinal)
                ? new PolicyException($"the user \"{wrong}\" is not a name", "give the name alone, without ARN and path: the trust is in aws:username")
                : new PolicyException($"the user \"{wrong}\" is not {Rule}", "give the IAM user's name");
        }

        return names;
    }

    public static string Account(string account) =>
        AccountId.IsValid(account) ? account : throw new PolicyException($"the account \"{account}\" is not 12 digits", "give the account's id");

    public static string Partition(string partition) =>
        PartitionWords().IsMatch(partition)
            ? partition
            : throw new PolicyException($"the partition \"{partition}\" is none", "give aws, aws-cn, aws-us-gov or the like");

    [GeneratedRegex(@"\Aaws(?:-[a-z]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PartitionWords();
}
