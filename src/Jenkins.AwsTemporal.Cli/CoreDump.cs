using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// Secrets lie in this process's memory, so it leaves no core dump, and no other process of this user may read it. A
/// program that it starts is not bound by that.
/// </summary>
internal static partial class CoreDump
{
    private const int SetDumpable = 4;

    public static void Forbid()
    {
        if (OperatingSystem.IsLinux())
            _ = Prctl(SetDumpable, 0);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Prctl(int option, nuint value);
}
