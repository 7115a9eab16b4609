using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// The C library of Linux, as far as .NET does not give it. The numbers are those of all its architectures that .NET
/// runs on. What is negative failed; <see cref="Marshal.GetLastPInvokeError"/> says how.
/// </summary>
internal static partial class Libc
{
    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int TooLarge = 7;
    public const int NotAProgram = 8;
    public const int TryAgain = 11;
    public const int BrokenPipe = 32;

    public const short Readable = 1;
    public const short Writable = 4;

    public const int GetFlags = 1;
    public const int ReadWrite = 2;
    public const int EmptyPath = 0x1000;
    public const uint InodeMask = 0x100;
    public const int NoControllingTerminal = 0x100;
    public const int CloseOnExec = 0x80000;

    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int KillSignal = 9;
    public const int PipeSignal = 13;
    public const int Terminate = 15;
    public const int ChildSignal = 17;
    public const int KeyboardStop = 20;
    public const int InputStop = 21;
    public const int WindowSignal = 28;

    /// <summary>What no structure of the library that is opaque here fills, neither glibc's nor musl's.</summary>
    public const int OpaqueSize = 1024;

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true)]
    public static partial int Access(byte[] path, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int descriptor, int to);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    public static partial int OwnGroup();

    [LibraryImport("libc", EntryPoint = "tcgetpgrp", SetLastError = true)]
    public static partial int ForegroundGroup(int terminal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ask(int descriptor, nuint request, ref byte facts);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ask(int descriptor, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetModes(int terminal, ref byte modes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetModes(int terminal, int when, ref byte modes);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Describe(int descriptor, string path, int flags, uint mask, ref byte facts);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(out Ends ends, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref Waiting waiting, nuint count, int milliseconds);

    /// <summary>Sends a signal to this thread: it has done what it does when this returns.</summary>
    [LibraryImport("libc", EntryPoint = "raise")]
    public static partial int Raise(int signal);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, ref byte buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ref byte bytes, nint length);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitFor(int kind, int process, ref byte facts, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int Reap(int process, out int status, int options);

    // These return what is wrong.
    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static partial int Spawn(out int process, byte[] path, ref byte actions, ref byte attributes, nint[] words, nint[] variables);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(ref byte attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(ref byte attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaultSignals(ref byte attributes, ref byte signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(ref byte attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(ref byte actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(ref byte actions, int descriptor, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(ref byte actions);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int EmptySignals(ref byte signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static partial int AddSignal(ref byte signals, int signal);

    [StructLayout(LayoutKind.Sequential)]
    public struct Ends
    {
        public int Reading;
        public int Writing;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Waiting
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
