namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// What a person types or pastes at a prompt, byte by byte, in a buffer that only keeps what fits. Backspace and Ctrl-U
/// do what they do at any prompt; other control characters than tab are not part of a value but a key that was hit.
/// </summary>
internal sealed class TypedValue(byte[] buffer, bool multiLine)
{
    private const byte EndOfInput = 4;
    private const byte Backspace = 8;
    private const byte EraseLine = 21;
    private const byte Delete = 127;

    private long _length;
    private bool _hasControls;
    private bool _hasMore;

    /// <summary>What is not done with a value that is refused.</summary>
    public string Undone { get; init; } = "nothing is stored";

    /// <summary>How else it may come.</summary>
    public string Otherwise { get; init; } = "hand it over in a pipe or by --file";

    /// <summary>What to do with several lines.</summary>
    public string ForLines { get; init; } = "add --multi-line and end with Ctrl-D, or hand it over in a pipe or by --file";

    /// <summary>Whether the key that ends the value was pressed.</summary>
    public bool HasEnded { get; private set; }

    public void Add(ReadOnlySpan<byte> keys)
    {
        foreach (var key in keys)
            Add(key);
    }

    /// <summary>A copy of the value.</summary>
    public byte[] Take()
    {
        if (!HasEnded)
            throw new UsageException($"the terminal went away before the value ended, and {Undone}", $"type it again, or {Otherwise}");
        if (_hasMore)
            throw new UsageException($"more than one line was pasted, and {Undone}", ForLines);
        if (_hasControls)
            throw new UsageException($"what was typed holds control characters, as an arrow key sends them, and {Undone}", $"type it again, or {Otherwise}");
        return buffer[..(int)Math.Min(_length, buffer.Length)];
    }

    private void Add(byte key)
    {
        switch (key)
        {
            case var _ when HasEnded:
                _hasMore = true;
                break;
            case EndOfInput:
            case (byte)'\n' when !multiLine:
                HasEnded = true;
                break;
            case Backspace or Delete:
                EraseCharacter();
                break;
            case EraseLine:
                while (_length > 0 && At(_length - 1) != '\n')
                    _length--;
                break;
            default:
                _hasControls |= key < ' ' && key is not ((byte)'\t' or (byte)'\n');
                if (_length < buffer.Length)
                    buffer[_length] = key;
                _length++;
                break;
        }
    }

    // All bytes of it: those that continue a character of UTF-8 begin with the bits 10.
    private void EraseCharacter()
    {
        while (_length > 0 && (At(--_length) & 0xC0) == 0x80)
        {
        }
    }

    private byte At(long index) => index < buffer.Length ? buffer[index] : (byte)0;
}
