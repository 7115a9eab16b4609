using System.Globalization;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>A length of time as users write it: seconds, or a number with <c>s</c>, <c>m</c> or <c>h</c>.</summary>
internal static class Duration
{
    public const string Form = "seconds, or a number with s, m or h such as 15m";
    public const string Rule = $"{Form}, at most 36h";
    public static readonly TimeSpan Longest = SessionLife.Longest;

    public static bool TryParse(string text, out TimeSpan duration) => TryParse(text, TimeSpan.Zero, Longest, out duration);

    public static bool TryParse(string text, TimeSpan shortest, TimeSpan longest, out TimeSpan duration)
    {
        var (digits, unit) = text.Length > 0 && char.IsAsciiLetterLower(text[^1]) ? (text[..^1], text[^1]) : (text, 's');
        duration = TimeSpan.Zero;
        if (digits.Length is 0 or > 6 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        duration = unit switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => TimeSpan.MaxValue,
        };
        return duration >= shortest && duration <= longest;
    }

    /// <summary>As it is read: whole minutes, or whole hours.</summary>
    public static string Shown(TimeSpan span) => span.Minutes == 0 ? $"{(int)span.TotalHours}h" : $"{(int)span.TotalMinutes}m";
}
