// The hashes of a given record and of its members, over one reading of the record.
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// Hashes documents of one text for the suites over RDFC-1.0 with SHA-256, without their proofs. The text is read when the first
/// hash is asked for. A document it does not know, or whose hash one reading does not give, is to be hashed on its own.
/// </summary>
/// <param name="canonicalizer">What reads the text.</param>
/// <param name="record">The document that holds the others.</param>
/// <param name="members">Where they are, in the order of the text; those within another member are passed over.</param>
/// <param name="configurations">For the configurations of the proofs.</param>
internal sealed class RecordHashes(LinkedDataCanonicalizer canonicalizer, JsonElement record, IEnumerable<JsonElement> members, ConfigurationHashes configurations) : IDisposable
{
    private const int WholeDocument = -1;

    private readonly Dictionary<int, int> _parts = [];
    private DocumentWithParts? _reading;
    private bool _isRead;

    public ConfigurationHashes Configurations => configurations;

    /// <summary>Errors: <see cref="CanonicalizationBoundException"/>.</summary>
    public bool TryHash(JsonElement document, Span<byte> digest)
    {
        if (!_isRead) Read();
        if (_reading is null || !JsonMarshal.GetRawUtf8Value(record).Overlaps(JsonMarshal.GetRawUtf8Value(document), out var start)) return false;
        if (!_parts.TryGetValue(start, out var part)) return false;
        try
        {
            if (part == WholeDocument) _reading.Hash(digest);
            else _reading.HashPart(part, digest);
            return true;
        }
        catch (LinkedDataException)
        {
            _reading.Dispose();
            _reading = null;
            throw;
        }
    }

    public void Dispose() => _reading?.Dispose();

    private void Read()
    {
        _isRead = true;
        var text = JsonMarshal.GetRawUtf8Value(record);
        List<int> starts = [];
        var end = 0;
        foreach (var member in members)
        {
            var own = JsonMarshal.GetRawUtf8Value(member);
            if (!text.Overlaps(own, out var start) || start < end || member.ValueKind != JsonValueKind.Object || !member.TryGetProperty("@context", out _)) continue;
            _parts[start] = starts.Count;
            starts.Add(start);
            end = start + own.Length;
        }

        _parts[0] = WholeDocument;
        _reading = canonicalizer.ReadWithParts(new JsonLdInput(record) { WithoutMember = "proof" }, starts);
    }
}
