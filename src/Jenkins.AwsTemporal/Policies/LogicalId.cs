using System.Text;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>
/// A template's name for a resource: letters and digits only, at most 255. Every other character of the name, and the X
/// that marks them, is written as X and two hexadecimal digits, so different names never become one.
/// </summary>
internal static class LogicalId
{
    public static string Of(string kind, string name)
    {
        var id = new StringBuilder(kind);
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character) && character != 'X')
                id.Append(character);
            else
                id.Append('X').Append(((int)character).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return id.ToString();
    }
}
