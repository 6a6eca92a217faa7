// The words of status in the ledger: how a credential stands, the lists that say so, and a credential's place in one.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Status;

namespace Conferral.Issuance.Ledger;

/// <summary>How a credential stands, all its versions together.</summary>
public enum StatusState
{
    /// <summary>In force.</summary>
    Active,

    /// <summary>Not to be relied on for now; can be lifted.</summary>
    Suspended,

    /// <summary>Taken back for good.</summary>
    Revoked,
}

/// <summary>What kind of list is published.</summary>
public enum StatusListKind
{
    /// <summary>W3C Bitstring Status List: one signed bit among many.</summary>
    Bitstring,

    /// <summary>1EdTechRevocationList: the ids of the revoked credentials, unsigned.</summary>
    RevocationList,
}

/// <summary>How new credentials get their status entry, as the settings say. A list keeps the form it was opened with.</summary>
public sealed record StatusForm
{
    public const string Revocation = "revocation";
    public const string Suspension = "suspension";

    public required StatusListKind Kind { get; init; }

    /// <summary>What the lists' addresses begin with. Shape: https, no slash at the end.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Shape: <c>revocation</c>, or <c>revocation suspension</c>. The record carries the first and its members the last, because CLR 2.0
    /// and Open Badges 3.0 allow one status object each.
    /// </summary>
    public required string Purposes { get; init; }

    /// <summary>Members carry an entry too, so that one that is shared alone is known to be revoked.</summary>
    public required bool InMembers { get; init; }

    /// <summary>Places per list.</summary>
    public required int Entries { get; init; }
}

/// <summary>One list that was opened. Every purpose of it has an address of its own and the same places.</summary>
public sealed record StatusListRow(long Number, StatusForm Form)
{
    /// <summary>The purposes that are published; a revocation list has one.</summary>
    public IReadOnlyList<string> Purposes => Form.Purposes.Split(' ');

    public bool CanSuspend => Form.Kind == StatusListKind.Bitstring && Purposes.Contains(StatusForm.Suspension);

    /// <summary>Where the list of a purpose is published.</summary>
    public string UrlOf(string purpose) => Form.Kind == StatusListKind.Bitstring
        ? string.Create(CultureInfo.InvariantCulture, $"{Form.Url}/{purpose}-{Number}.json")
        : string.Create(CultureInfo.InvariantCulture, $"{Form.Url}/revoked-{Number}.json");
}

/// <summary>A credential's place in a list: given once, kept by every version, never given to another.</summary>
public sealed record StatusPlace(StatusListRow List, long Index)
{
    /// <summary>What the record carries as <c>credentialStatus</c>. Shape: one JSON object, UTF-8.</summary>
    public byte[] EntryOfRecord => Entry(List.Purposes[0]);

    /// <summary>What each member carries; null where members carry none.</summary>
    public byte[]? EntryOfMembers => List.Form.InMembers ? Entry(List.Purposes[^1]) : null;

    /// <summary>The <c>id</c> in <see cref="EntryOfRecord"/>.</summary>
    public string IdInRecord => IdOf(List.Purposes[0]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"status list {List.Number}, place {Index}");

    private string IdOf(string purpose) => List.Form.Kind == StatusListKind.Bitstring
        ? string.Create(CultureInfo.InvariantCulture, $"{List.UrlOf(purpose)}#{Index}")
        : List.UrlOf(purpose);

    private byte[] Entry(string purpose)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", IdOf(purpose));
            if (List.Form.Kind == StatusListKind.Bitstring)
            {
                json.WriteString("type", BitstringStatusListEntry.TypeName);
                json.WriteString("statusPurpose", purpose);
                json.WriteString("statusListIndex", Index.ToString(CultureInfo.InvariantCulture));
                json.WriteString("statusListCredential", List.UrlOf(purpose));
            }
            else
            {
                json.WriteString("type", RevocationList.TypeName);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}

/// <summary>One issued credential and how it stands. <see cref="Newest"/> is its newest signed version; <see cref="Place"/> null where it names no list.</summary>
public sealed record StatusSubject
{
    public required CredentialVersion Newest { get; init; }

    public required string LearnerKey { get; init; }

    public required StatusState State { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The words of whoever changed it last.</summary>
    public string? Reason { get; init; }

    public StatusPlace? Place { get; init; }

    /// <summary>Another credential has taken its place, and it is revoked for that: it is not the one people mean when they name the learner.</summary>
    public bool IsReplaced { get; init; }
}

/// <summary>A list as it was signed and is to be published. Numbers count from 1 per address.</summary>
public sealed record SignedList(string Url, int Number, DateTimeOffset SignedAt, string ContentSha256, string DocumentSha256, byte[] Utf8)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"number {Number} of {SignedAt:yyyy-MM-dd HH:mm:ss}Z");
}
