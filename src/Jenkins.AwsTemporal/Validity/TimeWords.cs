namespace Jenkins.AwsTemporal.Validity;

/// <summary>A length of time for people: its two largest units.</summary>
internal static class TimeWords
{
    // Sessions end within 36 hours, and are counted in hours.
    private const int FirstDays = 2;

    public static string Of(TimeSpan span) => span switch
    {
        { TotalDays: >= FirstDays } => $"{span.Days} d {span.Hours} h",
        { TotalHours: >= 1 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => $"{span.Minutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalSeconds} s",
    };
}
