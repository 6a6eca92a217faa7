// The hash of proof configurations that differ in nothing but their time.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// Hashes the configurations a signer writes. Under one context, key and suite their canonical forms are the same but for
/// <c>created</c>, so the form is made once and the time put into it. Where that would not be certain to give the
/// canonical form, every configuration is canonicalized on its own. Safe for concurrent use.
/// Bounds: remembers <see cref="MaxForms"/> forms, some hundred bytes each.
/// </summary>
internal sealed class ConfigurationHashes
{
    /// <summary>Contexts times keys of one signer: two are usual, that of CLRs and that of their members.</summary>
    private const int MaxForms = 32;

    private ImmutableArray<Form> _forms = [];

    /// <summary>A canonical form around the time; <see cref="Tail"/> is null where the time's place is not certain.</summary>
    private sealed record Form(Cryptosuite Suite, CanonicalHash Hash, string VerificationMethod, byte[] Context, byte[] Head, byte[]? Tail)
    {
        public bool Fits(Cryptosuite suite, CanonicalHash hash, string method, ReadOnlySpan<byte> context)
            => ReferenceEquals(Suite, suite) && Hash == hash && VerificationMethod == method && context.SequenceEqual(Context);
    }

    /// <summary>The hash of the configuration of <paramref name="options"/>, read in the document's context.</summary>
    public byte[] Hash(Cryptosuite suite, CanonicalHash hash, JsonElement document, ReadOnlyMemory<byte> configuration, ProofOptions options)
    {
        var context = document.TryGetProperty("@context", out var stated) ? JsonMarshal.GetRawUtf8Value(stated) : default;
        var created = Encoding.ASCII.GetBytes(XsdDateTime.Write(options.Created));
        var isPlain = options.Id is null && options.PreviousProof.Count == 0; // a link of a chain says more than key and time
        if (isPlain && (Find(suite, hash, options, context) ?? Learn(suite, hash, document, configuration, options, context, created)) is { Tail: { } tail } form)
        {
            var digest = new byte[hash.DigestLength()];
            hash.HashData([.. form.Head, .. created, .. tail], digest);
            return digest;
        }

        using var proof = JsonDocument.Parse(configuration);
        return suite.Hash(DataIntegrity.ConfigurationInput(suite, document, proof.RootElement), hash);
    }

    private Form? Find(Cryptosuite suite, CanonicalHash hash, ProofOptions options, ReadOnlySpan<byte> context)
    {
        foreach (var form in _forms)
        {
            if (form.Fits(suite, hash, options.VerificationMethod, context)) return form;
        }

        return null;
    }

    private Form Learn(Cryptosuite suite, CanonicalHash hash, JsonElement document, ReadOnlyMemory<byte> configuration, ProofOptions options, ReadOnlySpan<byte> context, ReadOnlySpan<byte> created)
    {
        using var proof = JsonDocument.Parse(configuration);
        var canonical = suite.Canonicalize(DataIntegrity.ConfigurationInput(suite, document, proof.RootElement), hash);
        var place = IsOneNode(canonical) ? PlaceOf(created, canonical) : -1;
        var form = place < 0
            ? new Form(suite, hash, options.VerificationMethod, context.ToArray(), [], null)
            : new Form(suite, hash, options.VerificationMethod, context.ToArray(), canonical[..place], canonical[(place + created.Length)..]);
        ImmutableInterlocked.Update(ref _forms, (forms, added) => forms.Length < MaxForms ? forms.Add(added) : forms, form);
        return form;
    }

    /// <summary>With one blank node its label is the first one, whatever its hash.</summary>
    private static bool IsOneNode(ReadOnlySpan<byte> canonical) => canonical.IndexOf("_:c14n1"u8) < 0;

    /// <summary>Where the time stands, if it stands in one place only and its line would keep its place with any other time.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> created, ReadOnlySpan<byte> canonical)
    {
        var place = canonical.IndexOf(created);
        if (place < 0 || canonical[(place + 1)..].IndexOf(created) >= 0) return -1;
        var start = canonical[..place].LastIndexOf((byte)'\n') + 1;
        var sameStart = canonical[start..place];
        var others = canonical[..start].IndexOf(sameStart) >= 0 || canonical[(place + 1)..].IndexOf(sameStart) >= 0;
        return others ? -1 : place;
    }
}
