// A small fixed set of names, looked up by their UTF-8 bytes without allocating.
using System.Text;

namespace Conferral.Credentials.Rules;

/// <summary>Maps each of a few names to its position. Built once; at least three quarters of the slots stay empty.</summary>
internal sealed class NameTable
{
    private const int SlotsPerName = 4;
    private readonly byte[][] _names;
    private readonly short[] _slots;

    public NameTable(IEnumerable<string> names)
    {
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        _slots = new short[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, _names.Length * SlotsPerName))];
        for (var index = 0; index < _names.Length; index++)
        {
            if (IndexOf(_names[index]) >= 0) throw new ArgumentException($"The name {Encoding.UTF8.GetString(_names[index])} stands twice.", nameof(names));
            var slot = FirstSlot(_names[index]);
            while (_slots[slot] != 0) slot = Next(slot);
            _slots[slot] = (short)(index + 1);
        }
    }

    /// <summary>The position of a name, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var slot = FirstSlot(name); _slots[slot] != 0; slot = Next(slot))
        {
            if (name.SequenceEqual(_names[_slots[slot] - 1])) return _slots[slot] - 1;
        }

        return -1;
    }

    public bool Contains(ReadOnlySpan<byte> name) => IndexOf(name) >= 0;

    private int FirstSlot(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return 0;
        var mixed = (uint)name.Length * 0x9E37u + name[0] * 0x85EBu + name[^1] * 0xC2B3u + name[name.Length / 2] * 0x27D5u;
        return (int)((mixed ^ (mixed >> 9)) & (uint)(_slots.Length - 1));
    }

    private int Next(int slot) => (slot + 1) & (_slots.Length - 1);
}
