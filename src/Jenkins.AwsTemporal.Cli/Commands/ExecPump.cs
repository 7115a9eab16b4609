using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Jenkins.AwsTemporal.Handover;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// Carries one output of the child to ours, masked, in a thread of its own that does not keep the process alive. A
/// grandchild may keep the pipe open for ever: after the child's end, what the child wrote is waited for, and nothing else.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ExecPump
{
    private const int PipeSize = 64 * 1024;
    private const int Silence = 100;

    // So long may a terminal's keys still act in the modes before.
    private const int SilenceOfTerminal = 20;

    // So long is a grandchild listened to that always has something to say.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly int _from;
    private readonly ExecMasks _masks;
    private readonly OutputMasker _masker;
    private readonly ExecPty? _terminal;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MaskPatterns _patterns;
    private long _childEnded;

    /// <summary>Takes over a descriptor to read from, and the terminal behind it if that is one.</summary>
    public ExecPump(int from, ExecPty? terminal, ExecOutput to, ExecMasks masks)
    {
        (_from, _terminal, _masks, _patterns) = (from, terminal, masks, masks.Current());
        _masker = new OutputMasker(_patterns, to);
        new Thread(Run) { IsBackground = true }.Start();
    }

    /// <summary>Ends when all that the child wrote is handed on, or nobody reads it any more.</summary>
    /// <exception cref="IOException">It could not be handed on for another reason.</exception>
    public Task Done => _done.Task;

    public void ChildEnded() => Interlocked.Exchange(ref _childEnded, Stopwatch.GetTimestamp());

    private void Run()
    {
        IOException? fault = null;
        try
        {
            Carry();
            _masker.Complete();
        }
        catch (IOException broken)
        {
            fault = broken;
        }

        _terminal?.PassModesOn();
        _terminal?.Dispose();
        // Closing the pipe tells a child that still writes, by SIGPIPE, as it would have been told without us.
        _ = Libc.Close(_from);
        if (fault is null || fault.HResult == Libc.BrokenPipe)
            _done.SetResult();
        else
            _done.SetException(fault);
    }

    private void Carry()
    {
        var buffer = new byte[PipeSize];
        while (true)
        {
            // Asked first: what is silent for a while after the child's end has nothing more of the child's.
            var ended = Interlocked.Read(ref _childEnded);
            var isThere = Wait(ended == 0 && _terminal is not null ? SilenceOfTerminal : Silence);
            _terminal?.PassModesOn();
            if (!isThere)
            {
                if (ended != 0)
                    return;
                continue;
            }

            var length = (int)Libc.Read(_from, ref MemoryMarshal.GetArrayDataReference(buffer), buffer.Length);
            if (length < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            if (length <= 0)
                return;
            if (_masks.Current() is var patterns && !ReferenceEquals(patterns, _patterns))
            {
                _patterns = patterns;
                _masker.Use(patterns);
            }

            _masker.Write(buffer.AsSpan(0, length));
            // A read that leaves room has emptied the pipe.
            if (ended != 0 && length < buffer.Length && Stopwatch.GetElapsedTime(ended) > Patience)
                return;
        }
    }

    // Whether there is something to read, or an end; false after a silence.
    private bool Wait(int milliseconds)
    {
        var waiting = new Libc.Waiting { Descriptor = _from, Events = Libc.Readable };
        return Libc.Poll(ref waiting, 1, milliseconds) > 0;
    }
}
