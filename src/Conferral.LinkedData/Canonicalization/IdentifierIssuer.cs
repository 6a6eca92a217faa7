// RDFC-1.0 section 4.5: issues identifiers in order, and can take the latest back.
using System.Buffers;
using System.Buffers.Text;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// Gives each blank node one identifier, <c>prefix</c> followed by a counter. Where the algorithm copies an issuer
/// and may drop the copy, this one is rolled back to the length it had: a copy only ever extends what it was made from.
/// Spec: https://www.w3.org/TR/rdf-canon/#issue-identifier
/// </summary>
internal sealed class IdentifierIssuer(byte[] prefixWithBlankNodeMark)
{
    /// <summary>Units: bytes. <c>_:c14n</c> and ten digits.</summary>
    public const int MaxLength = 16;

    private const int None = -1;
    private const int MaxNumberLength = 10;
    private int[] _numbers = []; // None throughout but for the nodes of now
    private int[] _issued = [];

    /// <summary>Takes back every identifier and makes room for that many blank nodes.</summary>
    public void Begin(int blankNodes)
    {
        RollBackTo(0);
        if (_numbers.Length < blankNodes)
        {
            WorkArray.Reserve(ref _numbers, blankNodes);
            _numbers.AsSpan().Fill(None);
        }

        WorkArray.Reserve(ref _issued, blankNodes);
    }

    /// <summary>How many identifiers are issued: the counter of the next one.</summary>
    public int Count { get; private set; }

    /// <summary>The blank nodes in the order in which they got identifiers.</summary>
    public ReadOnlySpan<int> Issued => _issued.AsSpan(0, Count);

    public bool Has(int blank) => _numbers[blank] != None;

    /// <summary>The counter in a blank node's identifier. The node must have one.</summary>
    public int NumberOf(int blank) => _numbers[blank];

    /// <summary>Issues an identifier unless the node has one; true when it is new.</summary>
    public bool Issue(int blank)
    {
        if (Has(blank)) return false;
        _issued[Count] = blank;
        _numbers[blank] = Count++;
        return true;
    }

    /// <summary>Takes back every identifier but the first <paramref name="count"/>.</summary>
    public void RollBackTo(int count)
    {
        while (Count > count) _numbers[_issued[--Count]] = None;
    }

    /// <summary>Appends the node's identifier, with <c>_:</c>.</summary>
    public void Write(ArrayBufferWriter<byte> buffer, int blank)
        => buffer.Advance(Write(buffer.GetSpan(prefixWithBlankNodeMark.Length + MaxNumberLength), _numbers[blank]));

    /// <summary>Writes the identifier with this counter, with <c>_:</c>, and returns its length.</summary>
    public int Write(Span<byte> target, int number)
    {
        prefixWithBlankNodeMark.CopyTo(target);
        Utf8Formatter.TryFormat(number, target[prefixWithBlankNodeMark.Length..], out var digits);
        return prefixWithBlankNodeMark.Length + digits;
    }
}
