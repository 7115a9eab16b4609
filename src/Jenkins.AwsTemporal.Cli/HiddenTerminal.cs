using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// Standard input's terminal with its echo off, in non-canonical mode, in which no line is cut at 4095 characters, until
/// it is disposed of. Ctrl-C interrupts; the keys that would leave the terminal as it is, Ctrl-\ and Ctrl-Z, do nothing.
/// </summary>
internal sealed partial class HiddenTerminal : IDisposable
{
    // termios(3) of Linux on x64 and Arm64: four words of flags, a byte, and the control characters.
    private const int Size = 256;
    private const int InputFlags = 0;
    private const int LocalFlags = 12;
    private const int Controls = 17;
    private const int Quit = Controls + 1;
    private const int Time = Controls + 5;
    private const int Least = Controls + 6;
    private const int Suspend = Controls + 10;
    private const uint FlowControl = 0x400;
    private const uint Canonical = 0x2;
    private const uint AllEcho = 0x8 | 0x10 | 0x20 | 0x40;
    private const uint Extended = 0x8000;
    private const int AfterFlush = 2;

    private readonly SafeFileHandle _input = new(0, ownsHandle: false);
    private readonly byte[] _before = new byte[Size];
    private readonly byte[] _now;
    private readonly Lock _one = new();
    private bool _isOver;

    /// <exception cref="UsageException">The echo cannot be turned off here.</exception>
    public HiddenTerminal()
    {
        if (!OperatingSystem.IsLinux() || GetAttributes(_input, _before) != 0)
            throw Unable();
        _now = _before.AsSpan().ToArray();
        Clear(InputFlags, FlowControl);
        Clear(LocalFlags, Canonical | AllEcho | Extended);
        _now[Quit] = _now[Suspend] = 0;
        Wait(leastBytes: 1, tenthsOfASecond: 0);
        // What was typed before was shown, and is not the answer.
        if (SetAttributes(_input, AfterFlush, _now) != 0)
            throw Unable();
    }

    /// <summary>Asks for a value, and shows nothing of it. Elsewhere than on Linux .NET reads the keys.</summary>
    public static async Task<byte[]> AskAsync(Surroundings surroundings, string words, TypedValue typed, CancellationToken cancellation)
    {
        using var terminal = OperatingSystem.IsLinux() ? new HiddenTerminal() : null;
        surroundings.Tell(words);
        // What waits cannot be cancelled, only left behind.
        await Task.Run(() => ReadInto(terminal, typed), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        return typed.Take();
    }

    /// <summary>Forgets what was typed before a question was there.</summary>
    public static void Forget()
    {
        if (OperatingSystem.IsLinux())
            _ = Flush(0, 0);
    }

    public static bool IsTerminal(SafeFileHandle file) => OperatingSystem.IsLinux() && GetAttributes(file, new byte[Size]) == 0;

    private static void ReadInto(HiddenTerminal? terminal, TypedValue typed)
    {
        if (OperatingSystem.IsLinux())
            terminal!.ReadInto(typed);
        else
            while (!typed.HasEnded || Console.KeyAvailable)
                typed.Add(Console.ReadKey(intercept: true).KeyChar is not '\r' and var key ? Encoding.UTF8.GetBytes([key]) : "\n"u8);
    }

    /// <summary>Reads until the value ends, and then whatever else was pasted: the shell would take it for commands.</summary>
    private void ReadInto(TypedValue value)
    {
        using var stream = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var keys = new byte[4096];
        try
        {
            int length;
            while (!value.HasEnded && (length = stream.Read(keys)) > 0)
                value.Add(keys.AsSpan(0, length));
            if (!StopWaiting())
                return;
            while ((length = stream.Read(keys)) > 0)
                value.Add(keys.AsSpan(0, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
    }

    public void Dispose()
    {
        lock (_one)
        {
            _isOver = true;
            _ = SetAttributes(_input, AfterFlush, _before);
        }
    }

    // Not where an interruption has given the terminal back: it would lose its echo again.
    private bool StopWaiting()
    {
        lock (_one)
        {
            Wait(leastBytes: 0, tenthsOfASecond: 1);
            return !_isOver && SetAttributes(_input, 0, _now) == 0;
        }
    }

    private void Wait(byte leastBytes, byte tenthsOfASecond) => (_now[Least], _now[Time]) = (leastBytes, tenthsOfASecond);

    private void Clear(int word, uint flags)
    {
        var span = _now.AsSpan(word, sizeof(uint));
        MemoryMarshal.Write(span, MemoryMarshal.Read<uint>(span) & ~flags);
    }

    private static UsageException Unable() =>
        new("this terminal cannot be kept from showing the value", "hand it over in a pipe");

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAttributes(SafeFileHandle file, [Out] byte[] attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAttributes(SafeFileHandle file, int when, byte[] attributes);

    [LibraryImport("libc", EntryPoint = "tcflush")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int file, int which);
}
