using System.Globalization;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>A length of time as users write it: seconds, or a number with <c>s</c>, <c>m</c> or <c>h</c>.</summary>
internal static class Duration
{
    public const string Rule = "seconds, or a number with s, m or h such as 15m, at most 36h";
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

    /// <summary>A length of time for people: its two largest units.</summary>
    public static string Words(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => $"{span.Minutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalSeconds} s",
    };
}
