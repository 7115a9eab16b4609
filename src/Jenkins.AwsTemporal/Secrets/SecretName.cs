using System.Buffers;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What AWS allows in a secret's name, and the <c>!</c> in the names that its own services give, such as <c>rds!db-…</c>.</summary>
internal static class SecretName
{
    public const string Rule = "1 to 512 characters of A-Z a-z 0-9 / _ + = . @ - !, not beginning with !";

    public static SearchValues<char> LettersAndDigits { get; } =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@-!");

    /// <summary>An ARN's name is longer by its suffix. To AWS's filters, an exclamation mark at the beginning means "not".</summary>
    public static bool IsValid(string name, int maxLength = 512) =>
        name.Length >= 1 && name.Length <= maxLength && name[0] != '!' && name.AsSpan().IndexOfAnyExcept(Allowed) < 0;
}
