// Sees a record that comes twice in one input, in a few bytes per record.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Conferral.Credentials;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance;

/// <summary>The record keys of one input so far, as 128-bit hashes. Two CLRs for one record in one batch would double a learner, so the second is blocked.</summary>
internal sealed class RecordKeys
{
    private readonly HashSet<UInt128> _seen = [];

    public IReadOnlyList<Prepared> BlockDuplicates(IReadOnlyList<Prepared> chunk) => [.. chunk.Select(learner => _seen.Add(Hash(learner.Learner.RecordKey)) ? learner : Duplicate(learner))];

    private static UInt128 Hash(string recordKey)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(recordKey.AsSpan()), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private static Prepared Duplicate(Prepared learner)
    {
        var finding = Finding.Error(
            "HOUSE-DUPLICATE-RECORD",
            "",
            "This record was already issued from an earlier place of the same input. Keep one of the two.",
            "docs/issuance-cycle.md") with { Source = learner.Learner.Source };
        var line = learner.Learner with
        {
            RecordKey = $"{learner.Learner.RecordKey} ({learner.Learner.Source})",
            Disposition = Disposition.Blocked,
            Credential = null,
            ReasonCode = finding.RuleId,
            Findings = [finding],
        };
        return new Prepared(line, [finding]);
    }
}
