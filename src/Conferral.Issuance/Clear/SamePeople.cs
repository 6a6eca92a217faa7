// Finds people who stand under two learner keys, over any number of learners.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Clear;

/// <summary>
/// What two or more learner keys share. Bounds: 16 bytes per learner and way of telling while the export is looked through, and
/// 8 for each thing that is shared; no name or identifier is kept. Two different things with one 64-bit hash would be taken for
/// one, which holds two learners for a person to look at: at a million learners, a chance below one in a million.
/// </summary>
internal sealed class SamePeople
{
    private readonly record struct Mark(ulong Thing, ulong Key) : IComparable<Mark>
    {
        public int CompareTo(Mark other) => (Thing, Key).CompareTo((other.Thing, other.Key));
    }

    private readonly IReadOnlyList<SamePerson> ways;
    private readonly HashSet<ulong> shared = [];

    private SamePeople(IReadOnlyList<SamePerson> ways) => this.ways = ways;

    public static SamePeople Nobody { get; } = new([]);

    public static async Task<SamePeople> FindAsync(IIntakeSource source, IReadOnlyList<SamePerson> ways, CancellationToken cancellationToken)
    {
        var found = new SamePeople(ways);
        var marks = new List<Mark>();
        await foreach (var learner in source.ReadLearnersAsync(cancellationToken))
        {
            var key = Hash("key", learner.LearnerKey);
            foreach (var (_, thing) in found.Things(learner)) marks.Add(new Mark(thing, key));
        }

        found.Keep(marks);
        return found;
    }

    /// <summary>The ways in which this learner looks like another one.</summary>
    public IEnumerable<SamePerson> Shared(LearnerRecord learner)
        => shared.Count == 0 ? [] : Things(learner).Where(thing => shared.Contains(thing.Hash)).Select(thing => thing.By).Distinct();

    private void Keep(List<Mark> marks)
    {
        var sorted = CollectionsMarshal.AsSpan(marks);
        sorted.Sort();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Thing == sorted[i - 1].Thing && sorted[i].Key != sorted[i - 1].Key) shared.Add(sorted[i].Thing);
        }
    }

    private IEnumerable<(SamePerson By, ulong Hash)> Things(LearnerRecord learner)
    {
        if (ways.Contains(SamePerson.NameAndBirthDate) && learner is { Name: { } name, BirthDate: { } born })
            yield return (SamePerson.NameAndBirthDate, Hash("person", Plain(name.Display), born.DayNumber.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (ways.Contains(SamePerson.Email) && learner.Email is { } email) yield return (SamePerson.Email, Hash("email", Plain(email)));
        if (!ways.Contains(SamePerson.Identifier)) yield break;
        if (learner.Did is { } did) yield return (SamePerson.Identifier, Hash("did", did));
        foreach (var identifier in learner.Identifiers) yield return (SamePerson.Identifier, Hash("id", identifier.IdentityType, identifier.Value));
    }

    // One spelling for composed and decomposed letters, upper and lower case, one blank or two.
    private static string Plain(string text) => string.Join(' ', text.Normalize(NormalizationForm.FormC).ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static ulong Hash(params ReadOnlySpan<string> parts)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(string.Join('\u001f', parts!).AsSpan()), digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
