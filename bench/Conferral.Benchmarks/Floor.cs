// The floor: what a signer must do at least, however good its code is.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData;
using NSec.Cryptography;

namespace Conferral.Benchmarks;

/// <summary>
/// For one document: reading its JSON once, one SHA-256 over each blank node's quads (RDFC-1.0 first degree), over each
/// canonical document and over each proof configuration, and the Ed25519 signatures, made or checked. What is hashed is prepared beforehand.
/// </summary>
internal sealed class Floor
{
    private readonly Workbench _bench;
    private readonly byte[] _clr;
    private readonly List<byte[]> _hashed = [];
    private readonly int _signatures;
    private readonly byte[] _signature;
    private readonly PublicKey _publicKey;

    public Floor(Workbench bench, byte[] clr, bool members)
    {
        _bench = bench;
        _signature = bench.Key.Sign(new byte[SHA256.HashSizeInBytes * 2]);
        _publicKey = PublicKey.Import(SignatureAlgorithm.Ed25519, bench.Key.VerificationKey.PublicKey, KeyBlobFormat.RawPublicKey);
        _clr = clr;
        using var document = JsonDocument.Parse(members ? bench.SignAll(clr) : clr);
        List<JsonElement> credentials = [document.RootElement];
        if (members) credentials.AddRange(document.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential").EnumerateArray());
        _signatures = credentials.Count;
        foreach (var credential in credentials) Prepare(credential);
    }

    public void Run()
    {
        ReadAndHash();
        Span<byte> signed = stackalloc byte[SHA256.HashSizeInBytes * 2];
        for (var i = 0; i < _signatures; i++) _bench.Key.Sign(signed);
    }

    /// <summary>The same for a verifier: the signatures are checked, each by libsodium.</summary>
    public void RunVerifying()
    {
        ReadAndHash();
        Span<byte> signed = stackalloc byte[SHA256.HashSizeInBytes * 2];
        for (var i = 0; i < _signatures; i++)
        {
            if (!SignatureAlgorithm.Ed25519.Verify(_publicKey, signed, _signature)) throw new InvalidOperationException("What was signed does not verify.");
        }
    }

    private void ReadAndHash()
    {
        var reader = new Utf8JsonReader(_clr);
        while (reader.Read()) continue;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var message in _hashed) SHA256.HashData(message, digest);
    }

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
