using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// Starts a program with exactly the bytes given as its words and variables, and with everything else as this process
/// inherited it. .NET's own way makes text of them, puts the program's path for its first word, and gives it no group.
/// </summary>
internal static class ExecSpawn
{
    private const short SetGroup = 2;
    private const short SetDefaultSignals = 4;
    private const nint Default = 0;

    /// <summary>Starts it.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="words">Its words, the first of which is its name.</param>
    /// <param name="variables">Its environment.</param>
    /// <param name="output">The descriptor that becomes its standard output; -1 for none.</param>
    /// <param name="error">The same for standard error.</param>
    /// <param name="terminal">The terminal whose group it stays in; without one it leads a group of its own.</param>
    /// <returns>The process's id.</returns>
    /// <exception cref="ExecException">The program cannot be run.</exception>
    public static int Start(byte[] program, byte[][] words, IReadOnlyList<byte[]> variables, int output, int error, ExecTerminal? terminal)
    {
        // With an inherited "ignore", the system would throw away how the child ended.
        Libc.Signal(Libc.ChildSignal, Default);
        Span<byte> actions = stackalloc byte[Libc.OpaqueSize];
        Span<byte> attributes = stackalloc byte[Libc.OpaqueSize];
        ref var firstAction = ref MemoryMarshal.GetReference(actions);
        ref var firstAttribute = ref MemoryMarshal.GetReference(attributes);
        Libc.InitActions(ref firstAction);
        Libc.InitAttributes(ref firstAttribute);
        try
        {
            // All other descriptors that were opened here are closed by themselves.
            if (output >= 0)
                Libc.AddDuplicate(ref firstAction, output, 1);
            if (error >= 0)
                Libc.AddDuplicate(ref firstAction, error, 2);
            // .NET ignores SIGPIPE, and what is ignored stays so in a child, which then would not end when its reader does.
            Span<byte> signals = stackalloc byte[Libc.OpaqueSize];
            Libc.EmptySignals(ref MemoryMarshal.GetReference(signals));
            Libc.AddSignal(ref MemoryMarshal.GetReference(signals), Libc.PipeSignal);
            foreach (var signal in terminal?.IgnoredHere ?? [])
                Libc.AddSignal(ref MemoryMarshal.GetReference(signals), signal);
            Libc.SetDefaultSignals(ref firstAttribute, ref MemoryMarshal.GetReference(signals));
            // The group's number is 0 in new attributes: the child's own.
            Libc.SetFlags(ref firstAttribute, terminal is null ? (short)(SetDefaultSignals | SetGroup) : SetDefaultSignals);
            using var environment = new Strings(variables);
            var fault = Start(program, words, environment, ref firstAction, ref firstAttribute, out var process);
            // A script without a first line that names its shell: sh runs it, as it would for a shell.
            if (fault == Libc.NotAProgram)
                fault = Start("/bin/sh"u8.ToArray(), ["/bin/sh"u8.ToArray(), program, .. words.AsSpan(1)], environment, ref firstAction, ref firstAttribute, out process);
            var name = System.Text.Encoding.UTF8.GetString(words[0]);
            return fault switch
            {
                0 => process,
                Libc.TooLarge => throw ExecException.TooLarge(name),
                _ => throw ExecException.CannotRun(name),
            };
        }
        finally
        {
            Libc.DestroyAttributes(ref firstAttribute);
            Libc.DestroyActions(ref firstAction);
        }
    }

    private static int Start(byte[] program, byte[][] words, Strings environment, ref byte actions, ref byte attributes, out int process)
    {
        using var arguments = new Strings(words);
        return Libc.Spawn(out process, [.. program, 0], ref actions, ref attributes, arguments.Addresses, environment.Addresses);
    }

    // Strings as C has them, in memory that does not move, and wiped at the end.
    private sealed class Strings : IDisposable
    {
        private readonly byte[] _bytes;

        public Strings(IReadOnlyList<byte[]> strings)
        {
            var length = 0;
            foreach (var text in strings)
                length += text.Length + 1;
            _bytes = GC.AllocateArray<byte>(length + 1, pinned: true);
            Addresses = new nint[strings.Count + 1];
            var at = 0;
            for (var i = 0; i < strings.Count; i++)
            {
                strings[i].CopyTo(_bytes, at);
                Addresses[i] = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, at);
                at += strings[i].Length + 1;
            }
        }

        public nint[] Addresses { get; }

        public void Dispose() => Array.Clear(_bytes);
    }
}
