// From all records of one learner to one learner's record with several awards.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Reads the records of one College Student ID, from one file or several. They must agree on the person; each is one award.</summary>
internal sealed class DegreeVerifyLearner(DegreeVerifyMapping mapping)
{
    private readonly AwardWords words = new(mapping.Types, DegreeVerifyLayout.Levels);

    public IntakeItem Read(string key, IReadOnlyList<(DegreeVerifyRecord Record, DetailPlace Place)> all)
    {
        var values = new DocumentValues();
        var records = WithoutRepeated(all, values);
        var source = At(records[0].Place);
        if (key.Length == 0)
        {
            values.Report(ReadRules.Required, At(records[0].Place, DegreeVerifyLayout.StudentId), "There is no College Student ID, so nobody knows whose award this is; a social security number is never used instead. Fill it in.");
            return new IntakeItem { LearnerKey = string.Create(CultureInfo.InvariantCulture, $"{source.File}#{source.Row}"), Source = source, Findings = values.Findings };
        }

        // Read for its checks: the text itself is known.
        _ = values.Text(key, At(records[0].Place, DegreeVerifyLayout.StudentId), ColumnKind.Key);
        var people = records.Select(record => (record.Place, Name: ReadName(values, record.Record, record.Place), BirthDate: ReadBirthDate(values, record.Record, record.Place))).ToArray();
        foreach (var (place, name, birthDate) in people.Where(person => person.Name != people[0].Name || person.BirthDate != people[0].BirthDate))
        {
            values.Report(ReadRules.LearnerConflict, At(place), $"The record of {Said(people[0].Place, place)} has the same College Student ID and another {(name != people[0].Name ? "name" : "birth date")}. If these are two people, give them two IDs; else make the records agree.");
        }

        var learner = new LearnerRecord
        {
            LearnerKey = key,
            Source = source,
            Name = people[0].Name,
            BirthDate = people[0].BirthDate,
            Awards = AwardKeys.Assign([.. records.Select(record => ReadAward(values, record.Record, record.Place)).OfType<Award>()], values),
            Holds = [.. records.SelectMany(record => ReadHolds(values, record.Record, record.Place)).DistinctBy(hold => hold.Kind)],
        };
        return new IntakeItem { LearnerKey = key, Source = source, Learner = values.Findings.Exists(finding => finding.Severity == Severity.Error) ? null : learner, Findings = values.Findings };
    }

    private static PersonName? ReadName(DocumentValues values, DegreeVerifyRecord record, DetailPlace place)
    {
        var first = Personal(DegreeVerifyLayout.FirstName);
        if (first == DegreeVerifyLayout.NoFirstName) first = null;
        var (middle, last, suffix) = (Personal(DegreeVerifyLayout.MiddleName), Personal(DegreeVerifyLayout.LastName), Personal(DegreeVerifyLayout.Suffix));
        var display = Joined(first, middle, last, suffix);
        return display is null ? null : new PersonName(display, Joined(first, middle), last);

        string? Personal(FixedField field) => values.Text(record[field], At(place, field), ColumnKind.Personal);
    }

    private static DateOnly? ReadBirthDate(DocumentValues values, DegreeVerifyRecord record, DetailPlace place)
        => values.Date(record[DegreeVerifyLayout.BirthDate], At(place, DegreeVerifyLayout.BirthDate), "yyyyMMdd", personal: true);

    private Award? ReadAward(DocumentValues values, DegreeVerifyRecord record, DetailPlace place)
    {
        var title = values.Required(record[DegreeVerifyLayout.Title], At(place, DegreeVerifyLayout.Title), ColumnKind.Text, "degree title");
        var level = values.Text(record[DegreeVerifyLayout.Level], At(place, DegreeVerifyLayout.Level), ColumnKind.Code);
        var certificate = values.Text(record[DegreeVerifyLayout.CertificateType], At(place, DegreeVerifyLayout.CertificateType), ColumnKind.Code);
        var conferredOn = ReadConferral(values, record, place);
        // "C-2": a mapping may tell certificates apart by their type; without such a word the level alone decides.
        var word = certificate is not null && mapping.Types?.Find($"{level}-{certificate}") is not null ? $"{level}-{certificate}" : level;
        var type = words.Find(word, title, "degreeVerify", out var refusal);
        if (refusal.Length > 0) values.Report(ReadRules.Lookup, At(place, DegreeVerifyLayout.Level), refusal);
        var award = new Award
        {
            AwardKey = "",
            AchievementType = type ?? "",
            Title = title ?? "",
            ConferredOn = conferredOn ?? default,
            Honors = [.. DegreeVerifyLayout.Honors.Select(field => values.Text(record[field], At(place, field), ColumnKind.Text)).OfType<string>().Distinct(StringComparer.Ordinal)],
            Fields = ReadFields(values, record, place),
            Source = At(place),
        };
        return title is null || type is null || conferredOn is null ? null : award;
    }

