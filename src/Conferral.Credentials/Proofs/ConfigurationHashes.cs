// The proof configurations of one signer, which differ in nothing but their time, and their hashes.
using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// Writes and hashes configurations. Under one context, key and suite text and canonical form are the same but for
/// <c>created</c>, so both are made once and the time put into them. Where that would not be certain to give the
/// canonical form, it says so, and the configuration is canonicalized on its own. The same for proofs that are to be verified.
/// Safe for concurrent use. Bounds: remembers the <see cref="MaxForms"/> latest forms of each kind, some hundred bytes each.
/// </summary>
internal sealed class ConfigurationHashes
{
    /// <summary>Contexts times keys of one signer: two are usual, that of CLRs and that of their members.</summary>
    private const int MaxForms = 32;

    /// <summary>Characters of a time, none of which JSON or N-Quads escape.</summary>
    private static readonly SearchValues<byte> InTime = SearchValues.Create("0123456789-:.TZ+"u8);

    private ImmutableArray<Form> _forms = [];
    private ImmutableArray<GivenForm> _given = [];

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
    /// The configuration of <paramref name="options"/>, written to <paramref name="json"/> with its length in <paramref name="length"/>,
    /// and its hash as it reads in the document's context, written to <paramref name="digest"/>. False where it must be hashed on
    /// its own: a link of a chain says more than key and time, and one of more than <see cref="MaxLength"/> bytes has no room.
    /// </summary>
    public bool TryMake(Cryptosuite suite, CanonicalHash hash, JsonElement document, ProofOptions options, Span<byte> digest, Span<byte> json, out int length)
    {
        var context = document.TryGetProperty("@context", out var stated) ? JsonMarshal.GetRawUtf8Value(stated) : default;
        if (!IsLink(options) && Find(suite, hash, options, context) is null) Learn(suite, hash, document, options, context);
        return TryMake(suite, hash, context, options, digest, json, out length);
    }

    /// <summary>The same under a context that is given as text. False also where that was not met before.</summary>
    public bool TryMake(Cryptosuite suite, CanonicalHash hash, ReadOnlySpan<byte> context, ProofOptions options, Span<byte> digest, Span<byte> json, out int length)
    {
        length = 0;
        Span<byte> created = stackalloc byte[XsdDateTime.MaxLength];
        created = created[..XsdDateTime.Write(options.Created, created)];
        if (IsLink(options) || Find(suite, hash, options, context) is not { Canonical: { } around } form || form.Json.LengthWith(created) > json.Length) return false;
        Hash(around, created, hash, digest);
        form.Json.Write(created, json);
        length = form.Json.LengthWith(created);
        return true;
    }

    private static bool IsLink(ProofOptions options) => options.Id is not null || options.PreviousProof.Count > 0;

    /// <summary>Units: bytes.</summary>
    public const int MaxLength = 1024;

    private static void Hash(AroundTime around, ReadOnlySpan<byte> created, CanonicalHash hash, Span<byte> digest)
    {
        var length = around.LengthWith(created);
        var canonical = length <= MaxLength ? stackalloc byte[MaxLength] : new byte[length];
        around.Write(created, canonical);
        hash.HashData(canonical[..length], digest);
    }

    private Form? Find(Cryptosuite suite, CanonicalHash hash, ProofOptions options, ReadOnlySpan<byte> context)
    {
        foreach (var form in _forms)
        {
            if (form.Fits(suite, hash, options.VerificationMethod, context)) return form;
        }

        return null;
    }

    private void Learn(Cryptosuite suite, CanonicalHash hash, JsonElement document, ProofOptions options, ReadOnlySpan<byte> context)
    {
        Span<byte> created = stackalloc byte[XsdDateTime.MaxLength];
        created = created[..XsdDateTime.Write(options.Created, created)];
        var json = options.WriteConfiguration(suite, document);
        using var proof = JsonDocument.Parse(json);
        var canonical = suite.Canonicalize(DataIntegrity.ConfigurationInput(suite, document, proof.RootElement), hash);
        var place = IsOneNode(canonical) ? PlaceOf(created, canonical) : -1;
        var stated = json.Span.IndexOf("\"created\":\""u8) + "\"created\":\"".Length; // the first of that name: only the type stands before it
        Remember(ref _forms, new Form(suite, hash, options.VerificationMethod, context.ToArray(), Around(json.Span, stated, created.Length), place < 0 ? null : Around(canonical, place, created.Length)));
    }

