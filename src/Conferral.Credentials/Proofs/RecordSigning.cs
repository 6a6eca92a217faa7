// Signs a record and its members over one reading of the record.
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Proofs;

/// <summary>A member that gets a proof, and <c>created</c> of it.</summary>
internal readonly record struct MemberToSign(JsonElement Document, DateTimeOffset Created);

/// <summary>
/// What a member says alone, the record says too, so both are walked at once (docs/decisions/one-walk.md). The proofs are those
/// that signing one by one gives. For one document.
/// </summary>
internal sealed class RecordSigning(RdfcCryptosuite suite, SigningKey key, ConfigurationHashes configurations)
{
    private static readonly byte[] Comma = ","u8.ToArray();

    private readonly CanonicalHash _hash = DataIntegrity.HashFor(suite, key.Algorithm);

    /// <summary>The signed record; null where it has to be signed one by one.</summary>
    /// <param name="text">The unsigned record.</param>
    /// <param name="root">The same, without proof.</param>
    /// <param name="members">Its members to sign, in the order of the text.</param>
    /// <param name="own">The options of the record's own proof.</param>
    public byte[]? TrySign(ReadOnlyMemory<byte> text, JsonElement root, List<MemberToSign> members, ProofOptions own)
    {
        var starts = new int[members.Count];
        for (var i = 0; i < starts.Length; i++) starts[i] = Splice.Start(text, members[i].Document);
        using var reading = suite.ReadWithParts(new JsonLdInput(root) { WithoutMember = "proof" }, starts, _hash);
        if (reading is null) return null;
        try
        {
            return Sign(text, root, members, own, reading);
        }
        catch (LinkedDataException refusal) when (refusal is not CanonicalizationBoundException)
        {
            return null; // a fault, which signing one by one will tell
        }
    }

    private byte[]? Sign(ReadOnlyMemory<byte> text, JsonElement root, List<MemberToSign> members, ProofOptions own, DocumentWithParts reading)
    {
        var splices = new List<Splice>((members.Count + 1) * 2);
        var proofs = new byte[members.Count][];
        for (var i = 0; i < proofs.Length; i++)
        {
            if (Prove(members[i].Document, own with { Created = members[i].Created }, reading, i) is not { } proof) return null;
            proofs[i] = proof;
        }

        for (var i = 0; i < proofs.Length; i++)
        {
            reading.AddToPart(i, proofs[i]);
            Insert(splices, Splice.EndOfContent(text, members[i].Document), proofs[i]);
        }

        if (Prove(root, own, reading, WholeDocument) is not { } last) return null;
        Insert(splices, Splice.EndOfContent(text, root), last);
        return Splice.Apply(text.Span, splices);
    }

    private const int WholeDocument = -1;

    /// <summary>The proof over a member, or over the whole with what was added to its members. Shape: an object with <c>proof</c> alone.</summary>
    private byte[]? Prove(JsonElement document, ProofOptions options, DocumentWithParts reading, int part)
    {
        var length = _hash.DigestLength();
        Span<byte> signed = stackalloc byte[2 * CanonicalHashExtensions.MaxDigestLength];
        signed = signed[..(2 * length)];
        Span<byte> configuration = stackalloc byte[ConfigurationHashes.MaxLength];
        if (!configurations.TryMake(suite, _hash, document, options, signed[..length], configuration, out var written)) return null;
        if (part == WholeDocument) reading.Hash(signed[length..]);
        else reading.HashPart(part, signed[length..]);
        Span<byte> value = stackalloc byte[Multibase.MaxLength];
        return DataIntegrity.WithValue("{\"proof\":["u8, configuration[..written], value[..Multibase.Encode(key.Sign(signed), value)], "]}"u8);
    }

    /// <summary>Puts the member of an object behind what another one has.</summary>
    private static void Insert(List<Splice> splices, int end, ReadOnlyMemory<byte> member)
    {
        splices.Add(new Splice(end, Comma));
        splices.Add(new Splice(end, member[1..^1]));
    }
}
