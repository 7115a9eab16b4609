using System.Text.RegularExpressions;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>A file that only its owner may read, written whole or not at all.</summary>
internal static partial class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // With the pauses between them: two seconds.
    private const int MoveAttempts = 20;

    /// <summary>
    /// Writes a fresh file beside the target, then renames it: an existing file would keep its mode and its links, and a
    /// reader could see a part of it.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        // The new file would take the place of the device itself, for everybody on this machine.
        if (!OperatingSystem.IsWindows() && Owner.IsSpecialFile(path))
            throw new IOException($"'{path}' is a device or a pipe, not a file");
        var temporary = TemporaryNameOf(path);
        try
        {
            using (var stream = Create(temporary))
                stream.Write(content);
            Move(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Opens a file for reading. Shared any less, Windows would keep others from renaming and wiping it meanwhile.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>
    /// Renames a file; one that has the new name is replaced. Windows replaces none that somebody has open, however he shares
    /// it, and renames none that a scanner of viruses has open: both are over in a moment.
    /// </summary>
    public static void Move(string path, string to)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(path, to, overwrite: true);
                return;
            }
            catch (Exception refusal) when (OperatingSystem.IsWindows() && attempt < MoveAttempts
                && refusal is UnauthorizedAccessException or (IOException and not (FileNotFoundException or DirectoryNotFoundException)))
            {
                Thread.Sleep(10 * attempt);
            }
        }
    }

    private static FileStream Create(string path)
    {
        if (OperatingSystem.IsWindows())
            return AccessList.CreateFile(path);
        return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = OwnerOnly });
    }

    public static string TemporaryNameOf(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    public static bool IsTemporaryName(string name) => TemporaryEnd().IsMatch(name);

    [GeneratedRegex(@"\.[0-9a-f]{32}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex TemporaryEnd();
}
