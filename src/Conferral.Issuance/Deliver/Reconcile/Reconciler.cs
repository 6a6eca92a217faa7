// Reads a platform back and holds every credential there against the ledger.
using System.Security.Cryptography;
using System.Text.Json;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Deliver;

/// <summary>How far a reading has come; <see cref="Total"/> is what the platform says it has.</summary>
public sealed record ReconcileProgress(long Shown, long? Total);

/// <summary>
/// Compares a platform with the ledger. Sends nothing and changes no delivery.
/// Errors: <see cref="DeliveryException"/> when the platform cannot be read; run again, it goes on where it stopped.
/// Bounds: one page in memory. Spec: CLR 2.0 §7.2 getCredentials.
/// </summary>
public sealed class Reconciler(PlatformConnection connection, LedgerStore file)
{
    /// <summary>An interrupted reading is taken up within a day; later too much has changed there.</summary>
    private static readonly TimeSpan ResumeWithin = TimeSpan.FromDays(1);

    /// <summary>A list that leaves things out is asked for them one by one; when so many are truly gone, the rest is believed to be.</summary>
    private const int MostAskedFor = 200;

    private readonly PlatformReader _platform = new(connection);
    private readonly ReconciliationLedger _ledger = new(file);
    private readonly LedgerReader _documents = new(file);
    private readonly string _platformId = connection.Profile.Id;

    /// <summary>Reads all there is. With <paramref name="fresh"/> from the first page, whatever was read before.</summary>
    public async Task<ReconciliationCount> RunAsync(bool fresh, IProgress<ReconcileProgress>? progress, CancellationToken cancellationToken)
    {
        var now = connection.Time.GetUtcNow();
        var reading = _ledger.BeginOrResume(_platformId, fresh ? now : now - ResumeWithin);
        var shown = reading.Shown;
        await foreach (var page in _platform.ReadPagesAsync(reading.NextUrl is { } next ? new Uri(next) : null, shown, cancellationToken))
        {
            _ledger.RecordPage(_platformId, [.. page.Credentials.Select(Judge)], page.Next?.AbsoluteUri);
            progress?.Report(new ReconcileProgress(shown += page.Credentials.Count, page.Total));
        }

        await AskForMissingAsync(cancellationToken);
        return _ledger.Count(_platformId);
    }

    /// <summary>Asks at their own addresses for what the list did not show.</summary>
    private async Task AskForMissingAsync(CancellationToken cancellationToken)
    {
        var suspects = _ledger.Drifts(_platformId).TakeWhile(drift => drift.Kind == DriftKind.Missing).Where(drift => drift.ResourceUrl is not null).Take(MostAskedFor).ToList();
        foreach (var suspect in suspects)
        {
            if (!Uri.TryCreate(suspect.ResourceUrl, UriKind.Absolute, out var url) || !_platform.IsThere(url)) continue;
            if (await _platform.ReadAsync(url, cancellationToken) is not { } shown) continue;
            var find = Judge(shown);
            if (find.Credential?.CredentialId == suspect.CredentialId) _ledger.RecordFound(_platformId, find);
        }
    }

    private ReadBackFind Judge(PlatformCredential shown)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(shown.Utf8.Span));
        using var document = shown.Open();
        var names = document is null ? default : CredentialNames.Of(document.RootElement);
        if (names.Id is not { } id) return new ReadBackFind($"sha256 {sha256}", null, DriftKind.Unreadable, sha256);
        var versions = StandingOf(document!.RootElement, id);
        var same = versions.FirstOrDefault(version => version.DocumentSha256 == sha256);
        var delivered = versions.FirstOrDefault(version => version.IsDelivered);
        var find = new ReadBackFind($"{names.Issuer} {id}", (same ?? delivered ?? (versions is [var newest, ..] ? newest : null))?.Id, DriftKind.Equal, sha256);
        if (versions.Count == 0) return find with { Kind = DriftKind.Unknown };
        if (same is null) return find with { Kind = Compare((delivered ?? versions[0]).Id, document.RootElement, delivered is not null) };
        return find with { Kind = delivered is not null && same.Id.Version < delivered.Id.Version ? DriftKind.Older : same.IsDelivered ? DriftKind.Equal : DriftKind.NotRecorded };
    }

    /// <summary>By the id as it is written, or as the standard compares it.</summary>
    private IReadOnlyList<StandingThere> StandingOf(JsonElement shown, string id)
        => _ledger.Standing(_platformId, shown.GetProperty("id").GetString()!) is { Count: > 0 } asWritten ? asWritten : _ledger.Standing(_platformId, id);

    /// <summary>Other bytes than any of ours: the same JSON, the same under another proof, or something else.</summary>
    private DriftKind Compare(CredentialVersion ours, JsonElement shown, bool isDelivered)
    {
        var stored = _documents.Document(ours) ?? throw new LedgerException(LedgerCode.Damaged, $"The signed document of {ours} is missing. Run `conferral audit`.");
        return EchoComparison.Compare(stored, shown) switch
        {
            Echo.Equal => isDelivered ? DriftKind.Equal : DriftKind.NotRecorded,
            Echo.ReSigned => isDelivered ? DriftKind.ReSigned : DriftKind.NotRecorded,
            _ => DriftKind.Different,
        };
    }
}
