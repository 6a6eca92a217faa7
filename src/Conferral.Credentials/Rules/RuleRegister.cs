// Every rule there is, in one list: what the rule set runs and what the documentation names.
using Conferral.Credentials.Rules.Clr;
using Conferral.Credentials.Rules.House;
using Conferral.Credentials.Rules.OpenBadges;
using Conferral.Credentials.Rules.Vcdm;

namespace Conferral.Credentials.Rules;

/// <summary>A new rule is added here and in the table of docs/conformance.md; a test holds the two together.</summary>
internal static class RuleRegister
{
    // Rules that are no CredentialRule: forms of text, rules for all JSON, and those on the document as a whole.
    private static readonly RuleInfo[] Others =
    [
        KnownTypeRule.Info, ZonedDateTime.Form.Info,
        CalendarDate.Form.Info, LanguageTag.Form.Info, CompactJws.Form.Info,
        WellFormedText.Readable, WellFormedText.Clean, NoNull.Info, EmptyArray.Info, RepeatedName.Info, LanguageMap.Info,
        AbsoluteUri.Form.Info, SizeRule.Info, LosslessRule.Info, TextOrderRule.Info,
    ];

    public static readonly IReadOnlyList<RuleInfo> All =
    [
        .. Shapes.All.SelectMany(shape => shape.Rules)
            .Concat(Others)
            .Concat(Create(TimeProvider.System, new RuleSetOptions()).Select(rule => rule.Info))
            .OrderBy(rule => Array.IndexOf(Sources, Source(rule))),
    ];

    private static string[] Sources => ["VCDM", "OB", "CLR", "HOUSE"];

    public static IReadOnlyList<CredentialRule> Create(TimeProvider clock, RuleSetOptions options) =>
    [
        new ContextFirstRule(), new ContextRepeatedRule(), new VersionOneRule(), new ValidityPeriodRule(),
        new DataIntegrityProofRule(), new BitstringStatusRule(),
        new OpenBadgesContextRule(), new PreferredOpenBadgesContextRule(), new ExtensionContextRule(), new IssuerProfileRule(),
        new SubjectIdentityRule(), new IdentityHashRule(), new CriteriaRule(), new EndorsementJwtRule(),
        new ResultDescriptionRule(), new AchievedLevelRule(), new ResultStatusRule(), new RequiredLevelRule(),
        new ClrContextRule(), new PreferredClrContextRule(), new UnsignedTermsRule(), new OneOpenBadgesContextRule(),
        new ClrSubjectIdentityRule(), new MemberFormRule(), new RefusedNamesRule(),
        new AssociationEndsRule(), new AssociationSelfRule(), new AchievementConflictRule(), new ProfileConflictRule(),
        new MemberSubjectRule(), new MemberRepeatedRule(), new AwardedBeforeValidRule(), new ActivityPeriodRule(),
        new FarFutureRule(clock, options.MaxAhead), new NegativeCreditsRule(), new CreditsWithinAvailableRule(),
        new AllowedResultRule(), new IdentityStrengthRule(),
    ];

    private static string Source(RuleInfo rule) => rule.Id[..rule.Id.IndexOf('-', StringComparison.Ordinal)];
}
