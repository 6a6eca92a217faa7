// Some of the quads of a dataset.
namespace Conferral.LinkedData.Rdf;

/// <summary>Quads whose terms are those of <paramref name="Dataset"/>, each once: all of them or those of one part. Valid until a quad is added.</summary>
internal readonly record struct QuadView(RdfDataset Dataset, ReadOnlyMemory<Quad> Memory)
{
    public ReadOnlySpan<Quad> Quads => Memory.Span;

    public int Count => Memory.Length;
}
