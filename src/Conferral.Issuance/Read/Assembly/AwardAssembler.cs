// One learner's awards and their fields of study.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Awards are put in order of conferral, then key; fields by position, then as exported.</summary>
internal sealed class AwardAssembler
{
    private readonly Dictionary<string, Award?> awards = new(StringComparer.Ordinal);
    private readonly List<(string AwardKey, decimal Position, AwardField Field)> fields = [];

    public void Begin()
    {
        awards.Clear();
        fields.Clear();
    }

    /// <summary>Whether the learner has a row for this award, even one with faults.</summary>
    public bool Has(string awardKey) => awards.ContainsKey(awardKey);

    public void AddAward(RowValues values)
    {
        var key = values.Code(BundleLayout.Awards.AwardKey);
        var award = ReadAward(values, key);
        if (key is not null && !awards.TryAdd(key, award) && !IsRepeated(values, awards[key], award))
        {
            values.Report(ReadRules.DuplicateKey, BundleLayout.Awards.AwardKey, $"The learner has the award {RowValues.Quoted(key)} twice. Keep one row per award_key.");
        }
    }

    public void AddField(RowValues values)
    {
        var key = values.Code(BundleLayout.AwardFields.AwardKey);
        var kind = values.Choice<AwardFieldKind>(BundleLayout.AwardFields.Kind);
        var name = values.Text(BundleLayout.AwardFields.Name);
        var code = values.Code(BundleLayout.AwardFields.Code);
        var position = values.Number(BundleLayout.AwardFields.Position);
        if (key is not null && !Has(key)) ReportUnknown(values, BundleLayout.AwardFields.AwardKey, key);
        else if (key is not null && kind is not null && name is not null) AddField(key, position ?? decimal.MaxValue, new AwardField(kind.Value, name, code, values.Here()), values);
    }

    public static void ReportUnknown(RowValues values, BundleColumn column, string awardKey)
        => values.Report(ReadRules.UnknownAward, column, $"The learner has no award {RowValues.Quoted(awardKey)} in awards.csv. Correct the key or export the award.");

    public LearnerRecord Complete(LearnerRecord learner) => learner with
    {
        Awards =
        [
            .. awards.Values.OfType<Award>().OrderBy(award => award.ConferredOn).ThenBy(award => award.AwardKey, StringComparer.Ordinal)
                .Select(award => award with { Fields = FieldsOf(award.AwardKey) }),
        ],
    };

    private void AddField(string awardKey, decimal position, AwardField field, RowValues values)
    {
        var repeated = values.Feed.Feed.Rows == RowChoice.Distinct
            && fields.Exists(known => known.AwardKey == awardKey && known.Field.Kind == field.Kind && known.Field.Name == field.Name && known.Field.Code == field.Code);
        if (!repeated) fields.Add((awardKey, position, field));
    }

    /// <summary>Whether the row says the same award once more, as exports with a row per major do.</summary>
    private static bool IsRepeated(RowValues values, Award? first, Award? again)
        => values.Feed.Feed.Rows == RowChoice.Distinct
            && (first is null || again is null || (first.Title, first.AchievementType, first.ConferredOn) == (again.Title, again.AchievementType, again.ConferredOn));

    private AwardField[] FieldsOf(string awardKey)
        => [.. fields.Where(field => field.AwardKey == awardKey).OrderBy(field => field.Position).Select(field => field.Field)];

    private static Award? ReadAward(RowValues values, string? key)
    {
        var type = values.Choice(BundleLayout.Awards.AchievementType);
        var title = values.Text(BundleLayout.Awards.Title);
        var conferredOn = values.Date(BundleLayout.Awards.ConferredOn, ReadRules.AwardDate);
        var award = new Award
        {
            AwardKey = key ?? "",
            AchievementType = type ?? "",
            Title = title ?? "",
            Code = values.Code(BundleLayout.Awards.Code),
            Description = values.Text(BundleLayout.Awards.Description),
            Criteria = values.Text(BundleLayout.Awards.Criteria),
            ConferredOn = conferredOn ?? default,
            Credits = values.Number(BundleLayout.Awards.Credits),
            Honors = values.List(BundleLayout.Awards.Honors),
            Status = values.Code(BundleLayout.Awards.Status) ?? (values.Feed[BundleLayout.Awards.Status] is null ? null : ""),
            CreditsEarned = values.Number(BundleLayout.Awards.CreditsEarned),
            CreditsRequired = values.Number(BundleLayout.Awards.CreditsRequired),
            Source = values.Here(),
        };
        return key is null || type is null || title is null || conferredOn is null ? null : award;
    }
}
