// Signs a record and its members over one reading of the record.
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// The usual case of <see cref="CredentialSigner"/>: a record and the members of its own issuer, none of them signed yet. The text is
/// read once, and what a member says alone, the record says too, so both are walked at once (docs/decisions/one-walk.md). Every other
/// case, and every fault, is left to signing one by one, which gives the same proofs. For one document.
/// </summary>
internal sealed class RecordSigning(RdfcCryptosuite suite, SigningKey key, ConfigurationHashes configurations)
{
    private const int WholeDocument = -1;

    private static readonly byte[] Comma = ","u8.ToArray();

    private readonly CanonicalHash _hash = DataIntegrity.HashFor(suite, key.Algorithm);

    private readonly record struct Member(JsonPlace Document, DateTimeOffset Created);

    /// <summary>What makes the document a signed one, in the order of the text; null where it has to be signed one by one.</summary>
    /// <param name="text">The unsigned document.</param>
    /// <param name="signMembers">Whether its members are signed too.</param>
    /// <param name="own">The options of the document's own proof.</param>
    public List<Splice>? TrySign(ReadOnlyMemory<byte> text, bool signMembers, ProofOptions own)
    {
        using var reading = JsonReading.TryRead(text.Span);
        if (reading?.Root is not { Kind: JsonValueKind.Object } root || !IsUnsigned(root)) return null;
        var members = new List<Member>();
        if (signMembers && !TryFindMembers(root, own.Created, members)) return null;
        try
        {
            return members.Count == 0 ? SignAlone(text, reading, own) : Sign(text, reading, members, own);
        }
        catch (LinkedDataException refusal) when (refusal is not CanonicalizationBoundException)
        {
            return null; // a fault, which signing one by one will tell
        }
    }

    private static bool IsUnsigned(JsonPlace document) => document.TryGet("@context"u8, out _) && !document.TryGet("proof"u8, out _);

    /// <summary>Finds the members to sign, as <see cref="CredentialSigner"/> does. False where one of them is not of the usual kind.</summary>
    private static bool TryFindMembers(JsonPlace root, DateTimeOffset created, List<Member> members)
    {
        if (!root.TryGet("credentialSubject"u8, out var subject) || !subject.TryGet("verifiableCredential"u8, out var stated)) return true;
        if (!root.TryGet("issuer"u8, out var issuer) || !TryGetId(issuer, out var issuerId)) return false;
        var all = stated.Items().ToList();
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Kind != JsonValueKind.Object || all[i].TryGet("proof"u8, out _) || IsEnveloped(all[i])) continue;
            if (!IsUnsigned(all[i]) || !all[i].TryGet("issuer"u8, out var its) || !TryGetId(its, out var id) || !id.IsSameText(issuerId)) return false;
            members.Add(new Member(all[i], created.AddMicroseconds(i - all.Count)));
        }

        return true;
    }

    private static bool TryGetId(JsonPlace issuer, out JsonPlace id)
    {
        id = issuer;
        return issuer.Kind == JsonValueKind.String || issuer.TryGet("id"u8, out id);
    }

    private static bool IsEnveloped(JsonPlace credential)
        => credential.TryGet("type"u8, out var types) && types.Items().Any(type => type.Is("EnvelopedVerifiableCredential"u8));

    private List<Splice>? SignAlone(ReadOnlyMemory<byte> text, JsonReading reading, ProofOptions own)
    {
        if (Prove(reading, reading.Root, own, null, WholeDocument) is not { } proof) return null;
        var splices = new List<Splice>(2);
        Insert(splices, text, reading.Root, proof);
        return splices;
    }

    private List<Splice>? Sign(ReadOnlyMemory<byte> text, JsonReading reading, List<Member> members, ProofOptions own)
    {
        using var parts = suite.ReadWithParts(Input(reading), [.. members.Select(member => member.Document.Start)], _hash);
        if (parts is null) return null;
        var splices = new List<Splice>((members.Count + 1) * 2);
        var proofs = new byte[members.Count][];
        for (var i = 0; i < proofs.Length; i++)
        {
            if (Prove(reading, members[i].Document, own with { Created = members[i].Created }, parts, i) is not { } proof) return null;
            proofs[i] = proof;
        }

        for (var i = 0; i < proofs.Length; i++)
        {
            parts.AddToPart(i, proofs[i]);
            Insert(splices, text, members[i].Document, proofs[i]);
        }

        if (Prove(reading, reading.Root, own, parts, WholeDocument) is not { } last) return null;
        Insert(splices, text, reading.Root, last);
        return splices;
    }

    /// <summary>
    /// The proof over a member, or over the whole with what was added to its members. Shape: an object with <c>proof</c> alone.
    /// Null where the configuration has to be hashed on its own.
    /// </summary>
    private byte[]? Prove(JsonReading reading, JsonPlace document, ProofOptions options, DocumentWithParts? parts, int part)
    {
        var length = _hash.DigestLength();
        Span<byte> signed = stackalloc byte[2 * CanonicalHashExtensions.MaxDigestLength];
        signed = signed[..(2 * length)];
        Span<byte> configuration = stackalloc byte[ConfigurationHashes.MaxLength];
        var context = document.TryGet("@context"u8, out var stated) ? stated.Raw : default;
        if (!configurations.TryMake(suite, _hash, context, options, signed[..length], configuration, out var written)
            && !TryLearn(document, options, signed[..length], configuration, out written)) return null;
        if (parts is null) suite.Hash(Input(reading), _hash).CopyTo(signed[length..]);
        else if (part == WholeDocument) parts.Hash(signed[length..]);
        else parts.HashPart(part, signed[length..]);
        Span<byte> value = stackalloc byte[Multibase.MaxLength];
        return DataIntegrity.WithValue("{\"proof\":["u8, configuration[..written], value[..Multibase.Encode(key.Sign(signed), value)], "]}"u8);
    }

    /// <summary>Makes the configuration of a context that was not met before.</summary>
    private bool TryLearn(JsonPlace document, ProofOptions options, Span<byte> digest, Span<byte> configuration, out int written)
    {
        using var json = JsonDocument.Parse(document.Raw.ToArray(), new JsonDocumentOptions { MaxDepth = JsonLdInput.MaxDepth });
        return configurations.TryMake(suite, _hash, json.RootElement, options, digest, configuration, out written);
    }

    private static JsonLdInput Input(JsonReading reading) => JsonLdInput.Of(reading) with { WithoutMember = "proof" };

    /// <summary>Puts the member of an object behind what another one has.</summary>
    private static void Insert(List<Splice> splices, ReadOnlyMemory<byte> text, JsonPlace target, ReadOnlyMemory<byte> member)
    {
        var end = Splice.EndOfContent(text.Span[..(target.End - 1)]);
        splices.Add(new Splice(end, Comma));
        splices.Add(new Splice(end, member[1..^1]));
    }
}
