// Signs a credential: its members first, each on its own, then the whole.
using System.Buffers;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>How a credential is signed.</summary>
/// <param name="VerificationMethod">The URL of the key in the issuer's controller document.</param>
/// <param name="Created">
/// <c>created</c> of the document's own proof. Of its n members, member i (from 0) gets n - i microseconds less, so a
/// document with n members takes the n + 1 microseconds that end with this one, and no two proofs share an instant.
/// </param>
public sealed record SigningOptions(string VerificationMethod, DateTimeOffset Created)
{
    /// <summary>Sign every member of <c>credentialSubject.verifiableCredential</c> that has no proof yet.</summary>
    public bool SignMembers { get; init; } = true;

    /// <summary>Add to the proofs a document has, instead of refusing it.</summary>
    public bool AddToProofSet { get; init; }

    /// <summary>The name of the cryptosuite, one of <see cref="Cryptosuites.NamesFor"/> the key; null for the usual one.</summary>
    public string? Suite { get; init; }

    /// <summary>The id of the document's own proof, which a later proof of a chain needs. Shape: a URL, or null for none.</summary>
    public string? ProofId { get; init; }

    /// <summary>The ids of proofs the document has, to build on: the new proof covers them too, so they cannot be taken away.</summary>
    public IReadOnlyList<string> PreviousProof { get; init; } = [];

    /// <summary>For selective disclosure: what every holder must show. Shape: JSON pointers; null for those <see cref="SelectiveDisclosure.MandatoryPointers"/> finds.</summary>
    public IReadOnlyList<string>? MandatoryPointers { get; init; }

    internal bool ExpectsProofs => AddToProofSet || PreviousProof.Count > 0;
}

/// <summary>
/// Makes signed credentials of unsigned ones. Works for a CLR and for a single credential alike; safe for concurrent use.
/// The same document, key and options always give the same bytes, except in ecdsa-sd-2023, where every proof has secrets
/// of its own and members get proofs of the key's usual suite. Every byte of the unsigned document is kept in its
/// order; only <c>proof</c> members are added. A proof holds <c>@context</c> only in the JCS suites.
/// Errors: <see cref="SigningException"/>, <see cref="LinkedDataException"/>; both are the document's fault. For
/// mandatory pointers that lead nowhere, <see cref="SelectiveDisclosure.DisclosureException"/>.
/// Spec: https://www.w3.org/TR/vc-data-integrity/#add-proof-set-chain
/// </summary>
public sealed class CredentialSigner(LinkedDataCanonicalizer canonicalizer)
{
    private readonly Cryptosuites _suites = new(canonicalizer);
    private readonly ConfigurationHashes _configurations = new();

    /// <summary>A member that gets a proof, and <c>created</c> of it.</summary>
    private readonly record struct MemberToSign(JsonElement Document, DateTimeOffset Created);

    /// <summary>Signs. Shape: UTF-8 in, UTF-8 out, one JSON object.</summary>
    public byte[] Sign(ReadOnlyMemory<byte> unsignedUtf8, SigningKey key, SigningOptions options) => Splice.Apply(unsignedUtf8.Span, ProofsFor(unsignedUtf8, key, options));

    /// <summary>The same into memory of the caller's, for whoever signs many.</summary>
    public void Sign(ReadOnlyMemory<byte> unsignedUtf8, SigningKey key, SigningOptions options, IBufferWriter<byte> output) => Splice.Apply(unsignedUtf8.Span, ProofsFor(unsignedUtf8, key, options), output);

    /// <summary>The proofs and where they go, in the order of the text.</summary>
    private List<Splice> ProofsFor(ReadOnlyMemory<byte> unsignedUtf8, SigningKey key, SigningOptions options)
    {
        var suite = _suites.For(key.Algorithm, options.Suite);
        var own = new ProofOptions(options.VerificationMethod, options.Created) { Id = options.ProofId, PreviousProof = options.PreviousProof, MandatoryPointers = options.MandatoryPointers };
        if (!options.ExpectsProofs && suite is RdfcCryptosuite { DisclosesSelectively: false } rdfc
            && new RecordSigning(rdfc, key, _configurations).TrySign(unsignedUtf8, options.SignMembers, own) is { } signed) return signed;
        using var unsigned = Parse(unsignedUtf8);
        Accept(unsigned.RootElement, WholeDocument, options.ExpectsProofs); // before the costly part
        var members = options.SignMembers ? MembersToSign(unsigned.RootElement, options.Created) : [];
        var splices = SignMembers(unsignedUtf8, members, key, options, SuiteOfMembers(suite, key));
        var proof = splices.Count == 0
            ? DataIntegrity.CreateProof(suite, key, unsigned.RootElement, own, _configurations)
            : CreateProof(Splice.Apply(unsignedUtf8.Span, splices, out var buffer), unsigned.RootElement, buffer, key, own, suite);
        splices.AddRange(Splice.AddProof(unsignedUtf8, unsigned.RootElement, proof));
        return Splice.InOrder(splices);
    }

