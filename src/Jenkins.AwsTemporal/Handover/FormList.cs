using System.Buffers.Binary;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>
/// Forms, of eight bytes each: one is bits of a text that is kept once, read eight, six or four at a time, each a letter of
/// an alphabet. So base64 and hexadecimal of a text take no memory beside it. It only grows.
/// </summary>
internal sealed class FormList
{
    /// <summary>What has more letters is there in pieces of so many, which cover it: whole groups of base64 and of hexadecimal.</summary>
    public const int Longest = 252;

    private const int ShortestHexadecimal = 2 * LeakForms.ShortestMasked;
    private const int Width = 6;

    private static readonly byte[] Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8.ToArray();
    private static readonly byte[] Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8.ToArray();

    private static readonly byte[][] Alphabets = [[], "0123456789abcdef"u8.ToArray(), "0123456789ABCDEF"u8.ToArray(), Base64, Base64Url];

    // Of the first letter's bits, how many the text has not: it begins at any of the three bytes of a group.
    private static readonly int[] Shifts = [0, 4, 2];

    private byte[] _text = new byte[256];
    private ulong[] _forms = new ulong[64];
    private int _length;

    public int Count { get; private set; }

    private enum Alphabet
    {
        None,
        Lower,
        Upper,
        Base64,
        Base64Url,
    }

    /// <summary>A form: where its first bit is, how many letters it has, and of which alphabet.</summary>
    public ulong this[int index] => _forms[index];

    public static int Length(ulong form) => (int)(form >> 8) & byte.MaxValue;

    /// <summary>One letter of a form.</summary>
    public byte Letter(ulong form, int index)
    {
        var kind = KindOf(form);
        if (kind == Alphabet.None)
            return _text[(int)(form >> 19) + index];
        var width = kind < Alphabet.Base64 ? 4 : Width;
        return Alphabets[(int)kind][Read((long)(form >> 16) + (width * index), width)];
    }

    /// <summary>What may stand between its letters: what has pairs of hexadecimal digits alone, or base64's letters, is read as such.</summary>
    public MaskGap GapOf(ulong form)
    {
        var kind = KindOf(form);
        if (kind != Alphabet.None)
            return kind < Alphabet.Base64 ? MaskGap.Pairs : MaskGap.Lines;
        var text = _text.AsSpan((int)(form >> 19), Length(form));
        var isPairs = text.Length >= ShortestHexadecimal && text.Length % 2 == 0;
        var (lower, upper) = (isPairs, isPairs);
        foreach (var letter in text)
        {
            if (!IsWord(letter))
                return MaskGap.None;
            lower &= char.IsAsciiHexDigitLower((char)letter);
            upper &= char.IsAsciiHexDigitUpper((char)letter);
        }

        return lower || upper ? MaskGap.Pairs : MaskGap.Lines;
    }

    public byte[] Letters(ulong form)
    {
        var letters = new byte[Length(form)];
        for (var i = 0; i < letters.Length; i++)
            letters[i] = Letter(form, i);
        return letters;
    }

    /// <summary>Keeps a text, and returns where; it is no form yet.</summary>
    public int Keep(ReadOnlySpan<byte> text)
    {
        var at = _length;
        // One more, so that two can be read anywhere.
        if (_text.Length <= at + text.Length)
            Array.Resize(ref _text, Math.Max(at + text.Length + 1, at + (at / 2)));
        text.CopyTo(_text.AsSpan(at));
        _length += text.Length;
        return at;
    }

    /// <summary>A kept text as it is.</summary>
    public void Add(int at, int length) => Add(Alphabet.None, 8L * at, length, 8);

    /// <summary>A kept text in hexadecimal; and in base64 wherever it stands in what was encoded, of which it is the end or not.</summary>
    public void AddEncoded(int at, int length, bool withEnds)
    {
        Add(Alphabet.Lower, 8L * at, 2 * length, 4);
        Add(Alphabet.Upper, 8L * at, 2 * length, 4);
        foreach (var shift in Shifts)
        {
            var bits = (8 * length) - shift;
            var first = (8L * at) + shift;
            Add(Alphabet.Base64, first, bits / Width, Width);
            Add(Alphabet.Base64Url, first, bits / Width, Width);
            if (!withEnds || bits % Width == 0)
                continue;
            AddEnd(Base64, first, bits);
            AddEnd(Base64Url, first, bits);
        }
    }

    // The last letter has bits of the text and zeros; padding may follow.
    private void AddEnd(byte[] alphabet, long first, int bits)
    {
        var own = bits % Width;
        var count = Math.Min(bits / Width, Longest - 3);
        var from = first + bits - own - (Width * count);
        var letters = new byte[count + 1 + ((Width - own) / 2)];
        letters.AsSpan(count).Fill((byte)'=');
        var isSpecial = false;
        for (var i = 0; i <= count; i++)
        {
            var value = Read(from + (Width * i), Width);
            if (i == count)
                value &= -1 << (Width - own);
            letters[i] = alphabet[value];
            isSpecial |= value >= 62;
        }

        if (alphabet == Base64Url && !isSpecial)
            return;
        var at = Keep(letters);
        Add(at, count + 1);
        Add(at, letters.Length);
    }

    private void Add(Alphabet kind, long first, int count, int width)
    {
        for (var done = 0; done < count; done += Longest)
        {
            var from = Math.Max(0, Math.Min(done, count - Longest));
            var length = Math.Min(count, Longest);
            if (kind == Alphabet.Base64Url && !HasSpecial(first + (width * from), length))
                continue;
            if (Count == _forms.Length)
                Array.Resize(ref _forms, Count + (Count / 2));
            _forms[Count++] = ((ulong)(first + (width * from)) << 16) | ((ulong)length << 8) | (ulong)kind;
        }
    }

    // Without those two letters, the alphabets are the same.
    private bool HasSpecial(long first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (Read(first + (Width * i), Width) >= 62)
                return true;
        }

        return false;
    }

    private int Read(long bit, int width)
    {
        var two = BinaryPrimitives.ReadUInt16BigEndian(_text.AsSpan((int)(bit >> 3)));
        return (two >> (16 - width - (int)(bit & 7))) & ((1 << width) - 1);
    }

    /// <summary>Whether it is a letter of base64 or base64url, or their padding.</summary>
    public static bool IsWord(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_' or (byte)'=';

    private static Alphabet KindOf(ulong form) => (Alphabet)(form & 7);
}
