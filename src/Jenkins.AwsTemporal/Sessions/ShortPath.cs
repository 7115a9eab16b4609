using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>The names of eight letters and three that Windows keeps beside long ones, unless an admin told it not to: they have no blank.</summary>
[SupportedOSPlatform("windows")]
internal static partial class ShortPath
{
    private const int Longest = 32768;

    /// <summary>The path itself where it has no blank, or where there is no such name.</summary>
    public static string Of(string path)
    {
        if (!path.Contains(' ', StringComparison.Ordinal))
            return path;
        var buffer = new char[Longest];
        var length = GetShortPathName(path, buffer, Longest);
        return length is > 0 and < Longest ? new string(buffer, 0, length) : path;
    }

    [LibraryImport("kernel32", EntryPoint = "GetShortPathNameW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetShortPathName(string path, [Out] char[] shortPath, int length);
}
