using System.Text;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The name of an environment variable, as every shell can write it.</summary>
internal static class VariableName
{
    public const string Rule = "letters, digits and _, not beginning with a digit";

    private static readonly string[] Steering =
    [
        "PATH", "IFS", "ENV", "HOME", "SHELL", "SHELLOPTS", "BASHOPTS", "CDPATH", "PROMPT_COMMAND", "PS0", "PS1", "PS2", "PS3", "PS4",
        "NODE_OPTIONS", "NODE_PATH", "PERL5LIB", "PERL5OPT", "PERL5DB", "RUBYLIB", "RUBYOPT", "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP",
        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "EDITOR", "VISUAL", "PAGER",
        "GIT_ASKPASS", "GIT_EDITOR", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH", "GIT_SSH_COMMAND",
    ];

    /// <summary>Whether shells, loaders or the usual interpreters run what such a variable says.</summary>
    public static bool Steers(string name) =>
        Array.IndexOf(Steering, name) >= 0
        || name.StartsWith("BASH_", StringComparison.Ordinal) || name.StartsWith("LD_", StringComparison.Ordinal)
        || name.StartsWith("DYLD_", StringComparison.Ordinal) || name.StartsWith("GIT_CONFIG", StringComparison.Ordinal);

    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_') return false;
        }

        return !name.IsEmpty && !char.IsAsciiDigit(name[0]);
    }

    /// <summary>Any text as a part of a name: in upper case, each run of other characters than A-Z a-z 0-9 as one <c>_</c>, none at its ends.</summary>
    public static string Part(string text)
    {
        var part = new StringBuilder(text.Length);
        var gap = false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                gap = part.Length > 0;
                continue;
            }

            if (gap) part.Append('_');
            gap = false;
            part.Append(char.ToUpperInvariant(character));
        }

        return part.ToString();
    }
}
