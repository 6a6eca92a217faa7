// One line of the crosswalk: which credential a learner has at a platform, in the words of the SIS.
using Conferral.Credentials.Model;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// A learner's credential at one platform. Shape: <see cref="CrosswalkColumn.All"/> names the columns in their order.
/// </summary>
public sealed record CrosswalkRow
{
    public required string SisStudentId { get; init; }

    /// <summary>The SIS's key of the record the credential was made of. A learner has one record, so it equals <see cref="SisStudentId"/>.</summary>
    public required string SisRecordKey { get; init; }

    public required string ClrCredentialId { get; init; }

    /// <summary>Empty for a credential that was sent nowhere.</summary>
    public required string PlatformId { get; init; }

    public string? PlatformResourceUrl { get; init; }

    public string? PlatformCredentialId { get; init; }

    public required int CredentialVersion { get; init; }

    /// <summary>One of <see cref="CrosswalkStatus"/>.</summary>
    public required string Status { get; init; }

    public required string DocSha256 { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public int? HttpStatus { get; init; }

    public required string KeyId { get; init; }

    public required string BatchId { get; init; }

    public string? ReasonCode { get; init; }

    public DateTimeOffset? WrittenAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The credential whose place this one took under a new id; it is revoked.</summary>
    public string? ReplacesCredentialId { get; init; }

    public CrosswalkKey Key => new(SisStudentId, PlatformId, SisRecordKey);

    /// <summary>Lower-case hex SHA-256 of the facts: the columns without the times of writing.</summary>
    internal string FactsSha256() => StoredRow.ToWrite(this, DateTimeOffset.UnixEpoch).Sha256!;

    /// <summary>The row without platform of a record that has gone to platforms since: their rows hold.</summary>
    internal CrosswalkRow AsSent() => this with
    {
        PlatformId = "",
        Status = CrosswalkStatus.Sent,
        PlatformResourceUrl = null,
        PlatformCredentialId = null,
        SubmittedAt = null,
        HttpStatus = null,
        ReasonCode = null,
    };

    public static CrosswalkRow From(DeliveryReceipt receipt) => From(receipt.Delivery);

    /// <summary>The row of any delivery, accepted or not. The ledger marks writing and confirming in one act, so both times are the same.</summary>
    internal static CrosswalkRow From(LedgerDelivery delivery) => new()
    {
        SisStudentId = delivery.LearnerKey,
        SisRecordKey = delivery.RecordKey,
        ClrCredentialId = delivery.Id.CredentialId,
        PlatformId = delivery.PlatformId,
        PlatformResourceUrl = delivery.ResourceUrl,
        PlatformCredentialId = delivery.HostId,
        CredentialVersion = delivery.Id.Version,
        Status = CrosswalkStatus.Of(delivery),
        DocSha256 = delivery.DocumentSha256,
        SignedAt = delivery.SignedAt,
        SubmittedAt = delivery.SubmittedAt,
        HttpStatus = delivery.HttpStatus,
        KeyId = delivery.VerificationMethod,
        BatchId = delivery.BatchId,
        ReasonCode = delivery.ReasonCode,
        WrittenAt = delivery.WrittenBackAt,
        ConfirmedAt = delivery.WrittenBackAt,
        ReplacesCredentialId = delivery.ReplacesId,
    };
}

/// <summary>The standing of a credential at a platform, as the crosswalk spells it.</summary>
public static class CrosswalkStatus
{
    /// <summary>The platform has the newest version.</summary>
    public const string Active = "active";

    /// <summary>The platform has this version, and a later one, or one under a new id, was issued that it has not accepted yet.</summary>
    public const string Superseded = "superseded";

    /// <summary>Signed, and sent to no platform: none is set.</summary>
    public const string Issued = "issued";

    /// <summary>It was sent nowhere once and has gone to platforms since; only in places where rows stay.</summary>
    public const string Sent = "sent";

    /// <summary>Signed and not accepted yet.</summary>
    public const string Pending = "pending";

    /// <summary>Refused for good.</summary>
    public const string Failed = "failed";

    /// <summary>Whether the platform has it could not be found out.</summary>
    public const string InDoubt = "in-doubt";

    /// <summary>Taken back for good, wherever it is.</summary>
    public const string Revoked = "revoked";

    /// <summary>Not to be relied on for now.</summary>
    public const string Suspended = "suspended";

    public static IReadOnlyList<string> All { get; } = [Active, Superseded, Pending, Failed, InDoubt, Issued, Sent, Revoked, Suspended];

    internal static string Of(LedgerDelivery delivery) => delivery.Status switch
    {
        StatusState.Revoked => Revoked,
        StatusState.Suspended => Suspended,
        _ when delivery.PlatformId.Length == 0 => Issued,
        _ => OfDelivery(delivery),
    };

    private static string OfDelivery(LedgerDelivery delivery) => delivery.State switch
    {
        DeliveryState.Delivered or DeliveryState.WrittenBack => delivery.Superseded ? Superseded : Active,
        DeliveryState.Failed => Failed,
        DeliveryState.InDoubt => InDoubt,
        _ => Pending,
    };
}

/// <summary>A column of the crosswalk: its name, and its text in a row. Times are UTC.</summary>
public sealed class CrosswalkColumn
{
    private readonly Func<CrosswalkRow, string?> text;

    private CrosswalkColumn(string name, Func<CrosswalkRow, string?> text, bool isNumber = false, bool isFact = true, bool isLater = false)
    {
        Name = name;
        this.text = text;
        IsNumber = isNumber;
        IsFact = isFact;
        IsLater = isLater;
    }

    /// <summary>Every column in the order it is written; new ones are only ever added at the end.</summary>
    public static IReadOnlyList<CrosswalkColumn> All { get; } =
    [
        new("sis_student_id", row => row.SisStudentId),
        new("sis_record_key", row => row.SisRecordKey),
        new("clr_credential_id", row => row.ClrCredentialId),
        new("platform_id", row => row.PlatformId),
        new("platform_resource_url", row => row.PlatformResourceUrl),
        new("platform_credential_id", row => row.PlatformCredentialId),
        new("credential_version", row => Number(row.CredentialVersion), isNumber: true),
        new("status", row => row.Status),
        new("doc_sha256", row => row.DocSha256),
        new("signed_at", row => Time(row.SignedAt)),
        new("submitted_at", row => Time(row.SubmittedAt)),
        new("http_status", row => Number(row.HttpStatus), isNumber: true),
        new("key_id", row => row.KeyId),
        new("batch_id", row => row.BatchId),
        new("reason_code", row => row.ReasonCode),
        new("written_at", row => Time(row.WrittenAt), isFact: false),
        new("confirmed_at", row => Time(row.ConfirmedAt), isFact: false),
        new("replaces_credential_id", row => row.ReplacesCredentialId, isLater: true),
    ];

    /// <summary>The columns that say something of the credential, without those about the writing itself.</summary>
    internal static IReadOnlyList<CrosswalkColumn> Facts { get; } = [.. All.Where(column => column.IsFact)];

    public string Name { get; }

    public bool IsNumber { get; }

    internal bool IsFact { get; }

    /// <summary>Added after rows had been written without it: where it is empty, a row has the hash it always had.</summary>
    internal bool IsLater { get; }

    /// <summary>Its text is a time.</summary>
    public bool IsTime => Name.EndsWith("_at", StringComparison.Ordinal);

    public string? Of(CrosswalkRow row) => text(row);

    private static string? Number(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? value) => value is { } time ? DateTimeStamp.Format(time.ToUniversalTime()) : null;
}
