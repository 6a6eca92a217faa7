// The front door of the rules: a document in, every finding out.
using System.Collections.Immutable;
using System.Text.Json;
using Conferral.Credentials.Rules.House;
using Conferral.Credentials.Rules.Vcdm;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Rules;

/// <summary>What an installation may set about the rules.</summary>
public sealed record RuleSetOptions
{
    /// <summary>A record larger than this draws a warning. One mebibyte: gateways in front of platforms commonly stop there.</summary>
    public const int DefaultMaxBytes = 1024 * 1024;

    /// <summary>How far ahead of the clock an award or a validity may start. A year: records are made ready before a ceremony, but not earlier.</summary>
    public static readonly TimeSpan DefaultMaxAhead = TimeSpan.FromDays(366);

    public int MaxBytes { get; init; } = DefaultMaxBytes;

    public TimeSpan MaxAhead { get; init; } = DefaultMaxAhead;
}

/// <summary>
/// Holds a ClrCredential, an AchievementCredential (OpenBadgeCredential) or an EndorsementCredential, with all that is embedded in it,
/// against VCDM 2.0, Open Badges 3.0, CLR 2.0 and the house's own rules. Safe for concurrent use.
/// </summary>
public sealed class RuleSet
{
    private readonly ImmutableArray<CredentialRule>[] _rulesByClass;
    private readonly LosslessRule? _lossless;
    private readonly SizeRule _size;

    /// <param name="clock">What "too far ahead" is measured against.</param>
    /// <param name="checkLossless">Safe-mode JSON-LD, normally <c>LinkedDataCanonicalizer.CheckLossless</c>; null leaves <c>HOUSE-LOSSLESS</c> and <c>HOUSE-TEXT-ORDER</c> out.</param>
    /// <param name="options">Null for the defaults.</param>
    public RuleSet(TimeProvider clock, Func<JsonLdInput, Utf16Order>? checkLossless = null, RuleSetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        options ??= new RuleSetOptions();
        _lossless = checkLossless is null ? null : new LosslessRule(checkLossless);
        _size = new SizeRule(options.MaxBytes);
        var rules = RuleRegister.Create(clock, options);
        _rulesByClass = [.. Enum.GetValues<ModelClass>().Select(modelClass => rules.Where(rule => rule.On.Contains(modelClass)).ToImmutableArray())];
    }

    /// <summary>The id of the one warning that concerns whoever verifies a document as much as its issuer.</summary>
    public const string TextOrderId = "HOUSE-TEXT-ORDER";

    /// <summary>What that warning says, for those who meet such a document outside the rules.</summary>
    public const string TextOrderWarning = "A character beyond U+FFFF (an emoji, a rare ideograph) stands where text is sorted beside one of U+E000 to U+FFFF. Libraries that sort by UTF-16, rdf-canonize among them, make another canonical form and will call the signature false; do without one of the two.";

    /// <summary>Every rule, in the order of its source: VCDM, Open Badges, CLR, house.</summary>
    public static IReadOnlyList<RuleInfo> Rules => RuleRegister.All;

    /// <summary>
    /// Returns every finding, none for a document that keeps all rules. Which model applies is read from <c>type</c>.
    /// Text that is not Unicode is the one fault that hides the others.
    /// Errors: <see cref="UnknownContextException"/> where the document has no error but names a context this installation
    /// does not have: that is "could not check", never "invalid". A document with errors is refused whatever its contexts say,
    /// so there the findings are returned.
    /// Bounds: one pass, one small node per JSON object, pointers and messages only for what is found; nesting as deep as the parser allowed.
    /// </summary>
    public IReadOnlyList<Finding> Check(JsonElement document)
    {
        var findings = new FindingSink();
        if (!WellFormedText.Check(document, findings) || !KnownTypeRule.Check(document, findings)) return findings.Findings;
        _size.Check(document, findings);
        var root = new DocumentNode(new CheckedDocument(document), document, Shapes.Of(CredentialClasses.Of(document)), null, null, -1);
        new DocumentWalk(_rulesByClass, findings).Visit(root);
        _lossless?.Check(document, findings);
        return findings.Findings;
    }
}
