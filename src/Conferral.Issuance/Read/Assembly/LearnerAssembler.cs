// Builds one learner's record from the rows that carry the learner's key, and finds what does not fit together.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Takes one learner's rows file by file in the order of <see cref="BundleLayout.Files"/>, then gives the item.
/// Bounds: one learner at a time, at most <see cref="IntakeOptions.MaxRowsPerLearner"/> rows per file.
/// </summary>
internal sealed class LearnerAssembler(ReferenceTables tables, IntakeOptions options)
{
    private readonly AwardAssembler awards = new();
    private readonly ResultAssembler results = new(tables);
    private readonly StandingAssembler standing = new();
    private readonly Dictionary<BoundFeed, RowValues> readers = [];
    private List<Finding> findings = [];
    private LearnerRecord? learner;
    private SourceLocation source = new("");
    private string key = "";
    private int rowsOfFile;
    private int awardRows;

    public void Begin(string learnerKey, RowCursor learners)
    {
        (findings, key, learner, awardRows) = ([], learnerKey, null, 0);
        awards.Begin();
        results.Begin(awards);
        standing.Begin();
        var values = Reader(learners);
        source = values.Here();
        if (!values.IsWhole) values.ReportWidth();
        else learner = ReadLearner(values);
    }

    /// <summary>The learner's own row and nothing else; null where it has no key or cannot be read.</summary>
    public LearnerRecord? ReadAlone(RowCursor learners)
    {
        if (learners.Row.Key.IsEmpty) return null;
        Begin(learners.Row.Key.ToString(), learners);
        return learner;
    }

    /// <summary>A further row with the same learner key: neither of them can be trusted.</summary>
    public void AddDuplicate(RowCursor learners)
    {
        findings.Add(ReadRules.DuplicateLearner.At(
            learners.Feed.Locate(learners.Row.Line, BundleLayout.Learners.LearnerKey),
            $"The learner of row {source.Row} stands here a second time. Keep one row per learner_key; if these are two people, give them two keys."));
    }

    /// <summary>Whether the learner has a row of awards, even one with faults.</summary>
    public bool HasAwardRows => awardRows > 0;

    public void BeginFile() => rowsOfFile = 0;

    public void Add(RowCursor rows)
    {
        if (++rowsOfFile > options.MaxRowsPerLearner)
        {
            if (rowsOfFile == options.MaxRowsPerLearner + 1) findings.Add(ReadRules.TooManyRows.At(
                rows.Feed.Locate(rows.Row.Line),
                $"The learner has more than {options.MaxRowsPerLearner} rows in this file; the rest is not read. Check that the key column is the learner's key."));
            return;
        }

        if (rows.Feed.File == BundleLayout.Awards.File) awardRows++;
        var values = Reader(rows);
        if (values.IsWhole)
        {
            // Read for its checks only: the row has been found by its key already.
            _ = values.Span(rows.Feed.File.LearnerKey!, out _);
            AddWhole(rows.Feed.File, values);
        }
        else
        {
            values.ReportWidth();
        }
    }

    public IntakeItem Finish()
    {
        // A learner whose own row has no key cannot have awards, and is told only about the key.
        var keyless = findings.Any(finding => finding.RuleId == ReadRules.Required.Id && finding.Source?.File == source.File);
        if (awardRows == 0 && !keyless && !options.AllowNoAwards)
        {
            findings.Add(ReadRules.NoAward.At(source, "The learner has no award, so there is nothing to confer. Export the award, or allow learners without one."));
        }

        var blocked = learner is null || findings.Any(finding => finding.Severity == Severity.Error);
        return new IntakeItem
        {
            LearnerKey = key,
            Source = source,
            Findings = findings,
            Learner = blocked ? null : standing.Complete(results.Complete(awards.Complete(learner!))),
        };
    }

    private void AddWhole(BundleFile file, RowValues values)
    {
        if (file == BundleLayout.Awards.File) awards.AddAward(values);
        else if (file == BundleLayout.AwardFields.File) awards.AddField(values);
        else if (file == BundleLayout.CourseResults.File) results.AddCourseResult(values);
        else if (file == BundleLayout.Gpa.File) results.AddGpa(values);
        else if (file == BundleLayout.CompetencyResults.File) results.AddCompetencyResult(values);
        else if (file == BundleLayout.Activities.File) results.AddActivity(values);
        else if (file == BundleLayout.Holds.File) standing.AddHold(values);
        else standing.AddConsent(values);
    }

    private RowValues Reader(RowCursor rows)
    {
        if (!readers.TryGetValue(rows.Feed, out var values)) readers[rows.Feed] = values = new RowValues(rows.Feed);
        values.Use(rows.Row, findings);
        return values;
    }

    private LearnerRecord ReadLearner(RowValues values)
    {
        // Read for its checks: an empty or damaged key is a finding, the text itself is known.
        _ = values.Span(BundleLayout.Learners.LearnerKey, out _);
        return new LearnerRecord
        {
            LearnerKey = key,
            Source = source,
            Name = ReadName(values),
            Email = values.Text(BundleLayout.Learners.Email),
            Did = ReadDid(values),
            Identifiers = ReadIdentifiers(values),
            BirthDate = values.Date(BundleLayout.Learners.BirthDate),
        };
    }

    private static PersonName? ReadName(RowValues values)
    {
        var (name, given, family) = (values.Text(BundleLayout.Learners.Name), values.Text(BundleLayout.Learners.GivenName), values.Text(BundleLayout.Learners.FamilyName));
        var display = name ?? string.Join(' ', new[] { given, family }.Where(part => part is not null));
        return display.Length == 0 ? null : new PersonName(display, given, family);
    }

    private static string? ReadDid(RowValues values)
    {
        var did = values.Text(BundleLayout.Learners.Did);
        if (did is null || did.StartsWith("did:", StringComparison.Ordinal)) return did;
        values.Report(ReadRules.Identifier, BundleLayout.Learners.Did, "The value is not a DID: it does not start with \"did:\". Correct it or leave it empty.");
        return null;
    }

    private static List<LearnerIdentifier> ReadIdentifiers(RowValues values)
    {
        var identifiers = new List<LearnerIdentifier>();
        foreach (var item in values.List(BundleLayout.Learners.Identifiers))
        {
            // The type of an extension holds a colon itself: "ext:studentNumber:0012".
            var from = item.StartsWith(ClrVocabulary.ExtensionPrefix, StringComparison.Ordinal) ? ClrVocabulary.ExtensionPrefix.Length : 0;
            var colon = item.IndexOf(':', from);
            if (colon > 0 && colon < item.Length - 1 && ClrVocabulary.IsIdentityType(item[..colon])) identifiers.Add(new LearnerIdentifier(item[..colon], item[(colon + 1)..]));
            else values.Report(ReadRules.Identifier, BundleLayout.Learners.Identifiers, $"An identifier is not type:value with one of the types {string.Join(", ", ClrVocabulary.IdentityTypes)} or an ext: term.");
        }

        return identifiers;
    }
}
