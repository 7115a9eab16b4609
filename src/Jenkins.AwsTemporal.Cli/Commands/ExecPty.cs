using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// A terminal for the child to write to in the place of one of ours, so that what it writes is masked on its way and it
/// still finds a terminal there. Its size is ours, the modes that the child gives it become ours too, and it changes no
/// byte itself. The child's input, and the terminal that controls it, are our own.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ExecPty : IDisposable
{
    // Of Linux on all architectures that .NET runs on.
    private const nuint GetSize = 0x5413;
    private const nuint SetSize = 0x5414;
    private const nuint GetPeer = 0x5441;
    private const int SizeLength = 8;
    private const int ModesLength = 60;
    private const int Now = 0;
    private const int OutputModes = 4;
    private const byte Processing = 1;
    private const int Access = Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec;

    private readonly int _ours;
    private readonly int _master;
    private readonly ExecTerminal? _terminal;
    private readonly PosixSignalRegistration[] _signals;
    private readonly byte[] _modes;
    private readonly byte[] _now = new byte[Libc.OpaqueSize];

    private ExecPty(int ours, Libc.Ends ends, byte[] modes, ExecTerminal? terminal)
    {
        (_ours, _master, Ends, _modes, _terminal) = (ours, ends.Reading, ends, modes, terminal);
        Resize();
        // After a pause, the window may be another one.
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGWINCH, PassSizeOn),
            PosixSignalRegistration.Create(PosixSignal.SIGCONT, PassSizeOn),
        ];
    }

    /// <summary>Where we read and the child writes. Who takes them closes them.</summary>
    public Libc.Ends Ends { get; }

    /// <returns>Null when a descriptor of ours is no terminal, or another one is not to be had.</returns>
    public static ExecPty? TryOpen(int ours, ExecTerminal? terminal)
    {
        var modes = new byte[Libc.OpaqueSize];
        if (!TryGetModes(ours, modes))
            return null;
        var master = Libc.Open("/dev/ptmx", Access, 0);
        var slave = master >= 0 && Libc.Unlock(master) == 0 ? Libc.Ask(master, GetPeer, (nint)Access) : -1;
        if (slave < 0)
        {
            _ = Libc.Close(master);
            return null;
        }

        // Ours does what is to be done, such as a carriage return before each line feed.
        modes[OutputModes] &= unchecked((byte)~Processing);
        _ = Libc.SetModes(slave, Now, ref MemoryMarshal.GetArrayDataReference(modes));
        return new ExecPty(ours, new Libc.Ends { Reading = master, Writing = slave }, modes, terminal);
    }

    /// <summary>
    /// Gives our terminal the modes that the child has given to its own since the last time: a program that draws on the
    /// screen sets them where it writes, and means the keyboard. Nothing happens while our terminal is not ours to set.
    /// </summary>
    public void PassModesOn()
    {
        if (!TryGetModes(_master, _now) || _now.AsSpan(0, ModesLength).SequenceEqual(_modes.AsSpan(0, ModesLength)))
            return;
        var ours = new byte[Libc.OpaqueSize];
        if (_terminal is not { IsOurs: true } || !TryGetModes(_ours, ours))
            return;
        for (var i = 0; i < ModesLength; i++)
        {
            var changed = _now[i] ^ _modes[i];
            if (i == OutputModes)
                changed &= ~Processing;
            ours[i] = (byte)((ours[i] & ~changed) | (_now[i] & changed));
        }

        _ = Libc.SetModes(_ours, Now, ref MemoryMarshal.GetArrayDataReference(ours));
        _now.CopyTo(_modes, 0);
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }

    // Whoever heard of it by itself may have looked too early.
    private void PassSizeOn(PosixSignalContext context)
    {
        if (Resize())
            _ = Libc.Kill(0, Libc.WindowSignal);
    }

    private bool Resize()
    {
        Span<byte> ours = stackalloc byte[SizeLength];
        Span<byte> size = stackalloc byte[SizeLength];
        return Libc.Ask(_ours, GetSize, ref MemoryMarshal.GetReference(ours)) == 0
            && Libc.Ask(_master, GetSize, ref MemoryMarshal.GetReference(size)) == 0
            && !ours.SequenceEqual(size)
            && Libc.Ask(_master, SetSize, ref MemoryMarshal.GetReference(ours)) == 0;
    }

    private static bool TryGetModes(int terminal, byte[] modes) => Libc.GetModes(terminal, ref MemoryMarshal.GetArrayDataReference(modes)) == 0;
}
