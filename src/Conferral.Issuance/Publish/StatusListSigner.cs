// Makes the status lists that the ledger's revocations and suspensions ask for, and signs those that changed.
using System.Security.Cryptography;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Publish;

/// <summary>A list whose newest signed form is not what the ledger says now. <see cref="Why"/> is half a sentence.</summary>
public sealed record DueList(string Url, string Why)
{
    internal string ContentSha256 { get; init; } = "";

    /// <summary>The list as it will be signed at a time; a revocation list is published as it is.</summary>
    internal Func<DateTimeOffset, byte[]> Make { get; init; } = _ => [];

    internal bool IsSigned { get; init; }
}

/// <summary>
/// Compares every list of the ledger with its newest signed form. However many credentials changed, each list is signed once.
/// Durability: signed forms are stored before anybody sees them, and stored ones are published as they are, so the same ledger
/// always publishes the same bytes.
/// </summary>
public sealed class StatusListSigner(LedgerStore store, string issuerId, StatusSettings settings, ControllerDocument issuer, TimeProvider time)
{
    private readonly StatusLedger _ledger = new(store);
    private readonly LedgerReader _reader = new(store);

    /// <summary>Lists that must be signed anew, or for the first time.</summary>
    public IReadOnlyList<DueList> Due()
    {
        var newest = _ledger.NewestSigned().ToDictionary(list => list.Url, StringComparer.Ordinal);
        return [.. _ledger.Lists().SelectMany(Contents).Select(list => WhyDue(list, newest.GetValueOrDefault(list.Url)) is { } why ? list with { Why = why } : null).OfType<DueList>()];
    }

    /// <summary>Signs one list and stores it. Errors: <see cref="LedgerException"/>; then nothing is stored.</summary>
    public SignedList Sign(DueList list, CredentialSigner signer, SigningKey key, string verificationMethod) => _ledger.RecordSigned(list.Url, list.ContentSha256, created =>
    {
        var made = list.Make(created);
        var utf8 = list.IsSigned ? signer.Sign(made, key, new SigningOptions(verificationMethod, created)) : made;
        return (utf8, Convert.ToHexStringLower(SHA256.HashData(utf8)));
    });

    private string? WhyDue(DueList list, SignedList? newest)
    {
        if (newest is null) return "it was never published";
        if (newest.ContentSha256 != list.ContentSha256) return "it changed";
        if (!list.IsSigned) return null;
        if (settings.Validity is { } validity && time.GetUtcNow() > newest.SignedAt + (validity / 2)) return "half of its time has passed";
        return MethodOf(newest) is { } method && issuer.Find(method) is { Revoked: null } ? null : "the key that signed it is the issuer's no longer";
    }

    private IEnumerable<DueList> Contents(StatusListRow list) => list.Form.Kind == StatusListKind.Bitstring
        ? list.Purposes.Select(purpose => Bitstring(list, purpose))
        : [Revocations(list)];

    private DueList Bitstring(StatusListRow list, string purpose)
    {
        // What is revoked is also not to be relied on for now: a member that carries the suspension alone must say so.
        var places = _ledger.Listed(list.Number, orSuspended: purpose == StatusForm.Suspension).Select(listed => listed.Place).ToList();
        var url = list.UrlOf(purpose);
        return new DueList(url, "")
        {
            IsSigned = true,
            ContentSha256 = LedgerFacts.Of(issuerId, purpose, list.Form.Entries, (long)settings.TimeToLive.TotalMilliseconds, (long?)settings.Validity?.TotalMilliseconds, string.Join(',', places)),
            Make = created => Unsigned(list, purpose, places, created).ToUtf8(),
        };
    }

    private UnsignedStatusList Unsigned(StatusListRow list, string purpose, List<long> places, DateTimeOffset created)
    {
        var bits = BitstringStatusList.Create(list.Form.Entries);
        foreach (var place in places) bits.Write(place, 1);
        var from = created.AddTicks(-(created.Ticks % TimeSpan.TicksPerSecond));
        return new UnsignedStatusList(list.UrlOf(purpose), issuerId, purpose, bits, from) { TimeToLive = settings.TimeToLive, ValidUntil = from + settings.Validity };
    }

    private DueList Revocations(StatusListRow list)
    {
        var url = list.UrlOf(StatusForm.Revocation);
        var revoked = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (credentialId, _, reason) in _ledger.Listed(list.Number, orSuspended: false))
        {
            foreach (var id in IdsOf(credentialId, list.Form.InMembers)) revoked[id] = settings.PublishReasons ? reason : null;
        }

        var utf8 = new RevocationList(url, issuerId, revoked).ToUtf8();
        return new DueList(url, "") { ContentSha256 = Convert.ToHexStringLower(SHA256.HashData(utf8)), Make = _ => utf8 };
    }

    /// <summary>The ids under which a credential is known: its own and, where they carry the list, its members' in every version.</summary>
    private HashSet<string> IdsOf(string credentialId, bool membersToo)
    {
        if (!membersToo) return [credentialId];
        var ids = new HashSet<string>(StringComparer.Ordinal) { credentialId };
        foreach (var version in _reader.Find(credentialId).Where(version => version.State == CredentialState.Signed))
        {
            if (_reader.Document(version.Id) is not { } bytes) continue;
            using var document = JsonDocument.Parse(bytes);
            foreach (var member in CredentialParts.MembersOf(document.RootElement))
            {
                if (CredentialParts.Text(member, "id") is { } id && member.TryGetProperty("credentialStatus", out _)) ids.Add(id);
            }
        }

        return ids;
    }

    private static string? MethodOf(SignedList list)
    {
        using var document = JsonDocument.Parse(list.Utf8);
        return document.RootElement.TryGetProperty("proof", out var proof) && CredentialParts.Items(proof) is [var own, ..] ? CredentialParts.Text(own, "verificationMethod") : null;
    }
}
