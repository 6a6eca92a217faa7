// The token only validation can make: a draft that may be signed.
using Conferral.Credentials;
using Conferral.Issuance.Compose;

namespace Conferral.Issuance.Validate;

/// <summary>A draft without errors. Made only by validation; signing accepts nothing else.</summary>
public sealed class ValidatedClr
{
    internal ValidatedClr(DraftClr draft, IReadOnlyList<Finding> warnings, int memberCount)
    {
        Draft = draft;
        Warnings = warnings;
        MemberCount = memberCount;
    }

    public DraftClr Draft { get; }

    public IReadOnlyList<Finding> Warnings { get; }

    /// <summary>How many credentials the draft holds.</summary>
    public int MemberCount { get; }
}
