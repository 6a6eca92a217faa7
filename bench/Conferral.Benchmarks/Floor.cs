// The floor: what a signer or verifier must do at least, however good its code is.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData;

namespace Conferral.Benchmarks;

/// <summary>
/// For one document: reading its JSON once, one SHA-256 over each blank node's quads (RDFC-1.0 first degree), over each
/// canonical document and over each proof configuration, and the Ed25519 signatures, made or verified. What is hashed is
/// prepared beforehand.
/// </summary>
internal sealed class Floor
{
    private readonly Workbench _bench;
    private readonly byte[] _clr;
    private readonly List<byte[]> _hashed = [];
    private readonly int _signatures;
    private readonly byte[]? _toVerify;

    /// <param name="bench">The key.</param>
    /// <param name="clr">The unsigned document.</param>
    /// <param name="members">Whether its members have proofs too.</param>
    /// <param name="verifies">Whether signatures are verified, of the signed document, or made.</param>
    public Floor(Workbench bench, byte[] clr, bool members, bool verifies = false)
    {
        _bench = bench;
        var signed = members ? bench.SignAll(clr) : clr;
        _clr = verifies ? signed : clr;
        _toVerify = verifies ? bench.Key.Sign(Signed) : null;
        using var document = JsonDocument.Parse(signed);
        List<JsonElement> credentials = [document.RootElement];
        if (members) credentials.AddRange(document.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential").EnumerateArray());
        _signatures = credentials.Count;
        foreach (var credential in credentials) Prepare(credential);
    }

    public void Run()
    {
        var reader = new Utf8JsonReader(_clr);
        while (reader.Read()) continue;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var message in _hashed) SHA256.HashData(message, digest);
        for (var i = 0; i < _signatures; i++)
        {
            if (_toVerify is null) _bench.Key.Sign(Signed);
            else if (!_bench.Key.VerificationKey.Verify(Signed, _toVerify)) throw new InvalidOperationException("What was signed does not verify.");
        }
    }

    private static ReadOnlySpan<byte> Signed => "two hashes of thirty-two bytes, of the configuration and document"u8[..(SHA256.HashSizeInBytes * 2)];

    private void Prepare(JsonElement credential)
    {
        const int configurationBytes = 512; // five quads with their terms, as every configuration here has them
        var canonical = _bench.Canonicalizer.Canonicalize(new JsonLdInput(credential) { WithoutMember = "proof" });
        _hashed.Add(canonical);
        _hashed.Add(new byte[configurationBytes]);
        _hashed.AddRange(FirstDegreeMessages(canonical));
    }

    /// <summary>For each blank node the lines that name it, itself as <c>_:a</c> and any other as <c>_:z</c>.</summary>
    private static IEnumerable<byte[]> FirstDegreeMessages(byte[] canonical)
    {
        var messages = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(canonical).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var terms = line.Split(' ');
            foreach (var blank in terms.Where(IsBlank).Distinct(StringComparer.Ordinal))
            {
                if (!messages.TryGetValue(blank, out var message)) messages[blank] = message = new StringBuilder();
                message.AppendJoin(' ', terms.Select(term => !IsBlank(term) ? term : term == blank ? "_:a" : "_:z")).Append('\n');
            }
        }

        return messages.Values.Select(message => Encoding.UTF8.GetBytes(message.ToString()));
    }

    private static bool IsBlank(string term) => term.StartsWith("_:c14n", StringComparison.Ordinal);
}