    /// <summary>The proof over the document with its members' proofs, which is given in a buffer of the pool.</summary>
    private byte[] CreateProof(int length, JsonElement unsigned, byte[] buffer, SigningKey key, ProofOptions own, Cryptosuite suite)
    {
        try
        {
            return DataIntegrity.CreateProof(suite, key, unsigned, own, _configurations, withMembers: buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // it holds somebody's record
        }
    }

    /// <summary>Signs the members alone, for a document that is secured as a whole in another way, as a token.</summary>
    public byte[] SignMembers(ReadOnlyMemory<byte> unsignedUtf8, SigningKey key, SigningOptions options)
    {
        using var unsigned = Parse(unsignedUtf8);
        var members = MembersToSign(unsigned.RootElement, options.Created);
        return Splice.Apply(unsignedUtf8.Span, SignMembers(unsignedUtf8, members, key, options, SuiteOfMembers(_suites.For(key.Algorithm, options.Suite), key)));
    }

    /// <summary>A member is shown whole with a proof that stands alone; its own base proof could not be shown to anybody.</summary>
    private Cryptosuite SuiteOfMembers(Cryptosuite suite, SigningKey key) => suite.DisclosesSelectively ? _suites.For(key.Algorithm) : suite;

    private List<Splice> SignMembers(ReadOnlyMemory<byte> document, List<MemberToSign> members, SigningKey key, SigningOptions options, Cryptosuite suite)
    {
        var splices = new List<Splice>();
        foreach (var (member, created) in members)
        {
            var proof = DataIntegrity.CreateProof(suite, key, member, new ProofOptions(options.VerificationMethod, created), _configurations);
            splices.AddRange(Splice.AddProof(document, member, proof));
        }

        return splices;
    }

    /// <summary>The members without proof, each with its time, in the order of the document.</summary>
    private static List<MemberToSign> MembersToSign(JsonElement root, DateTimeOffset created)
    {
        var unsigned = new List<MemberToSign>();
        var members = CredentialParts.MembersOf(root);
        for (var index = 0; index < members.Count; index++)
        {
            var member = members[index];
            if (!NeedsProof(member)) continue;
            Accept(member, index, addToProofSet: false);
            RefuseForeign(member, root, index);
            unsigned.Add(new MemberToSign(member, created.AddMicroseconds(index - members.Count)));
        }

        return unsigned;
    }

    /// <summary>A member that is only a reference, or that is secured by an envelope, has nothing to add a proof to.</summary>
    private static bool NeedsProof(JsonElement member)
        => member.ValueKind == JsonValueKind.Object && !member.TryGetProperty("proof", out _) && !CredentialParts.IsEnveloped(member);

    private const int WholeDocument = -1;

    private static string Place(int member) => member == WholeDocument ? "The document" : $"Member {member} of the document";

    private static void Accept(JsonElement document, int place, bool addToProofSet)
    {
        if (!document.TryGetProperty("@context", out _))
            throw new SigningException(SigningErrorCode.NoContext, $"{Place(place)} has no @context. Give it the contexts of its kind of credential.");
        if (!addToProofSet && document.TryGetProperty("proof", out _))
            throw new SigningException(SigningErrorCode.AlreadySigned, $"{Place(place)} has a proof already. Sign the unsigned document, or ask for a further proof.");
    }

    private static void RefuseForeign(JsonElement member, JsonElement document, int place)
    {
        if (CredentialParts.IssuerIdOf(member) is not { } issuer || issuer == CredentialParts.IssuerIdOf(document)) return;
        throw new SigningException(SigningErrorCode.MemberOfAnotherIssuer, $"{Place(place)} is issued by {issuer} and has no proof. Take it as that issuer signed it.");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return StrictJson.ParseObject(utf8);
        }
        catch (StrictJsonException refusal)
        {
            throw new SigningException(SigningErrorCode.MalformedDocument, refusal.Message, refusal);
        }
    }
}
