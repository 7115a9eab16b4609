using System.Globalization;
using System.Text.RegularExpressions;
using AwsEmulator.Wire;

namespace AwsEmulator.Sts;

/// <summary>The constraints of AWS's models, reported all at once in AWS's words.</summary>
internal sealed class Constraints(AwsRequest request)
{
    private readonly List<string> _failures = [];

    public Constraints Required(string name)
    {
        if (request.Parameter(name) is null)
            _failures.Add($"Value null at '{Member(name)}' failed to satisfy constraint: Member must not be null");
        return this;
    }

    public Constraints Length(string name, int least, int most) => Length(name, request.Parameter(name), least, most);

    public Constraints Length(string name, string? value, int least, int most)
    {
        if (value?.Length < least)
            Fail(name, value, $"Member must have length greater than or equal to {least}");
        if (value?.Length > most)
            Fail(name, value, $"Member must have length less than or equal to {most}");
        return this;
    }

    /// <summary>The pattern is shown as AWS shows it, and matched against ASCII only, as AWS does.</summary>
    public Constraints Pattern(string name, string pattern)
    {
        if (request.Parameter(name) is { } value && !Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.ECMAScript))
            Fail(name, value, $"Member must satisfy regular expression pattern: {pattern}");
        return this;
    }

    public int? Number(string name, int least, int most)
    {
        if (request.Parameter(name) is not { } text)
            return null;
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out var value))
            throw new AwsException("MalformedInput", $"Could not parse {name}");
        if (value < least)
            Fail(name, text, $"Member must have value greater than or equal to {least}");
        if (value > most)
            Fail(name, text, $"Member must have value less than or equal to {most}");
        return value;
    }

    public void Demand()
    {
        if (_failures.Count > 0)
            throw AwsException.Validation(
                $"{_failures.Count} validation error{(_failures.Count == 1 ? "" : "s")} detected: {string.Join("; ", _failures)}");
    }

    private void Fail(string name, string value, string constraint) =>
        _failures.Add($"Value '{value}' at '{Member(name)}' failed to satisfy constraint: {constraint}");

    private static string Member(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
