// The quads of one dataset, each once, in the order in which they came.
namespace Conferral.LinkedData.Rdf;

/// <summary>Open-addressing table over a list. A hash set of four numbers costs several times as much, and a document has thousands.</summary>
internal sealed class QuadSet
{
    private Quad[] _items = new Quad[64];
    private int[] _slots = new int[FewSlots]; // place in the list plus one, 0 = free
    private int _slotCount = FewSlots; // in use: a small document does not pay for the large one before it

    private const int FewSlots = 256;

    public int Count { get; private set; }

    public ReadOnlySpan<Quad> Items => _items.AsSpan(0, Count);

    /// <summary>False when the quad was there already.</summary>
    public bool Add(in Quad quad)
    {
        if ((Count + 1) * 2 > _slotCount) Grow();
        var slot = FindSlot(quad);
        if (_slots[slot] != 0) return false;
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = quad;
        _slots[slot] = Count;
        return true;
    }

    public void Clear()
    {
        Array.Clear(_slots, 0, _slotCount);
        _slotCount = FewSlots;
        Count = 0;
    }

    /// <summary>The slot that holds the quad, or the free one where it belongs.</summary>
    private int FindSlot(in Quad quad)
    {
        var mask = _slotCount - 1;
        for (var slot = Hash(quad) & mask; ; slot = (slot + 1) & mask)
        {
            if (_slots[slot] == 0 || _items[_slots[slot] - 1] == quad) return slot;
        }
    }

    private void Grow()
    {
        Array.Clear(_slots, 0, _slotCount);
        _slotCount *= 2;
        if (_slotCount > _slots.Length) _slots = new int[_slotCount];
        for (var i = 0; i < Count; i++) _slots[FindSlot(_items[i])] = i + 1;
    }

    /// <summary>Term numbers are small and dense; multiplying by odd constants spreads them, the high half is the best mixed.</summary>
    private static int Hash(in Quad quad)
    {
        var mixed = (((((ulong)(uint)quad.Subject * 0x9E3779B97F4A7C15) + (uint)quad.Predicate) * 0xC2B2AE3D27D4EB4F) + (uint)quad.Object) * 0x9E3779B97F4A7C15;
        return (int)((mixed + ((ulong)(uint)quad.Graph * 0x165667B19E3779F9)) >> 33);
    }
}
