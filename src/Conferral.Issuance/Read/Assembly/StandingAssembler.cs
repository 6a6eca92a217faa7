// Whether anything stands against issuing to one learner: holds, and the learner's own word.
namespace Conferral.Issuance.Read;

/// <summary>Holds are put in order of kind and first day, so that the order of the rows does not count; of several words of the learner the newest counts, and of one day's the refusal.</summary>
internal sealed class StandingAssembler
{
    private readonly List<LearnerHold> holds = [];
    private LearnerConsent? consent;

    public void Begin()
    {
        holds.Clear();
        consent = null;
    }

    public void AddHold(RowValues values)
    {
        var kind = values.Choice<HoldKind>(BundleLayout.Holds.Kind);
        var reason = values.Text(BundleLayout.Holds.Reason);
        var (since, until) = (values.Date(BundleLayout.Holds.Since), values.Date(BundleLayout.Holds.Until));
        values.ReportReversed(BundleLayout.Holds.Until, since, until);
        if (kind is { } known) holds.Add(new LearnerHold(known, reason, since, until, values.Here()));
    }

    public void AddConsent(RowValues values)
    {
        var answer = values.Choice(BundleLayout.Consents.Consent);
        var said = new LearnerConsent(answer == BundleLayout.Consents.Answers[0], values.Date(BundleLayout.Consents.On), values.Here());
        if (answer is null || (consent is not null && !Overrules(said, consent))) return;
        consent = said;
    }

    public LearnerRecord Complete(LearnerRecord learner) => learner with
    {
        Holds = [.. holds.OrderBy(hold => hold.Kind).ThenBy(hold => hold.Since).ThenBy(hold => hold.Until).ThenBy(hold => hold.Reason, StringComparer.Ordinal)],
        Consent = consent,
    };

    private static bool Overrules(LearnerConsent said, LearnerConsent before)
    {
        var order = Nullable.Compare(said.On, before.On);
        return order > 0 || (order == 0 && !said.IsGiven);
    }
}
