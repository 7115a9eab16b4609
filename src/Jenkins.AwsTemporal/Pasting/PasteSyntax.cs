using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>How a name is joined to its value, and which form that tells.</summary>
internal static partial class PasteSyntax
{
    // As much before a name as a command and its options take.
    private const int LongestCommand = 64;

    /// <summary>The position of the value that belongs to a name, if the name is followed by one.</summary>
    public static bool TryFindValue(string text, Match name, out int start)
    {
        start = SkipBlanks(text, name.Index + name.Length);
        if (start >= text.Length)
            return false;
        if (text[start] is ':' or '=' or '|')
        {
            start = SkipBlanks(text, start + 1, acrossLines: IsJsonName(name));
            return true;
        }

        return start > name.Index + name.Length && SetCommand().IsMatch(LineBefore(text, name.Index));
    }

    /// <summary>The form, from the way in which the access key id is named; JSON is told apart by <see cref="JsonFormOf"/>.</summary>
    public static PasteForm FormOf(string text, Match name)
    {
        if (IsJsonName(name))
            return JsonFormOf(text, name.Groups["name"].Value);
        var before = LineBefore(text, name.Index);
        if (before.EndsWith("$env:", StringComparison.OrdinalIgnoreCase))
            return PasteForm.PowerShell;
        if (SetCommand().Match(before) is { Success: true, Groups: var groups })
            return groups["option"].Success ? PasteForm.Fish : WindowsCmdOrShell(text, name);
        if (name.Groups["name"].Value.StartsWith("Access", StringComparison.OrdinalIgnoreCase))
            return IsInTable(text, name) ? PasteForm.Text : JsonFormOf(text, name.Groups["name"].Value);
        return name.Groups["name"].Value.StartsWith("aws", StringComparison.Ordinal) ? PasteForm.Profile : PasteForm.Shell;
    }

    private static PasteForm WindowsCmdOrShell(string text, Match name) =>
        TryFindValue(text, name, out var start) && text.AsSpan(name.Index, start - name.Index).Contains('=')
            ? PasteForm.WindowsCmd
            : PasteForm.Shell;

    private static PasteForm JsonFormOf(string text, string accessKeyIdName)
    {
        if (accessKeyIdName.StartsWith('a'))
            return PasteForm.SsoJson;
        if (MetadataCode().IsMatch(text))
            return PasteForm.InstanceJson;
        if (RoleArn().IsMatch(text))
            return PasteForm.ContainerJson;
        return ProcessVersion().IsMatch(text) ? PasteForm.ProcessJson : PasteForm.StsJson;
    }

    private static bool IsInTable(string text, Match name) => text[SkipBlanks(text, name.Index + name.Length)] == '|';

    private static bool IsJsonName(Match name) => name.Groups["close"].Length > 0;

    private static string LineBefore(string text, int position) =>
        text[Math.Max(position - LongestCommand, position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1)..position];

    private static int SkipBlanks(string text, int position, bool acrossLines = false)
    {
        while (position < text.Length && (text[position] is ' ' or '\t' || (acrossLines && text[position] == '\n')))
            position++;
        return position;
    }

    /// <summary>A line begins with a name, whichever, and what joins it to its value.</summary>
    public static bool BeginsWithAssignment(string line) => Assignment().IsMatch(line);

    /// <summary>A name of a field begins in one text and ends in the next.</summary>
    public static bool HasNameAcross(string before, string after) =>
        FieldName().Matches(before + after).Any(name => name.Index < before.Length && name.Index + name.Length > before.Length);

    // fish: set -gx NAME value; Windows: set NAME=value; csh: setenv NAME value; also aws configure set name value.
    [GeneratedRegex(
        @"\b(set|setenv|setx)\s+(?<option>-[a-z-]+\s+)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex SetCommand();

    // What looks like one at the end of a wrapped token: its padding, and the colon of three joined fields.
    [GeneratedRegex(
        $"""
        \A\s*(?:- )?(?:(?:export|set|setenv|setx)\s+(?:-[a-z-]+\s+)*(?:{NamedFields.Names})\b|(?:export\s+|set\s+|\$env:)?(?<quote>["']?)[a-z_][a-z0-9_]*\k<quote>(?::\s|:\z|\s+=\s|=["'a-z0-9/+$]))
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex(NamedFields.Names, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FieldName();

    [GeneratedRegex("\"Code\"\\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex MetadataCode();

    [GeneratedRegex("\"RoleArn\"\\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex RoleArn();

    [GeneratedRegex("\"Version\"\\s*:\\s*1\\b", RegexOptions.CultureInvariant)]
    private static partial Regex ProcessVersion();
}
