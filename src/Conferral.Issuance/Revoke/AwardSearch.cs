// Finds the credentials that hold an award, by reading the stored documents.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Revoke;

/// <summary>
/// An award is a member whose achievement is no course, competency or assessment. It is found by its achievement's name, code
/// (<c>humanCode</c>), specialization or id; case does not matter, and nothing but the whole text matches.
/// Bounds: reads the newest document of every credential, one at a time.
/// </summary>
public sealed class AwardSearch(LedgerStore store)
{
    private static readonly string[] NoAwards = ["Course", "Competency", "Assessment", "Assignment", "LearningProgram"];
    private static readonly string[] Names = ["name", "humanCode", "specialization", "id"];

    private readonly LedgerReader _reader = new(store);

    public IReadOnlyList<StatusSubject> Find(string award, CancellationToken cancellationToken)
    {
        var found = new List<StatusSubject>();
        foreach (var credential in new StatusLedger(store).Find(StatusQuery.All))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_reader.Document(credential.Newest) is { } bytes && Holds(bytes, award)) found.Add(credential);
        }

        return found;
    }

    private static bool Holds(byte[] bytes, string award)
    {
        using var document = JsonDocument.Parse(bytes);
        return CredentialParts.MembersOf(document.RootElement).Select(CredentialParts.SubjectOf).OfType<JsonElement>().Any(subject => subject.TryGetProperty("achievement", out var achievement) && Is(achievement, award));
    }

    private static bool Is(JsonElement achievement, string award)
        => !NoAwards.Contains(CredentialParts.Text(achievement, "achievementType"))
            && Names.Any(name => string.Equals(CredentialParts.Text(achievement, name), award, StringComparison.OrdinalIgnoreCase));
}
