using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// Whether a file or folder belongs to this process's user. .NET tells the mode of a file but not its owner. Linux
/// has statx, whose structure is the same on every architecture and C library; elsewhere a change of mode to what it is
/// already tells, because only the owner may make it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Owner
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint UserIdMask = 0x8;
    private const int UserIdOffset = 20;
    private const int StatxSize = 256;

    public static bool IsThisUser(string path) =>
        OperatingSystem.IsLinux() && UserIdOf(path) is { } owner ? owner == EffectiveUserId() : MayChangeMode(path);

    private static uint? UserIdOf(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxSize];
        try
        {
            return Statx(CurrentDirectory, path, NoFollow, UserIdMask, ref MemoryMarshal.GetReference(buffer)) == 0
                ? MemoryMarshal.Read<uint>(buffer[UserIdOffset..])
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // musl before 1.2.5 has no statx.
            return null;
        }
    }

    private static bool MayChangeMode(string path)
    {
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUserId();
}
