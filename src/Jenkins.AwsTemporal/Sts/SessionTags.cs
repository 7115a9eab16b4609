using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>The limits of tags and of managed session policies: https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html.</summary>
internal static partial class SessionTags
{
    private const int MostTags = 50;
    private const int MostPolicies = 10;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    public static IReadOnlyDictionary<string, string> Checked(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
            return new Dictionary<string, string>(StringComparer.Ordinal);
        if (tags.Count > MostTags)
            throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.Tags), $"at most {MostTags} tags");
        if (tags.Keys.Any(key => key.Length is 0 or > LongestKey || !AllowedText().IsMatch(key)))
            throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.Tags), "keys of 1 to 128 letters, digits, blanks and _ . : / = + - @");
        if (tags.Keys.Any(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
            throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.Tags), "keys that do not begin with aws:, which AWS keeps for itself");
        if (tags.Keys.DistinctBy(key => key.ToUpperInvariant(), StringComparer.Ordinal).Count() != tags.Count)
            throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.Tags), "keys that differ in more than upper and lower case");
        if (tags.Values.Any(value => value is null || value.Length > LongestValue || !AllowedText().IsMatch(value)))
            throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.Tags), "values of up to 256 letters, digits, blanks and _ . : / = + - @");
        return new Dictionary<string, string>(tags, StringComparer.Ordinal);
    }

    public static IReadOnlyList<string> Transitive(IReadOnlyList<string>? keys, IReadOnlyDictionary<string, string> tags) =>
        keys is null ? []
        : keys.All(tags.ContainsKey) ? [.. keys.Distinct(StringComparer.Ordinal)]
        : throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.TransitiveTagKeys), "keys that are among the tags");

    public static IReadOnlyList<string> PolicyArns(IReadOnlyList<string>? arns)
    {
        if (arns is null)
            return [];
        if (arns.Count > MostPolicies)
            throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.PolicyArns), $"at most {MostPolicies} ARNs");
        return arns.All(arn => arn.Length is >= 20 and <= 2048 && PolicyArn().IsMatch(arn))
            ? [.. arns]
            : throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.PolicyArns), "ARNs of managed policies, 20 to 2048 characters each");
    }

    /// <summary>Any text as the value of a tag: what a tag may not hold becomes a hyphen, and its end is kept.</summary>
    public static string Value(string text)
    {
        var value = NotAllowed().Replace(text, "-");
        return value.Length <= LongestValue ? value : value[^LongestValue..];
    }

    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex AllowedText();

    [GeneratedRegex(@"[^\p{L}\p{Z}\p{N}_.:/=+\-@]", RegexOptions.CultureInvariant)]
    private static partial Regex NotAllowed();

    [GeneratedRegex(@"\Aarn:aws(?:-[a-z]+)*:iam::(?:aws|[0-9]{12}):policy/[\x21-\x7e]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PolicyArn();
}
