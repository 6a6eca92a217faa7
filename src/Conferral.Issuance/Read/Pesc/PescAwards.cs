// The awards of a transcript, with their programmes and honours.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// An award may stand in the record, in the term it was conferred in, or in both: equal ones become one. One that says it is not
/// completed is a programme, not an award.
/// </summary>
internal sealed class PescAwards(string file, PescMapping mapping, DocumentValues values)
{
    private readonly AwardWords words = new(mapping.Types, PescWords.AwardLevels);
    private readonly List<List<PescElement>> groups = [];

    /// <summary>How many elements were awards, readable or not.</summary>
    public int Seen { get; private set; }

    public void Add(PescElement element)
    {
        if (element.Find("AcademicCompletionIndicator")?.Text is "false" or "0") return;
        Seen++;
        if (groups.Find(group => group.TrueForAll(other => AreSame(other, element))) is { } same) same.Add(element);
        else groups.Add([element]);
    }

    /// <summary>The awards with keys, and the elements each was read from.</summary>
    public IReadOnlyList<(Award Award, IReadOnlyList<PescElement> Elements)> Complete()
    {
        var read = groups.Select(group => (Award: Read(group), Elements: group)).Where(pair => pair.Award is not null).ToList();
        var keyed = AwardKeys.Assign([.. read.Select(pair => pair.Award!)], values);
        return [.. keyed.Select(award => (award, (IReadOnlyList<PescElement>)read.Find(pair => pair.Award!.Source == award.Source).Elements))];
    }

    /// <summary>Equal in level, title and date, where one of them may leave the date to the other.</summary>
    private static bool AreSame(PescElement one, PescElement other)
    {
        var (date, otherDate) = (Text(one, "AcademicAwardDate"), Text(other, "AcademicAwardDate"));
        return Text(one, "AcademicAwardLevel") == Text(other, "AcademicAwardLevel") && Text(one, "AcademicAwardTitle") == Text(other, "AcademicAwardTitle")
            && (date == otherDate || date.Length == 0 || otherDate.Length == 0);
    }

    private static string Text(PescElement element, string name) => element.Find(name)?.Text ?? "";

    private Award? Read(List<PescElement> elements)
    {
        var first = elements[0];
        var at = first.In(file);
        var title = values.Required(Text(first, "AcademicAwardTitle"), at, ColumnKind.Text, "AcademicAwardTitle");
        var level = values.Text(Text(first, "AcademicAwardLevel"), at, ColumnKind.Code);
        var type = words.Find(level, title, "pesc", out var refusal);
        if (refusal.Length > 0) values.Report(ReadRules.Lookup, (first.Find("AcademicAwardLevel") ?? first).In(file), refusal);
        var conferredOn = ReadConferral(elements);
        var award = new Award
        {
            AwardKey = "",
            AchievementType = type ?? "",
            Title = title ?? "",
            ConferredOn = conferredOn ?? default,
            Honors = [.. elements.SelectMany(Honors).Distinct(StringComparer.Ordinal)],
            Fields = [.. elements.SelectMany(element => element.All("AcademicAwardProgram")).Select(ReadField).OfType<AwardField>().DistinctBy(field => (field.Kind, field.Name))],
            Source = at,
        };
        return title is null || type is null || conferredOn is null ? null : award;
    }

    private DateOnly? ReadConferral(List<PescElement> elements)
    {
        if (First("AcademicAwardDate") is { } awarded) return PescDates.Day(values, awarded, file);
        if (mapping.CompletionDateCounts && First("AcademicCompletionDate") is { } completed) return PescDates.Day(values, completed, file);
        values.Report(ReadRules.AwardDate, elements[0].In(file), "The award has no AcademicAwardDate. Fill it in; or, if your AcademicCompletionDate is the day of conferral, write completionDate: true under pesc: in the mapping.");
        return null;

        PescElement? First(string name) => elements.Select(element => element.Find(name)).FirstOrDefault(date => date?.Text.Length > 0);
    }

    private IEnumerable<string> Honors(PescElement element)
    {
        var all = element.All("AcademicHonors").Concat(element.All("AcademicSummary").SelectMany(summary => summary.All("AcademicHonors")));
        foreach (var honor in all)
        {
            if (values.Text(honor.Find("HonorsTitle")?.Text, honor.In(file), ColumnKind.Text) is { } title) yield return title;
            else if (honor.Find("HonorsLevel") is { Text.Length: > 0 } level)
            {
                if (mapping.Honors?.Find(level.Text) is { } printed) yield return printed;
                else values.Report(ReadRules.Lookup, level.In(file), $"The honour has a level, {RowValues.Quoted(level.Text)}, and no title, so nobody knows what the diploma prints. Write what it prints under honors: of pesc: in the mapping.");
            }
        }
    }

    private AwardField? ReadField(PescElement program)
    {
        var at = program.In(file);
        var name = values.Required(program.Find("AcademicProgramName")?.Text, at, ColumnKind.Text, "AcademicProgramName");
        var type = program.Find("AcademicProgramType")?.Text ?? "";
        var code = values.Text((program.Find("ProgramCIPCode") ?? program.Find("AcademicProgramCode"))?.Text, at, ColumnKind.Code);
        if (PescWords.ProgramTypes.TryGetValue(type, out var kind)) return name is null ? null : new AwardField(kind, name, code, at);
        values.Report(ReadRules.Choice, at, $"{(type.Length == 0 ? "An empty AcademicProgramType" : RowValues.Quoted(type))} is not accepted here. Use Major, Minor, Concentration or Specialization.");
        return null;
    }
}

/// <summary>Dates of XML Schema, which may carry a time zone that says nothing about a day of conferral.</summary>
internal static class PescDates
{
    public static DateOnly? Day(DocumentValues values, PescElement? element, string file, bool personal = false)
        => element is null ? null : values.Date(WithoutZone(element.Text, "yyyy-MM-dd".Length), element.In(file), "yyyy-MM-dd", personal);

    /// <summary>The month of a gYearMonth, checked, as its text.</summary>
    public static string? Month(DocumentValues values, PescElement? element, string file)
        => element is null || values.Date(WithoutZone(element.Text, "yyyy-MM".Length), element.In(file), "yyyy-MM") is not { } month ? null : month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string WithoutZone(string text, int length)
    {
        var zone = text.Length > length ? text.AsSpan(length) : default;
        return zone is ['Z'] or ['+' or '-', _, _, ':', _, _] ? text[..length] : text;
    }
}
