// A quad as four ranks, ordered as its canonical N-Quads line.
namespace Conferral.LinkedData.Canonicalization;

/// <summary>Sort key of one quad; <see cref="Quad"/> is its index in the dataset.</summary>
internal readonly record struct QuadKey(ulong SubjectPredicate, ulong ObjectGraph, int Quad) : IComparable<QuadKey>
{
    public QuadKey(int subject, int predicate, int @object, int graph, int quad)
        : this(((ulong)(uint)subject << 32) | (uint)predicate, ((ulong)(uint)@object << 32) | (uint)graph, quad)
    {
    }

    public int CompareTo(QuadKey other)
    {
        var byStart = SubjectPredicate.CompareTo(other.SubjectPredicate);
        return byStart != 0 ? byStart : ObjectGraph.CompareTo(other.ObjectGraph);
    }
}
