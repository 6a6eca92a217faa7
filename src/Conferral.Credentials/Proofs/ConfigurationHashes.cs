// The proof configurations of one signer, which differ in nothing but their time, and their hashes.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// Writes and hashes configurations. Under one context, key and suite text and canonical form are the same but for
/// <c>created</c>, so both are made once and the time put into them. Where that would not be certain to give the
/// canonical form, it says so, and the configuration is canonicalized on its own. Safe for concurrent use.
/// Bounds: remembers <see cref="MaxForms"/> forms, some hundred bytes each.
/// </summary>
internal sealed class ConfigurationHashes
{
    /// <summary>Contexts times keys of one signer: two are usual, that of CLRs and that of their members.</summary>
    private const int MaxForms = 32;

    private const int MaxTime = 64;

    private ImmutableArray<Form> _forms = [];

    /// <summary>What stands before and after the time; null where its place is not certain.</summary>
    private sealed record AroundTime(byte[] Head, byte[] Tail)
    {
        public int LengthWith(ReadOnlySpan<byte> time) => Head.Length + time.Length + Tail.Length;

        public void Write(ReadOnlySpan<byte> time, Span<byte> target)
        {
            Head.CopyTo(target);
            time.CopyTo(target[Head.Length..]);
            Tail.CopyTo(target[(Head.Length + time.Length)..]);
        }
    }

    private sealed record Form(Cryptosuite Suite, CanonicalHash Hash, string VerificationMethod, byte[] Context, AroundTime Json, AroundTime? Canonical)
    {
        public bool Fits(Cryptosuite suite, CanonicalHash hash, string method, ReadOnlySpan<byte> context)
            => ReferenceEquals(Suite, suite) && Hash == hash && VerificationMethod == method && context.SequenceEqual(Context);
    }

    /// <summary>
    /// The configuration of <paramref name="options"/>, its hash as it reads in the document's context written to
    /// <paramref name="digest"/>. False where it must be hashed on its own: a link of a chain says more than key and time.
    /// </summary>
    public bool TryMake(Cryptosuite suite, CanonicalHash hash, JsonElement document, ProofOptions options, Span<byte> digest, out ReadOnlyMemory<byte> json)
    {
        json = default;
        if (options.Id is not null || options.PreviousProof.Count > 0) return false;
        var context = document.TryGetProperty("@context", out var stated) ? JsonMarshal.GetRawUtf8Value(stated) : default;
        Span<byte> created = stackalloc byte[MaxTime];
        created = created[..Encoding.ASCII.GetBytes(XsdDateTime.Write(options.Created), created)];
        var form = Find(suite, hash, options, context) ?? Learn(suite, hash, document, options, context, created);
        if (form.Canonical is not { } around) return false;
        var canonical = around.LengthWith(created) <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[around.LengthWith(created)];
        around.Write(created, canonical);
        hash.HashData(canonical[..around.LengthWith(created)], digest);
        var text = new byte[form.Json.LengthWith(created)];
        form.Json.Write(created, text);
        json = text;
        return true;
    }

    private const int MaxOnStack = 1024;

    private Form? Find(Cryptosuite suite, CanonicalHash hash, ProofOptions options, ReadOnlySpan<byte> context)
    {
        foreach (var form in _forms)
        {
            if (form.Fits(suite, hash, options.VerificationMethod, context)) return form;
        }

        return null;
    }

    private Form Learn(Cryptosuite suite, CanonicalHash hash, JsonElement document, ProofOptions options, ReadOnlySpan<byte> context, ReadOnlySpan<byte> created)
    {
        var json = options.WriteConfiguration(suite, document);
        using var proof = JsonDocument.Parse(json);
        var canonical = suite.Canonicalize(DataIntegrity.ConfigurationInput(suite, document, proof.RootElement), hash);
        var place = IsOneNode(canonical) ? PlaceOf(created, canonical) : -1;
        var stated = json.Span.IndexOf("\"created\":\""u8) + "\"created\":\"".Length; // the first of that name: only the type stands before it
        var form = new Form(suite, hash, options.VerificationMethod, context.ToArray(), Around(json.Span, stated, created.Length), place < 0 ? null : Around(canonical, place, created.Length));
        ImmutableInterlocked.Update(ref _forms, (forms, added) => forms.Length < MaxForms ? forms.Add(added) : forms, form);
        return form;
    }

    private static AroundTime Around(ReadOnlySpan<byte> text, int place, int length) => new(text[..place].ToArray(), text[(place + length)..].ToArray());

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
