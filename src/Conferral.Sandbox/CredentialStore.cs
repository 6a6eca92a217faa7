// What the platform holds: one entry per owner, issuer and credential id, in order of first arrival.
using System.Globalization;
using System.Security.Cryptography;

namespace Conferral.Sandbox;

/// <summary>A stored credential at one moment. Shape: <see cref="Utf8Json"/> is byte for byte what was posted last.</summary>
public sealed record StoredCredential
{
    /// <summary>The platform's own id: the last segment of <c>Location</c>.</summary>
    public required string HostId { get; init; }

    public required string OwnerClientId { get; init; }

    public required string Id { get; init; }

    public required string IssuerId { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required ReadOnlyMemory<byte> Utf8Json { get; init; }

    /// <summary>Lower-case hex SHA-256 of <see cref="Utf8Json"/>.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How often a POST of this credential was accepted, repeats of the same bytes included.</summary>
    public required int ReceivedCount { get; init; }

    /// <summary>1, and 1 more for each time different bytes took its place: stays 1 for a sender that never signs twice.</summary>
    public required int DocumentCount { get; init; }

    public required DateTimeOffset FirstReceivedAt { get; init; }

    public required DateTimeOffset LastReceivedAt { get; init; }
}

internal enum UpsertResult
{
    Created,
    Replaced,
    Same,
    Older,
}

/// <summary>Upsert by the service's credential equality: issuer id and credential id, percent-decoded and trimmed.</summary>
internal sealed class CredentialStore(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<StoredCredential> _entries = [];
    private readonly Dictionary<(string Owner, string Issuer, string Id), int> _positions = [];

    /// <summary>With <paramref name="always"/> what is there already is not looked for: everything becomes a new entry.</summary>
    public (UpsertResult Result, StoredCredential Stored) Upsert(string owner, ReceivedEnvelope envelope, ReadOnlyMemory<byte> utf8Json, bool always = false)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(utf8Json.Span));
        var key = (owner, Normal(envelope.IssuerId), Normal(envelope.Id));
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (always || !_positions.TryGetValue(key, out var position))
            {
                var created = Create(owner, envelope, utf8Json.ToArray(), sha256, now);
                _positions[key] = _entries.Count;
                _entries.Add(created);
                return (UpsertResult.Created, created);
            }

            var held = _entries[position];
            if (envelope.ValidFrom < held.ValidFrom) return (UpsertResult.Older, held);
            var same = held.Sha256 == sha256;
            var stored = held with { ReceivedCount = held.ReceivedCount + 1, LastReceivedAt = now };
            if (!same)
            {
                stored = stored with
                {
                    ValidFrom = envelope.ValidFrom,
                    Utf8Json = utf8Json.ToArray(),
                    Sha256 = sha256,
                    DocumentCount = held.DocumentCount + 1,
                };
            }

            _entries[position] = stored;
            return (same ? UpsertResult.Same : UpsertResult.Replaced, stored);
        }
    }

    /// <summary>Whether other bytes are stored under this credential's issuer and id.</summary>
    public bool HoldsOther(string owner, ReceivedEnvelope envelope, ReadOnlyMemory<byte> utf8Json)
    {
        lock (_gate)
        {
            return _positions.TryGetValue((owner, Normal(envelope.IssuerId), Normal(envelope.Id)), out var position)
                && !_entries[position].Utf8Json.Span.SequenceEqual(utf8Json.Span);
        }
    }

    /// <summary>Alters what is stored, as no platform should.</summary>
    public void Alter(StoredCredential stored)
    {
        lock (_gate)
        {
            if (!TryPosition(stored.HostId, out var position)) throw new ArgumentException("No entry has this host id.", nameof(stored));
            byte[] altered = [.. "{\"altered\":\"afterwards\","u8, .. stored.Utf8Json.Span[(stored.Utf8Json.Span.IndexOf((byte)'{') + 1)..]];
            _entries[position] = stored with { Utf8Json = altered, Sha256 = Convert.ToHexStringLower(SHA256.HashData(altered)) };
        }
    }

    /// <summary>The first credential ever stored; null where nothing is.</summary>
    public StoredCredential? First
    {
        get { lock (_gate) return _entries.Count == 0 ? null : _entries[0]; }
    }

    public IReadOnlyList<StoredCredential> Snapshot()
    {
        lock (_gate) return [.. _entries];
    }

    public int Count
    {
        get { lock (_gate) return _entries.Count; }
    }

    /// <summary>One owner's credentials, those valid from after <paramref name="since"/> only, in order of first arrival.</summary>
    public IReadOnlyList<StoredCredential> OwnedBy(string owner, DateTimeOffset? since)
        => [.. Snapshot().Where(entry => entry.OwnerClientId == owner && (since is null || entry.ValidFrom > since))];

    public StoredCredential? Find(string owner, string hostId)
    {
        lock (_gate)
        {
            var known = TryPosition(hostId, out var position) && position < _entries.Count;
            return known && _entries[position].OwnerClientId == owner ? _entries[position] : null;
        }
    }

    private StoredCredential Create(string owner, ReceivedEnvelope envelope, byte[] utf8Json, string sha256, DateTimeOffset now) => new()
    {
        HostId = HostIdAt(_entries.Count),
        OwnerClientId = owner,
        Id = envelope.Id,
        IssuerId = envelope.IssuerId,
        ValidFrom = envelope.ValidFrom,
        Utf8Json = utf8Json,
        Sha256 = sha256,
        ReceivedCount = 1,
        DocumentCount = 1,
        FirstReceivedAt = now,
        LastReceivedAt = now,
    };

    private static string HostIdAt(int position) => string.Create(CultureInfo.InvariantCulture, $"{position + 1:D6}");

    private static bool TryPosition(string hostId, out int position)
    {
        var valid = int.TryParse(hostId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        position = number - 1;
        return valid && HostIdAt(position) == hostId;
    }

    /// <summary>Spec: credential equality compares after percent-decoding and trimming outer whitespace.</summary>
    private static string Normal(string id) => Uri.UnescapeDataString(id).Trim();
}
