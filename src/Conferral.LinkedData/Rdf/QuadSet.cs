// The quads of one dataset, each once, in the order in which they came.
namespace Conferral.LinkedData.Rdf;

/// <summary>Open-addressing table over a list. A hash set of four numbers costs several times as much, and a document has thousands.</summary>
internal sealed class QuadSet
{
    private Quad[] _items = new Quad[64];
    private int[] _slots = new int[FewSlots]; // place in the list plus one, 0 = free
    private int _slotCount = FewSlots; // in use: a small document does not pay for the large one before it, or not for long
    private int _found; // quads that have a slot

    private const int FewSlots = 256;

    public int Count { get; private set; }

    public ReadOnlySpan<Quad> Items => _items.AsSpan(0, Count);

    public ReadOnlyMemory<Quad> Memory => _items.AsMemory(0, Count);

    /// <summary>False when the quad was there already. <paramref name="place"/> is where it is in the list.</summary>
    public bool Add(in Quad quad, out int place)
    {
        if ((_found + 1) * 2 > _slotCount) Grow();
        var slot = FindSlot(quad);
        place = _slots[slot] - 1;
        if (place >= 0) return false;
        place = Count;
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = quad;
        _slots[slot] = Count;
        _found++;
        return true;
    }

    /// <summary>Adds a quad that is not there and that nobody adds again. It needs no slot. Returns its place.</summary>
    public int AddUnseen(in Quad quad)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count] = quad;
        return Count++;
    }

    public void Clear()
    {
        Array.Clear(_slots, 0, _slotCount);
        if (_found * 8 < _slotCount) _slotCount = Math.Max(FewSlots, _slotCount / 2);
        Count = _found = 0;
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
        while (_slotCount < (Count + 1) * 2) _slotCount *= 2;
        if (_slotCount > _slots.Length) _slots = new int[_slotCount];
        for (var i = 0; i < Count; i++) _slots[FindSlot(_items[i])] = i + 1;
        _found = Count;
    }

    /// <summary>Term numbers are small and dense; multiplying by odd constants spreads them, the high half is the best mixed.</summary>
    private static int Hash(in Quad quad)
    {
        var mixed = (((((ulong)(uint)quad.Subject * 0x9E3779B97F4A7C15) + (uint)quad.Predicate) * 0xC2B2AE3D27D4EB4F) + (uint)quad.Object) * 0x9E3779B97F4A7C15;
        return (int)((mixed + ((ulong)(uint)quad.Graph * 0x165667B19E3779F9)) >> 33);
    }
}
