// What the holds of a record say against issuing it, where the format itself carries them.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>A privacy or financial hold without an end blocks its learner; the record keeps the fact, for clearance to look at.</summary>
internal static class HoldRules
{
    public static IEnumerable<Finding> Of(LearnerRecord learner)
    {
        foreach (var hold in learner.Holds.Where(hold => hold.Until is null))
        {
            if (hold.Kind == HoldKind.Privacy) yield return ReadRules.FerpaBlock.At(hold.Source, "The learner asked that nothing be disclosed (FERPA block). Leave the learner out, or have the block lifted in the source and export again.");
            if (hold.Kind == HoldKind.Financial) yield return ReadRules.FinancialBlock.At(hold.Source, "The institution holds this learner's records back for money owed. Have the block lifted in the source and export again.");
        }
    }
}
