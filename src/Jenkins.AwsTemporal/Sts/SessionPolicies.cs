using System.Text.Json;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>The limits of session policies, inline and managed: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.</summary>
internal static partial class SessionPolicies
{
    public const string DocumentRule = "an IAM policy, which is a JSON object of at most 2048 characters, those of PolicyArns included";

    private const int MostArns = 10;

    // Of the inline policy and the ARNs together.
    private const int LongestText = 2048;

    public static bool IsDocument(string text, IReadOnlyList<string> arns)
    {
        if (text.Length + arns.Sum(arn => arn.Length) > LongestText || !IsInAlphabet(text))
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static IReadOnlyList<string> Arns(IReadOnlyList<string>? arns, string? document)
    {
        string[] given = [.. (arns ?? []).Where(arn => !string.IsNullOrWhiteSpace(arn))];
        if (given.Length > MostArns)
            throw Invalid($"at most {MostArns} ARNs");
        if (!Array.TrueForAll(given, arn => arn.Length is >= 20 and <= 2048 && Arn().IsMatch(arn)))
            throw Invalid("ARNs of managed policies, 20 to 2048 characters each");
        return given.Sum(arn => arn.Length) + (document?.Length ?? 0) <= LongestText
            ? given
            : throw Invalid($"at most {LongestText} characters together, those of Policy included");
    }

    // The API's own: tab, line breaks, and U+0020 to U+00FF.
    private static bool IsInAlphabet(string text)
    {
        foreach (var character in text)
        {
            if (character is not ('\t' or '\n' or '\r' or (>= ' ' and <= '\u00FF')))
                return false;
        }

        return true;
    }

    private static InvalidOptionException Invalid(string rule) =>
        InvalidOptionException.Argument(nameof(AssumeRoleOptions.PolicyArns), rule);

    [GeneratedRegex(@"\Aarn:aws(?:-[a-z]+)*:iam::(?:aws|[0-9]{12}):policy/[\x21-\x7e]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();
}
