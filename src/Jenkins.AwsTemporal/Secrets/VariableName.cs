using System.Text;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The name of an environment variable, as every shell can write it.</summary>
internal static class VariableName
{
    public const string Rule = "letters, digits and _, not beginning with a digit";

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
