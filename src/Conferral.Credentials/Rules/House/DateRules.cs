// Dates that contradict each other or lie too far ahead are typing mistakes in the source.
using System.Globalization;
using Conferral.Credentials.Rules.Vcdm;

namespace Conferral.Credentials.Rules.House;

/// <summary>awardedDate keeps the day of the first award when validFrom is raised for a new issue. Spec: OB 3.0, awardedDate and validFrom.</summary>
internal sealed class AwardedBeforeValidRule() : CredentialRule(Rule, CredentialClasses.All)
{
    private static readonly RuleInfo Rule = new("HOUSE-AWARDED-DATE", Severity.Error, "validFrom is not before awardedDate", "OB 3.0, class AchievementCredential, awardedDate");

    public override bool Applies(DocumentNode node) => node.TryGet("awardedDate"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (ZonedDateTime.TryRead(node, "awardedDate"u8, out var awarded) && ZonedDateTime.TryRead(node, "validFrom"u8, out var from) && from < awarded)
            findings.Report(Info, node, "validFrom", "`validFrom` is before `awardedDate`: the credential would hold before it was awarded. Correct one of them.");
    }
}

/// <summary>Spec: OB 3.0, class AchievementSubject, activityStartDate and activityEndDate.</summary>
internal sealed class ActivityPeriodRule() : CredentialRule(Rule, ModelClass.AchievementSubject)
{
    private static readonly RuleInfo Rule = new("HOUSE-ACTIVITY-PERIOD", Severity.Error, "activityEndDate is not before activityStartDate", "OB 3.0, class AchievementSubject, activityStartDate and activityEndDate");

    public override bool Applies(DocumentNode node) => node.TryGet("activityEndDate"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (ZonedDateTime.TryRead(node, "activityStartDate"u8, out var start) && ZonedDateTime.TryRead(node, "activityEndDate"u8, out var end) && end < start)
            findings.Report(Info, node, "activityEndDate", "`activityEndDate` is before `activityStartDate`; correct one of them.");
    }
}

/// <summary>Spec: VCDM 2.0, 4.9 allows a validity to start later; years later is a slip of the pen.</summary>
internal sealed class FarFutureRule(TimeProvider clock, TimeSpan maxAhead) : CredentialRule(Rule, CredentialClasses.All)
{
    private static readonly RuleInfo Rule = new("HOUSE-FAR-FUTURE", Severity.Error, "awardedDate and validFrom are not far ahead of today", "VCDM 2.0, 4.9 Validity Period");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var latest = clock.GetUtcNow() + maxAhead;
        if (ZonedDateTime.TryRead(node, "awardedDate"u8, out var awarded) && awarded > latest) Report(node, "awardedDate", findings);
        if (ZonedDateTime.TryRead(node, "validFrom"u8, out var from) && from > latest) Report(node, "validFrom", findings);
    }

    private void Report(DocumentNode node, string member, FindingSink findings)
        => findings.Report(Info, node, member, string.Create(CultureInfo.InvariantCulture, $"`{member}` is more than {maxAhead.TotalDays:0} days ahead; correct the year in the source."));
}
