// The quads of a dataset as single N-Quads lines, under labels of somebody's choosing.
using System.Buffers;
using System.Text;

namespace Conferral.LinkedData.Rdf;

/// <summary>
/// Quads under other labels than the document's. Shape: <see cref="Lines"/> are canonical N-Quads, each with its line
/// feed, in code point order; <see cref="Labels"/> leads from each blank node's own label to its new one, both without <c>_:</c>.
/// </summary>
public sealed record RelabelledQuads(IReadOnlyList<byte[]> Lines, IReadOnlyDictionary<string, string> Labels);

internal static class QuadLines
{
    /// <summary>Every quad as a line, sorted. A blank node that <paramref name="labels"/> does not know keeps its label.</summary>
    public static List<byte[]> Write(RdfDataset dataset, IReadOnlyDictionary<string, string> labels)
    {
        var spellings = new byte[dataset.TermCount][];
        var line = new ArrayBufferWriter<byte>(256);
        var lines = new List<byte[]>(dataset.QuadCount);
        foreach (var quad in dataset.Quads)
        {
            line.ResetWrittenCount();
            Append(quad.Subject);
            Append(quad.Predicate);
            Append(quad.Object);
            if (quad.Graph != RdfDataset.DefaultGraph) Append(quad.Graph);
            line.Write(".\n"u8);
            lines.Add(line.WrittenSpan.ToArray());
        }

        lines.Sort(static (one, two) => one.AsSpan().SequenceCompareTo(two));
        return lines;

        void Append(int term)
        {
            line.Write(spellings[term] ??= Spelling(dataset, term, labels));
            line.Write(" "u8);
        }
    }

    private static byte[] Spelling(RdfDataset dataset, int term, IReadOnlyDictionary<string, string> labels)
    {
        var spelling = dataset.SpellingOf(term);
        return dataset.KindOf(term) == TermKind.BlankNode && labels.TryGetValue(Encoding.UTF8.GetString(spelling[2..]), out var label)
            ? Encoding.ASCII.GetBytes("_:" + label)
            : spelling.ToArray();
    }
}
