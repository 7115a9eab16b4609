using System.Globalization;

namespace Jenkins.AwsTemporal.Profiles;

/// <summary>
/// The sections of the AWS config and credentials files. Read by our own hand: the SDK's reader quotes a line that it does not
/// understand, which may be a key, knows no quoted names, and looks at the process's own environment for the files. The form:
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
/// </summary>
internal sealed class ProfileFiles
{
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    public ProfileFiles(Func<string, string?> environment)
    {
        Home = environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home ? home : null;
        // What the credentials file says goes before what the config file says.
        Read(PathOf(environment("AWS_CONFIG_FILE"), "config"), isConfig: true);
        Read(PathOf(environment("AWS_SHARED_CREDENTIALS_FILE"), "credentials"), isConfig: false);
    }

    /// <summary>The operator's folder; null when none is known.</summary>
    public string? Home { get; }

    public IReadOnlyDictionary<string, string>? Profile(string name) => _sections.GetValueOrDefault("profile " + name);

    public IReadOnlyDictionary<string, string>? SsoSession(string name) => _sections.GetValueOrDefault("sso-session " + name);

    private string? PathOf(string? given, string name)
    {
        if (string.IsNullOrEmpty(given))
            return Home is null ? null : Path.Combine(Home, ".aws", name);
        return Home is not null && given.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home, given[2..]) : given;
    }

    private void Read(string? path, bool isConfig)
    {
        if (path is null || !File.Exists(path))
            return;
        Dictionary<string, string>? section = null;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';')
                continue;
            // A setting of a setting, such as those below s3: none of them is about credentials.
            if (char.IsWhiteSpace(line[0]) && section is { Count: > 0 })
                continue;
            if (text[0] == '[')
                section = Section(text, isConfig) ?? throw Malformed(path, number);
            else if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && section is not null)
                section[text[..equals].TrimEnd().ToLowerInvariant()] = text[(equals + 1)..].TrimStart();
            else
                throw Malformed(path, number);
        }
    }

    private Dictionary<string, string>? Section(string line, bool isConfig)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        if (end < 0)
            return null;
        var words = line[1..end].Trim();
        var blank = words.AsSpan().IndexOfAny(' ', '\t');
        // In the config file, all names but one stand behind what they name.
        var name = isConfig && blank > 0 ? $"{words[..blank]} {words[blank..].Trim().Trim('"', '\'')}" : $"profile {words.Trim('"', '\'')}";
        if (!_sections.TryGetValue(name, out var section))
            _sections.Add(name, section = new Dictionary<string, string>(StringComparer.Ordinal));
        return section;
    }

    private static ProfileException Malformed(string path, int line) => new(
        ErrorCode.InvalidConfiguration,
        string.Create(CultureInfo.InvariantCulture, $"the file {path} cannot be read: line {line} is no section, setting or comment"),
        "correct the line");
}
