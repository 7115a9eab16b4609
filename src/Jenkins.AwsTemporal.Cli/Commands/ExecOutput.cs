using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// One of our own outputs, as the system has it: .NET's console streams do not tell that nobody reads any more, and its
/// file streams write where they believe to be, over what another process has written since.
/// </summary>
internal sealed class ExecOutput(int descriptor) : Stream
{
    private readonly Lock _lock = new();
    private bool _isAtStartOfLine = true;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes a line of our own between what the child writes, in a line of its own.</summary>
    public void Tell(string line)
    {
        lock (_lock)
            Write(System.Text.Encoding.UTF8.GetBytes(_isAtStartOfLine ? line + "\n" : "\n" + line + "\n"));
    }

    /// <exception cref="IOException">It could not be written; its result is the system's number of what is wrong.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_lock)
        {
            while (!buffer.IsEmpty)
            {
                var written = Libc.Write(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
                if (written >= 0)
                {
                    _isAtStartOfLine = buffer[..(int)written].EndsWith("\n"u8);
                    buffer = buffer[(int)written..];
                    continue;
                }

                var fault = Marshal.GetLastPInvokeError();
                // Who gave us the descriptor may have made it one that does not wait.
                if (fault == Libc.TryAgain)
                    Wait();
                else if (fault != Libc.Interrupted)
                    throw new IOException(Marshal.GetPInvokeErrorMessage(fault), fault);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is kept.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Wait()
    {
        var waiting = new Libc.Waiting { Descriptor = descriptor, Events = Libc.Writable };
        _ = Libc.Poll(ref waiting, 1, Timeout.Infinite);
    }
}
