using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// The name under which CloudTrail shows a session, made from who started a build: valid whatever the user's id is, and
/// never the same for two different users.
/// </summary>
public static class SessionName
{
    private const int Longest = 64;
    private const int LongestUser = 40;
    private const int HashLength = 16;

    // Neither occurs in a user's part that was taken as it is, so nobody can name themselves like somebody else's.
    private const char BeforeHash = '=';
    private const char BeforeBuild = '+';

    /// <summary>
    /// The user as a name of 2 to 40 characters of <c>A-Za-z0-9_,.@-</c>: as they are when that is possible, else with
    /// other characters replaced and <c>=</c> and 16 characters of a SHA-256 of the original appended.
    /// </summary>
    /// <param name="user">The user's id, any text but the empty one.</param>
    public static string ForUser(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return IsPlain(user) ? user : $"{Sanitised(user, LongestUser - HashLength - 1)}{BeforeHash}{Hash(user)}";
    }

    /// <summary>The user's part, then <c>+</c> and as much of the end of the build's name as fits into 64 characters.</summary>
    /// <param name="user">The user's id, any text but the empty one.</param>
    /// <param name="build">The build, such as <c>deploy-42</c>; null or empty leaves it out.</param>
    public static string ForBuild(string user, string? build)
    {
        var name = ForUser(user);
        if (string.IsNullOrEmpty(build))
            return name;
        var room = Longest - name.Length - 1;
        // The number of the build stands at the end.
        var end = build.Length <= room ? build : build[^room..];
        return $"{name}{BeforeBuild}{Sanitised(end, room)}";
    }

    private static bool IsPlain(string user) =>
        StsText.Is(user, 2, LongestUser, StsText.Name)
        && !user.Contains(BeforeHash, StringComparison.Ordinal)
        && !user.Contains(BeforeBuild, StringComparison.Ordinal);

    private static string Sanitised(string text, int longest)
    {
        var name = new StringBuilder(longest);
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, longest)))
            name.Append(StsText.Name.Contains(character) && character is not (BeforeHash or BeforeBuild) ? character : '-');
        return name.ToString();
    }

    // 80 bits: who may choose a user id cannot find one that meets another's.
    private static string Hash(string user)
    {
        // The characters as they are: an encoding would fold unpaired surrogates of different ids into one.
        var digest = SHA256.HashData(MemoryMarshal.AsBytes(user.AsSpan()));
        var hash = new StringBuilder(HashLength);
        foreach (var value in digest.AsSpan(0, HashLength))
            hash.Append("abcdefghijklmnopqrstuvwxyz234567"[value & 31]);
        return hash.ToString();
    }
}
