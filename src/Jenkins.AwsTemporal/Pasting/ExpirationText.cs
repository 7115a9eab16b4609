using System.Globalization;
using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>A point in time as AWS's tools write it: ISO 8601 with an offset, or seconds or milliseconds since 1970.</summary>
internal static partial class ExpirationText
{
    /// <summary>The point in time that a text begins with, as it stands there; empty when it begins with none.</summary>
    public static string At(string text) => PointInTime().Match(text).Value;

    public static bool Is(string text) => text.Length > 0 && At(text) == text;

    public static DateTimeOffset Parse(PastedField field)
    {
        var text = field.Value.Trim();
        if (text.Length is 10 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return text.Length == 13
                ? DateTimeOffset.FromUnixTimeMilliseconds(number)
                : DateTimeOffset.FromUnixTimeSeconds(number);

        if (!Is(text))
            throw CredentialParts.Invalid(field.Field, "is not a point in time with its zone, such as 2026-11-21T14:15:00Z", field.Line);
        // Caches of the AWS CLI spell the zone out.
        return DateTimeOffset.TryParse(text.Replace("UTC", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var point)
            ? point.ToUniversalTime()
            : throw CredentialParts.Invalid(field.Field, "is a point in time that does not exist", field.Line);
    }

    [GeneratedRegex(
        @"\A(?:(?:[0-9]{13}|[0-9]{10})(?![0-9A-Za-z])|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))",
        RegexOptions.CultureInvariant)]
    private static partial Regex PointInTime();
}
