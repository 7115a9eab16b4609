using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// The child's standard output and error: each a terminal where ours is one, else a pipe, and closed where ours is. One
/// for both where ours are one, so that what the child writes stays in its order.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ExecOutputs : IDisposable
{
    private const string OwnDescriptors = "/proc/self/fd/";
    private const int None = -1;

    // statx(2), the same on every architecture: the number within a file system, and that one's.
    private const int Inode = 32;
    private const int Device = 136;
    private const int FactsSize = 256;

    private readonly Libc.Ends _output = new() { Reading = None, Writing = None };
    private readonly Libc.Ends _error = new() { Reading = None, Writing = None };
    private readonly ExecPty? _outputTerminal;
    private readonly ExecPty? _errorTerminal;
    private readonly ExecOutput? _ours;
    private readonly List<ExecPump> _pumps = [];

    public ExecOutputs(Surroundings surroundings, ExecTerminal? terminal)
    {
        var (hasOutput, hasError) = (surroundings.StandardOutput is not null, surroundings.StandardError != Stream.Null);
        if (hasOutput)
            _output = Open(1, terminal, out _outputTerminal);
        if (hasError)
            _ours = new ExecOutput(2);
        if (hasOutput && hasError && IsOne())
            _error.Writing = _output.Writing;
        else if (hasError)
            _error = Open(2, terminal, out _errorTerminal);
    }

    /// <summary>The descriptor for the child's standard output; -1 for none.</summary>
    public int Output => _output.Writing;

    /// <summary>The same for standard error.</summary>
    public int Error => _error.Writing;

    /// <summary>Closes what only the child writes to, when it is started or cannot be.</summary>
    public void Leave()
    {
        _ = Libc.Close(_output.Writing);
        if (_error.Writing != _output.Writing)
            _ = Libc.Close(_error.Writing);
    }

    /// <summary>Hands on, masked, what the child writes.</summary>
    public void Carry(ExecMasks masks)
    {
        if (_output.Reading >= 0)
            _pumps.Add(new ExecPump(_output.Reading, _outputTerminal, _error.Writing == _output.Writing ? _ours! : new ExecOutput(1), masks));
        if (_error.Reading >= 0)
            _pumps.Add(new ExecPump(_error.Reading, _errorTerminal, _ours!, masks));
    }

    /// <summary>Says a line of our own on standard error.</summary>
    public void Tell(string line)
    {
        try
        {
            _ours?.Tell(line);
        }
        catch (IOException)
        {
            // Nobody can hear it, and the work goes on.
        }
    }

    /// <summary>Ends when all that the child wrote before its end is handed on, or nobody reads it any more.</summary>
    /// <exception cref="IOException">It could not be handed on.</exception>
    public Task ChildEndedAsync()
    {
        var done = new List<Task>();
        foreach (var pump in _pumps)
        {
            pump.ChildEnded();
            done.Add(pump.Done);
        }

        return Task.WhenAll(done);
    }

    public void Dispose() => _ours?.Dispose();

    private static Libc.Ends Open(int ours, ExecTerminal? terminal, out ExecPty? pty)
    {
        pty = ExecPty.TryOpen(ours, terminal);
        if (pty is not null)
            return pty.Ends;
        return Libc.Pipe(out var ends, Libc.CloseOnExec) == 0 ? ends : throw new IOException("no pipe for the command's output can be had");
    }

    private static bool IsOne()
    {
        Span<byte> output = stackalloc byte[FactsSize];
        Span<byte> error = stackalloc byte[FactsSize];
        try
        {
            return Libc.Describe(1, "", Libc.EmptyPath, Libc.InodeMask, ref MemoryMarshal.GetReference(output)) == 0
                && Libc.Describe(2, "", Libc.EmptyPath, Libc.InodeMask, ref MemoryMarshal.GetReference(error)) == 0
                && output.Slice(Inode, 8).SequenceEqual(error.Slice(Inode, 8))
                && output.Slice(Device, 8).SequenceEqual(error.Slice(Device, 8));
        }
        catch (EntryPointNotFoundException)
        {
            // musl before 1.2.5 has no statx. Two may have one name, such as files that were deleted.
            return HaveOneName();
        }
    }

    private static bool HaveOneName()
    {
        try
        {
            return File.ResolveLinkTarget(OwnDescriptors + "1", returnFinalTarget: false) is { } output
                && File.ResolveLinkTarget(OwnDescriptors + "2", returnFinalTarget: false)?.FullName == output.FullName;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
