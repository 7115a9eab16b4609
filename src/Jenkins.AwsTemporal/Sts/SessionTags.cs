using System.Globalization;
using System.Text;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// The limits of a session's tags: https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html. Lengths count
/// characters as AWS's models do, in code points: a letter outside the basic plane is one.
/// </summary>
internal static class SessionTags
{
    private const int Most = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;
    private const string Alphabet = "letters, digits, blanks and _ . : / = + - @";

    public static IReadOnlyDictionary<string, string> Checked(IReadOnlyDictionary<string, string>? tags)
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in tags ?? result)
        {
            if (key.Length == 0 || !IsText(key, LongestKey))
                throw Invalid($"keys of 1 to {LongestKey} {Alphabet}");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw Invalid("keys that do not begin with aws:, which AWS keeps for itself");
            if (value is null || !IsText(value, LongestValue))
                throw Invalid($"values of up to {LongestValue} {Alphabet}");
            if (!result.TryAdd(key, value))
                throw Invalid("keys that differ in more than upper and lower case");
        }

        return result.Count <= Most ? result : throw Invalid($"at most {Most} tags");
    }

    /// <param name="keys">The keys that are inherited; blank ones count as not given.</param>
    /// <param name="tags">The tags, as they were checked.</param>
    public static IReadOnlyList<string> Transitive(IReadOnlyList<string>? keys, IReadOnlyDictionary<string, string> tags)
    {
        string[] given = [.. (keys ?? []).Where(key => !string.IsNullOrWhiteSpace(key))];
        // Spelled as the tags are: conditions of policies do tell upper from lower case.
        return Array.TrueForAll(given, tags.ContainsKey)
            ? [.. tags.Keys.Where(key => given.Contains(key, StringComparer.OrdinalIgnoreCase))]
            : throw InvalidOptionException.Argument(nameof(AssumeRoleOptions.TransitiveTagKeys), "keys that are among the tags");
    }

    private static bool IsText(string text, int longest)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // An unpaired surrogate is enumerated as a replacement, which is no letter.
            var isAllowed = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if ((!isAllowed && !(rune.IsAscii && "_.:/=+-@".Contains((char)rune.Value, StringComparison.Ordinal))) || ++length > longest)
                return false;
        }

        return true;
    }

    private static InvalidOptionException Invalid(string rule) => InvalidOptionException.Argument(nameof(AssumeRoleOptions.Tags), rule);
}
