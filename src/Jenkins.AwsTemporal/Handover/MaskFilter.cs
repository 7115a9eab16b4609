using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>Passes over what begins no form: four bytes whose hash none begins with. Nearly all output does, and all time is spent here.</summary>
internal sealed class MaskFilter
{
    private readonly uint[] _heads;
    private readonly int _headShift;

    /// <summary>For at most so many beginnings.</summary>
    public MaskFilter(int count)
    {
        // At most one bit in thirty-two is set, so that few bytes are stopped at in vain, while the processor's cache has room.
        var bits = Math.Clamp(BitOperations.Log2((uint)count + 1) + 6, 16, 21);
        (_heads, _headShift) = (new uint[1 << (bits - 5)], 32 - bits);
    }

    private MaskFilter(uint[] heads, int headShift) => (_heads, _headShift) = (heads, headShift);

    public MaskFilter Copy() => new([.. _heads], _headShift);

    /// <summary>The first four bytes of a form.</summary>
    public void Add(ReadOnlySpan<byte> head)
    {
        var hash = Hash(BinaryPrimitives.ReadUInt32LittleEndian(head), _headShift);
        _heads[hash >> 5] |= 1u << (int)hash;
    }

    /// <summary>How many bytes begin no form for sure: all but the last three, of too few to tell.</summary>
    public int Skip(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> heads = _heads;
        var shift = _headShift;
        var at = 0;
        for (; at <= bytes.Length - sizeof(ulong); at += 4)
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
            var found = Has(heads, Hash((uint)eight, shift)) | Has(heads, Hash((uint)(eight >> 8), shift))
                | Has(heads, Hash((uint)(eight >> 16), shift)) | Has(heads, Hash((uint)(eight >> 24), shift));
            if ((found & 1) != 0)
                break;
        }

        while (at <= bytes.Length - sizeof(uint) && (Has(heads, Hash(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]), shift)) & 1) == 0)
            at++;
        return at;
    }

    // In the lowest bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Has(ReadOnlySpan<uint> heads, uint hash) => heads[(int)(hash >> 5)] >> (int)hash;

    // Knuth's: the golden ratio of 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint bytes, int shift) => (bytes * 0x9E3779B1) >> shift;
}
