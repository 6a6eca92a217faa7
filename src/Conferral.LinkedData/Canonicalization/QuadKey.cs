// A quad as four ranks, ordered as its canonical N-Quads line.
namespace Conferral.LinkedData.Canonicalization;

/// <summary>Sort key of one quad; <see cref="Quad"/> is its index in the dataset.</summary>
internal readonly record struct QuadKey(ulong SubjectPredicate, ulong ObjectGraph, int Quad) : IComparable<QuadKey>
{
    public QuadKey(int subject, int predicate, int @object, int graph, int quad)
        : this(((ulong)(uint)subject << 32) | (uint)predicate, ((ulong)(uint)@object << 32) | (uint)graph, quad)
    {
    }

    /// <summary>A node has a handful of quads, for which inserting one after another is the fastest way.</summary>
    public static void Sort(Span<QuadKey> keys)
    {
        if (keys.Length > Few)
        {
            keys.Sort();
            return;
        }

        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            var place = i;
            for (; place > 0 && key.IsLessThan(keys[place - 1]); place--) keys[place] = keys[place - 1];
            keys[place] = key;
        }
    }

    private const int Few = 24;

    private bool IsLessThan(in QuadKey other)
        => SubjectPredicate < other.SubjectPredicate || (SubjectPredicate == other.SubjectPredicate && ObjectGraph < other.ObjectGraph);

    public int CompareTo(QuadKey other)
    {
        var byStart = SubjectPredicate.CompareTo(other.SubjectPredicate);
        return byStart != 0 ? byStart : ObjectGraph.CompareTo(other.ObjectGraph);
    }
}