    private static DateOnly? ReadConferral(DocumentValues values, DegreeVerifyRecord record, DetailPlace place)
    {
        var at = At(place, DegreeVerifyLayout.DateAwarded);
        var raw = record[DegreeVerifyLayout.DateAwarded];
        if (!raw.AsSpan().Trim("0 ").IsEmpty) return values.Date(raw, at, "yyyyMMdd");
        values.Report(ReadRules.AwardDate, at, "The award has no date. A degree that is not posted yet is not to be issued; fill the date in, or leave the record out.");
        return null;
    }

    private static List<AwardField> ReadFields(DocumentValues values, DegreeVerifyRecord record, DetailPlace place)
    {
        var fields = new List<AwardField>();
        Add(AwardFieldKind.Major, DegreeVerifyLayout.Majors, DegreeVerifyLayout.MajorCips);
        Add(AwardFieldKind.Minor, DegreeVerifyLayout.Minors, DegreeVerifyLayout.MinorCips);
        Add(AwardFieldKind.Concentration, DegreeVerifyLayout.Options, []);
        Add(AwardFieldKind.Concentration, DegreeVerifyLayout.Concentrations, []);
        return fields;

        void Add(AwardFieldKind kind, FixedField[] names, FixedField[] cips)
        {
            for (var i = 0; i < names.Length; i++)
            {
                var name = values.Text(record[names[i]], At(place, names[i]), ColumnKind.Text);
                var cip = i < cips.Length ? ReadCip(values, record[cips[i]], At(place, cips[i])) : null;
                if (name is not null) fields.Add(new AwardField(kind, name, cip, At(place, names[i])));
                else if (cip is not null) values.Report(ReadRules.Cip, At(place, cips[i]), $"There is a CIP code, but no name in {names[i].Name}. Fill the name in, or take the code out.");
            }
        }
    }

    /// <summary>"270101" and "27.0101" are one code; 000000 means none.</summary>
    private static string? ReadCip(DocumentValues values, string raw, SourceLocation at)
    {
        if (values.Text(raw, at, ColumnKind.Code) is not { } code || code.AsSpan().Trim('0').IsEmpty) return null;
        if (code.Length == 6 && code.All(char.IsAsciiDigit)) return $"{code[..2]}.{code[2..]}";
        values.Report(ReadRules.Cip, at, $"{RowValues.Quoted(code)} is not a CIP code of six digits, such as 270101. Correct it.");
        return null;
    }

    private static IEnumerable<LearnerHold> ReadHolds(DocumentValues values, DegreeVerifyRecord record, DetailPlace place)
    {
        foreach (var (field, kind) in new[] { (DegreeVerifyLayout.FerpaBlock, HoldKind.Privacy), (DegreeVerifyLayout.FinancialBlock, HoldKind.Financial) })
        {
            var flag = record[field].Trim();
            if (flag is "Y" or "y") yield return new LearnerHold(kind, Reason: null, Since: null, Until: null, At(place, field));
            else if (flag is not ("" or "N" or "n")) values.Report(ReadRules.Choice, At(place, field), $"{RowValues.Quoted(flag)} is neither Y nor N, so nobody knows whether the learner is blocked. Correct it.");
        }
    }

    /// <summary>A record that another file of the input holds as well, as terms and corrections are exported again, is read once.</summary>
    private static List<(DegreeVerifyRecord Record, DetailPlace Place)> WithoutRepeated(IReadOnlyList<(DegreeVerifyRecord Record, DetailPlace Place)> all, DocumentValues values)
    {
        var records = new List<(DegreeVerifyRecord Record, DetailPlace Place)>(all.Count);
        foreach (var (record, place) in all)
        {
            var first = records.FindIndex(known => known.Place.File != place.File && known.Record.IsSame(record));
            if (first < 0) records.Add((record, place));
            else values.Report(ReadRules.Repeated, At(place), $"The same record stands in {Said(records[first].Place, place)}; it is read once.");
        }

        return records;
    }

    private static SourceLocation At(DetailPlace place) => new(place.File.Name, place.Line);

    /// <summary>A place as somebody who stands at another one would say it.</summary>
    private static string Said(DetailPlace place, DetailPlace from)
        => place.File == from.File ? string.Create(CultureInfo.InvariantCulture, $"row {place.Line}") : At(place).ToString();

    private static SourceLocation At(DetailPlace place, FixedField field)
        => new(place.File.Name, place.Line, field.Length == 1 ? $"{field.Name} ({field.First})" : $"{field.Name} ({field.First}-{field.Last})");

    private static string? Joined(params ReadOnlySpan<string?> parts)
    {
        var joined = string.Join(' ', parts.ToArray().Where(part => part is not null));
        return joined.Length == 0 ? null : joined;
    }
}
