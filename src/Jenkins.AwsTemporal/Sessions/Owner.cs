using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// What .NET does not tell of a file: whether it belongs to this process's user, and whether it is a file at all. Linux
/// has statx, whose structure is the same on every architecture and C library; elsewhere a change of mode to what it is
/// already tells the owner, because only he may make it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Owner
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeMask = 0x1;
    private const uint UserIdMask = 0x8;
    private const int UserIdOffset = 20;
    private const int ModeOffset = 28;
    private const int StatxSize = 256;
    private const int TypeBits = 0xf000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    public static bool IsThisUser(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxSize];
        return TryStatx(path, NoFollow, UserIdMask, buffer)
            ? MemoryMarshal.Read<uint>(buffer[UserIdOffset..]) == EffectiveUserId()
            : MayChangeMode(path);
    }

    /// <summary>Whether a path leads to a device, a pipe or a socket, as far as that can be told.</summary>
    public static bool IsSpecialFile(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxSize];
        return TryStatx(path, flags: 0, TypeMask, buffer)
            && (MemoryMarshal.Read<ushort>(buffer[ModeOffset..]) & TypeBits) is not (RegularFile or Folder);
    }

    private static bool TryStatx(string path, int flags, uint mask, Span<byte> buffer)
    {
        try
        {
            return OperatingSystem.IsLinux() && Statx(CurrentDirectory, path, flags, mask, ref MemoryMarshal.GetReference(buffer)) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // musl before 1.2.5 has no statx.
            return false;
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
