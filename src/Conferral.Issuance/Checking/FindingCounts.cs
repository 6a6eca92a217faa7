// Findings of one kind, counted: "212 learners: the lookup grades has no entry for T".
using Conferral.Credentials;

namespace Conferral.Issuance;

/// <summary>
/// Findings that one correction would end. Shape: <see cref="What"/> is the findings' own sentence, or the rule's meaning where the
/// sentences differ too much to be listed; <see cref="FirstRow"/> is an example.
/// Learners are counted once; zero where findings belong to the export as a whole.
/// </summary>
public sealed record FindingCount(string Rule, bool Blocks, string File, string? Letter, string? Column, string What, int Learners, int Findings, long? FirstRow);

/// <summary>Bounds: at most <see cref="MostSentences"/> sentences per rule, file and column in memory, however many findings there are.</summary>
internal sealed class FindingCounts
{
    /// <summary>More than this, and the sentences carry values of single rows: a number says more than the list.</summary>
    private const int MostSentences = 20;

    /// <summary>So many are listed whatever they say.</summary>
    private const int FewSentences = 5;

    private readonly Dictionary<Place, Tally> _places = [];

    private sealed record Place(string Rule, bool Blocks, string File, string? Letter, string? Column);

    private sealed class Count(FindingLine first)
    {
        public FindingLine First { get; } = first;

        public int Learners { get; private set; }

        public int Findings { get; private set; }

        private string? _last;

        // A learner's findings come together.
        public void Add(FindingLine line)
        {
            Findings++;
            if (line.LearnerKey is not { } key || key == _last) return;
            _last = key;
            Learners++;
        }
    }

    private sealed class Tally(FindingLine first)
    {
        public Count All { get; } = new(first);

        public Dictionary<string, Count>? Sentences { get; set; } = new(StringComparer.Ordinal);
    }

    /// <summary>Everything found about one learner, or the export as a whole where the key is null.</summary>
    public void Add(string? learnerKey, SourceLocation? source, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings) Add(FindingLine.Of(learnerKey, source, finding));
    }

    public void Add(FindingLine line)
    {
        // A pointer into one learner's document says nothing of the others; where a row is named, it is the place.
        var column = line.Column is ['/', ..] && line.File.Length > 0 ? null : line.Column;
        var place = new Place(line.Rule, line.Blocks, line.File, line.Letter, column);
        if (!_places.TryGetValue(place, out var tally)) _places[place] = tally = new Tally(line);
        tally.All.Add(line);
        if (tally.Sentences is not { } sentences) return;
        if (!sentences.TryGetValue(line.Message, out var count))
        {
            if (sentences.Count == MostSentences)
            {
                tally.Sentences = null;
                return;
            }

            sentences[line.Message] = count = new Count(line);
        }

        count.Add(line);
    }

    /// <summary>What blocks first, the largest group first.</summary>
    public IReadOnlyList<FindingCount> ToList() =>
    [
        .. _places.SelectMany(pair => pair.Value.Sentences is { } sentences && IsWorthListing(pair.Value.All, sentences.Count)
                ? sentences.Select(sentence => Group(pair.Key, sentence.Value, sentence.Key))
                : [Group(pair.Key, pair.Value.All, Meaning(pair.Key, pair.Value.All))])
            .OrderByDescending(group => group.Blocks)
            .ThenByDescending(group => group.Learners)
            .ThenByDescending(group => group.Findings)
            .ThenBy(group => group.Rule, StringComparer.Ordinal)
            .ThenBy(group => group.File, StringComparer.Ordinal)
            .ThenBy(group => group.What, StringComparer.Ordinal),
    ];

    /// <summary>Whether the sentences tell groups apart: not where there are many, and hardly one is said of two rows.</summary>
    private static bool IsWorthListing(Count all, int sentences) => sentences <= FewSentences || all.Findings >= 2 * sentences;

    private static string Meaning(Place place, Count all)
        => BlockedReason.Describe(place.Rule) is { Length: > 0 } meaning ? $"{meaning}; for example: {all.First.Message}" : $"for example: {all.First.Message}";

    private static FindingCount Group(Place place, Count count, string what)
        => new(place.Rule, place.Blocks, place.File, place.Letter, place.Column, what, count.Learners, count.Findings, count.First.Row);
}
