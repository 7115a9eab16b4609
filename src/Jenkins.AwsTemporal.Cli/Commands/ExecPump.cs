using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Jenkins.AwsTemporal.Handover;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// Carries one output of the child to ours, masked, in a thread of its own that does not keep the process alive. A
/// grandchild may keep the pipe open for ever: after the child's end, what the child wrote is waited for, and nothing else.
/// </summary>
internal sealed partial class ExecPump
{
    private const int PipeSize = 64 * 1024;
    private const short Readable = 1;
    private const short Broken = 8;
    private const int Silence = 100;

    // So long is a grandchild listened to that always has something to say.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Stream _from;
    private readonly Stream _to;
    private readonly int _descriptor;
    private readonly OutputMasker _masker;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _childEnded;

    public ExecPump(Stream from, Stream to, int descriptor, MaskPatterns patterns)
    {
        (_from, _to, _descriptor, _masker) = (from, to, descriptor, new OutputMasker(patterns, to));
        new Thread(Run) { IsBackground = true }.Start();
    }

    /// <summary>Ends when all that the child wrote is handed on.</summary>
    public Task Done => _done.Task;

    public void ChildEnded() => Interlocked.Exchange(ref _childEnded, Stopwatch.GetTimestamp());

    private void Run()
    {
        try
        {
            Carry();
            _masker.Complete();
            _to.Flush();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Nobody reads our output any more.
        }

        // Closing the pipe tells a child that still writes, by SIGPIPE, as it would have been told without us.
        _from.Dispose();
        _done.SetResult();
    }

    private void Carry()
    {
        var buffer = new byte[PipeSize];
        while (true)
        {
            // Asked first: what is silent for a while after the child's end has nothing more of the child's.
            var ended = Interlocked.Read(ref _childEnded);
            if (!Wait())
            {
                if (ended != 0)
                    return;
                continue;
            }

            var length = _from.Read(buffer, 0, buffer.Length);
            if (length == 0)
                return;
            _masker.Write(buffer.AsSpan(0, length));
            _to.Flush();
            if (IsBroken())
                return;
            // A read that leaves room has emptied the pipe.
            if (ended != 0 && length < buffer.Length && Stopwatch.GetElapsedTime(ended) > Patience)
                return;
        }
    }

    // Whether there is something to read, or an end; false after a silence.
    private bool Wait()
    {
        if (OperatingSystem.IsWindows() || _from is not PipeStream pipe)
            return true;
        var waiting = new Waiting { Descriptor = (int)pipe.SafePipeHandle.DangerousGetHandle(), Events = Readable };
        return Poll(ref waiting, 1, Silence) != 0;
    }

    // Whether nobody reads our output any more. .NET's console streams do not tell.
    private bool IsBroken()
    {
        if (OperatingSystem.IsWindows())
            return false;
        var waiting = new Waiting { Descriptor = _descriptor };
        return Poll(ref waiting, 1, 0) > 0 && (waiting.Happened & Broken) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref Waiting waiting, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Waiting
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
