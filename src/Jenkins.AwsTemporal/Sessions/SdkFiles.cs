using System.Buffers;
using System.Text;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// The two files that AWS SDKs and the AWS CLI are pointed to. They hold no secret: the default profile's
/// <c>credential_process</c> asks the executable, so that an expired session answers with its own error.
/// </summary>
internal static class SdkFiles
{
    public const string Config = "config";
    public const string Credentials = "credentials";

    private const string FirstLine = "# Written by aws-temporal";

    // The SDKs split or hand the command to a shell, each in its own way; inside double quotes these are not plain to all
    // of them, and the files themselves know comments and lines.
    private static readonly string NotPlainHere = "$`!#;" + (OperatingSystem.IsWindows() ? "%&^<>|" : "\\");
    private static readonly SearchValues<char> NotPlain = SearchValues.Create('"' + NotPlainHere);

    /// <exception cref="SessionException"><see cref="ErrorCode.InvalidConfiguration"/>: a path cannot be written so that every SDK reads it alike.</exception>
    public static void CheckPaths(string folder, IReadOnlyList<string> command)
    {
        foreach (var path in (string[])[.. command, folder])
        {
            if (path.AsSpan().ContainsAny(NotPlain) || path.Any(char.IsControl))
                throw new SessionException(
                    ErrorCode.InvalidConfiguration,
                    folder,
                    $"the path {path} has a character that AWS SDKs do not all read alike in credential_process",
                    $"use a folder without quotation marks and any of {NotPlainHere} in its path");
        }
    }

    /// <summary>The config for a folder that is there.</summary>
    public static byte[] WriteConfig(string folder, IReadOnlyList<string> command, string? region)
    {
        var config = new StringBuilder()
            .Append(FirstLine).Append(".\n[default]\n")
            .Append("credential_process = ").AppendJoin(' ', command.Select(Word)).Append(" credentials --session ").Append(Word(folder)).Append('\n');
        if (region is not null)
            config.Append("region = ").Append(region).Append('\n');
        return Encoding.UTF8.GetBytes(config.ToString());
    }

    // Most SDKs for Windows hand the command to its command interpreter, which drops the first quotation mark and the last.
    private static string Word(string path)
    {
        var isPlain = OperatingSystem.IsWindows() && !(path = ShortPath.Of(path)).Contains(' ', StringComparison.Ordinal);
        return isPlain ? path : $"\"{path}\"";
    }

    // Without this file an SDK would look into the home folder's.
    public static byte[] WriteCredentials() =>
        Encoding.UTF8.GetBytes(FirstLine + ": credentials come from credential_process in the config file beside this one.\n");

    /// <summary>Whether a file of either name is one that was written here. Only ours go away while one looks.</summary>
    public static bool IsOurs(string path)
    {
        try
        {
            // Nor is a pipe, which would be waited for.
            if (new FileInfo(path).Length == 0)
                return false;
            using var reader = new StreamReader(PrivateFile.Open(path));
            Span<char> start = stackalloc char[FirstLine.Length];
            return reader.ReadBlock(start) == start.Length && start.SequenceEqual(FirstLine);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
    }
}
