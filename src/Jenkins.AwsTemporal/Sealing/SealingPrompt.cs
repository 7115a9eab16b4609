using System.Globalization;
using System.Security.Cryptography;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// The one prompt that a sealed answer is for. Its text is the first and the last line of what is sealed, so that an answer
/// to another prompt is refused even where the key is the same.
/// </summary>
public sealed class SealingPrompt
{
    private const string Mark = "aws-temporal-sealed";
    private const string Version = "1";
    private const string None = "-";
    private const int IdBytes = 8;
    private const int LongestName = 1000;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>A new prompt.</summary>
    /// <param name="promptedAt">When it is shown; whole seconds are kept.</param>
    /// <param name="job">The full name of the job that asks, at most 1,000 characters; null or empty when there is none.</param>
    /// <param name="build">The number or name of the build, at most 1,000 characters; null or empty when there is none.</param>
    /// <exception cref="InvalidOptionException">A name is too long.</exception>
    /// <exception cref="SealingException"><see cref="ErrorCode.OpenSslMissing"/>.</exception>
    public SealingPrompt(DateTimeOffset promptedAt, string? job, string? build)
        : this(NewId(), Seconds(promptedAt), Name(nameof(job), job), Name(nameof(build), build))
    {
    }

    private SealingPrompt(string id, DateTimeOffset promptedAt, string? job, string? build) =>
        (Id, PromptedAt, Job, Build) = (id, promptedAt, job, build);

    /// <summary>16 hexadecimal digits, drawn at random.</summary>
    public string Id { get; }

    /// <summary>When it was shown, in whole seconds of UTC.</summary>
    public DateTimeOffset PromptedAt { get; }

    /// <summary>The job that asks, or null.</summary>
    public string? Job { get; }

    /// <summary>The build that asks, or null.</summary>
    public string? Build { get; }

    /// <summary>
    /// The line that is sealed: five words after the mark, those of the job and the build percent-encoded, so that no shell
    /// sees more in it than text.
    /// </summary>
    public override string ToString() => string.Join(
        ' ', Mark, Version, Id, PromptedAt.ToString(TimeFormat, CultureInfo.InvariantCulture), Encoded(Job), Encoded(Build));

    /// <summary>
    /// What people call it, such as <c>build 12 of team/deploy</c>, in one line: whoever has a key can name any job, so what
    /// would break a line or steer a terminal is a <c>?</c>.
    /// </summary>
    public string Words => (Shown(Job), Shown(Build)) switch
    {
        (null, null) => "a prompt",
        ({ } job, null) => job,
        (null, { } build) => $"build {build}",
        var (job, build) => $"build {build} of {job}",
    } + $", asked at {PromptedAt.ToString(TimeFormat, CultureInfo.InvariantCulture)}";

    /// <summary>Reads the line; null when it is none.</summary>
    public static SealingPrompt? TryParse(string? line)
    {
        if (line?.Split(' ') is not [Mark, Version, var id, var time, var job, var build]
            || id.Length != 2 * IdBytes
            || !id.All(char.IsAsciiHexDigitLower)
            || !DateTimeOffset.TryParseExact(
                time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var promptedAt))
            return null;
        var prompt = new SealingPrompt(id, promptedAt, Decoded(job), Decoded(build));
        // One way to write it, and no more.
        return prompt.ToString() == line && prompt is { Job: not { Length: > LongestName }, Build: not { Length: > LongestName } } ? prompt : null;
    }

    private static string NewId()
    {
        SealingException.DemandOpenSsl();
        return Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static string? Name(string parameter, string? name) => name is not { Length: > LongestName }
        ? string.IsNullOrEmpty(name) ? null : name
        : throw InvalidOptionException.Argument(parameter, $"at most {LongestName} characters long");

    private static string Encoded(string? name) => name switch
    {
        null => None,
        None => "%2D",
        _ => Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal),
    };

    private static string? Shown(string? name) => name is null
        ? null
        : string.Concat(name.Select(character => char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '?' : character));

    private static string? Decoded(string word) => word == None ? null : Uri.UnescapeDataString(word);
}