    private static void Remember<T>(ref ImmutableArray<T> forms, T form)
        => ImmutableInterlocked.Update(ref forms, (known, added) => (known.Length < MaxForms ? known : known.RemoveAt(0)).Add(added), form);

    /// <summary>A proof's text without its time and value, which may stand in either order.</summary>
    private sealed record GivenForm(Cryptosuite Suite, CanonicalHash Hash, byte[] Context, byte[] Start, byte[] Middle, byte[] End, bool TimeIsFirst, AroundTime? Canonical);

    /// <summary>
    /// Writes the hash of a given proof's configuration to <paramref name="digest"/>. False where it must be hashed on its own.
    /// Errors: <see cref="LinkedDataException"/>.
    /// </summary>
    public bool TryHash(Cryptosuite suite, CanonicalHash hash, JsonElement document, JsonElement proof, Span<byte> digest)
    {
        if (suite.ProofHoldsContext || !TryFindText(proof, "created", out var created) || !TryFindText(proof, "proofValue", out var value)) return false;
        if (created.IsEmpty || created.ContainsAnyExcept(InTime)) return false;
        var text = JsonMarshal.GetRawUtf8Value(proof);
        if (!text.Overlaps(created, out var time) || !text.Overlaps(value, out var stated)) return false;
        var (first, firstEnd, second, secondEnd) = time < stated ? (time, time + created.Length, stated, stated + value.Length) : (stated, stated + value.Length, time, time + created.Length);
        var context = document.TryGetProperty("@context", out var contexts) ? JsonMarshal.GetRawUtf8Value(contexts) : default;
        foreach (var form in _given)
        {
            if (!ReferenceEquals(form.Suite, suite) || form.Hash != hash || form.TimeIsFirst != time < stated || !context.SequenceEqual(form.Context)
                || !text[..first].SequenceEqual(form.Start) || !text[firstEnd..second].SequenceEqual(form.Middle) || !text[secondEnd..].SequenceEqual(form.End)) continue;
            if (form.Canonical is not { } around) return false;
            Hash(around, created, hash, digest);
            return true;
        }

        var canonical = suite.Canonicalize(DataIntegrity.ConfigurationInput(suite, document, proof), hash);
        var place = IsOneNode(canonical) ? PlaceOf(created, canonical) : -1;
        Remember(ref _given, new GivenForm(suite, hash, context.ToArray(), text[..first].ToArray(), text[firstEnd..second].ToArray(), text[secondEnd..].ToArray(), time < stated, place < 0 ? null : Around(canonical, place, created.Length)));
        hash.HashData(canonical, digest);
        return true;
    }

    /// <summary>What is between the quotes of a member that is a text.</summary>
    private static bool TryFindText(JsonElement proof, string name, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (proof.ValueKind != JsonValueKind.Object || !proof.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String) return false;
        text = JsonMarshal.GetRawUtf8Value(member)[1..^1];
        return true;
    }

    private static AroundTime Around(ReadOnlySpan<byte> text, int place, int length) => new(text[..place].ToArray(), text[(place + length)..].ToArray());

    /// <summary>With one blank node its label is the first one, whatever its hash.</summary>
    private static bool IsOneNode(ReadOnlySpan<byte> canonical) => canonical.IndexOf("_:c14n1"u8) < 0;

    /// <summary>Where the time stands, if it stands in one place only, as a literal, and its line would keep its place with any other time.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> created, ReadOnlySpan<byte> canonical)
    {
        var place = canonical.IndexOf(created);
        if (place < 1 || canonical[place - 1] != '"' || canonical[place + created.Length] != '"') return -1;
        if (canonical[(place + 1)..].IndexOf(created) >= 0) return -1;
        var start = canonical[..place].LastIndexOf((byte)'\n') + 1;
        var sameStart = canonical[start..place];
        var others = canonical[..start].IndexOf(sameStart) >= 0 || canonical[(place + 1)..].IndexOf(sameStart) >= 0;
        return others ? -1 : place;
    }
}
