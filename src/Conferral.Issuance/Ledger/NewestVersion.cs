// Which version of which credential stands for a record: the one place that says it, in SQL.
namespace Conferral.Issuance.Ledger;

/// <summary>
/// Conditions on a row <c>c</c> of <c>credential</c>. A purged version was signed and counts: what was erased is its document, not
/// that it was issued.
/// </summary>
internal static class NewestVersion
{
    /// <summary>States of a version that was signed, whatever became of its document.</summary>
    public const string SignedStates = "('Signed', 'Purged')";

    /// <summary>No later version of the same credential was signed.</summary>
    public const string OfItsId =
        $"NOT EXISTS (SELECT 1 FROM credential later WHERE later.credential_id = c.credential_id AND later.version > c.version AND later.state IN {SignedStates})";

    /// <summary>And no other credential was signed in its place: this is the version that platforms are to have.</summary>
    public const string OfItsRecord =
        $"""
        ({OfItsId} AND NOT EXISTS (
            SELECT 1 FROM replacement p JOIN credential successor ON successor.credential_id = p.replaced_by AND successor.state IN {SignedStates}
            WHERE p.credential_id = c.credential_id))
        """;
}
