// The tables of words a proposed mapping needs: term codes, degree types, CIP families, grades.
namespace Conferral.Issuance.Read;

/// <summary>Writes <c>termCodes</c>, <c>lookups</c> and <c>gradeScales</c> from the values found. What cannot be known is marked and left to a person.</summary>
internal sealed class ProposedTables(ProposalText text)
{
    public const string Terms = "terms";
    public const string DegreeType = "degreeType";
    public const string CipFamily = "cipFamily";
    public const string Grades = "grades";

    private readonly record struct Season(string Name, string Starts, string Ends, int Year);

    /// <summary>The pattern most codes fit.</summary>
    public static string? PatternOf(IEnumerable<ColumnProfile> columns)
        => Codes(columns).GroupBy(code => code.Pattern, StringComparer.Ordinal).OrderByDescending(group => group.Sum(code => code.Count)).FirstOrDefault()?.Key;

    public void WriteTerms(string pattern, IEnumerable<ColumnProfile> columns)
    {
        text.Line(0, "termCodes:");
        text.Line(2, $"{Terms}:");
        text.Line(4, $"code: {pattern}", "Y a digit of the year, T the term");
        text.Line(4, "terms:", ProposalText.Check("the codes do not say what a term is called and when it is; year: 1 is the year after the coded one"));
        var kinds = Codes(columns).Where(code => code.Pattern == pattern).GroupBy(code => code.Term, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        var academic = kinds.All(kind => kind.Key is [>= '1' and <= '6']);
        foreach (var kind in kinds)
        {
            var season = SeasonOf(kind.Key, academic);
            var year = season.Year == 0 ? "" : ", year: 1";
            text.Line(6, $"{ProposalText.Word(kind.Key)}: {{ name: {season.Name}, starts: {season.Starts}, ends: {season.Ends}{year} }}", FormattableString.Invariant($"{kind.Count()} codes"));
        }

        text.Blank();
    }

    public void WriteDegreeTypes(ColumnProfile column)
    {
        text.Line(2, $"{DegreeType}:");
        var known = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var unknown = new List<string>();
        foreach (var (value, _) in column.Values)
        {
            if (ValueShapes.Degree(value) is { } degree) known[degree.Key] = degree.Type;
            else unknown.Add(value);
        }

        foreach (var (key, type) in known) text.Line(4, $"{ProposalText.Word(key)}: {type}");
        foreach (var value in unknown.Take(MaxListed)) text.Line(4, $"# {ProposalText.Word(value)}: ", ProposalText.Check("which achievement type is it? Until it is named, its learners are blocked"));
        if (unknown.Count > MaxListed) text.Line(4, "", ProposalText.Check($"{unknown.Count - MaxListed} more are not named here"));
    }

    private const int MaxListed = 60;

    public void WriteCipFamilies(ColumnProfile column)
    {
        text.Line(2, $"{CipFamily}:", "the first two digits of a CIP code name its family");
        var families = column.Values.Select(pair => pair.Key).Where(ValueShapes.IsCip).Select(code => code[..2]).Distinct().Order(StringComparer.Ordinal);
        foreach (var family in families) text.Line(4, $"\"{family}*\": {ProposalText.Word(ValueShapes.CipFamilies[family])}");
    }

    public void WriteGrades(ColumnProfile column)
    {
        var meanings = column.Values.Select(pair => pair.Key).ToLookup(grade => ValueShapes.GradeMeaning(grade) ?? "");
        text.Line(0, "gradeScales:");
        text.Line(2, $"{Grades}:", "best grade first");
        foreach (var meaning in MappingWords.CourseMeanings.Where(meanings.Contains))
            text.Line(4, $"{meaning}: {ProposalText.Words(meanings[meaning].OrderBy(GradeOrder, StringComparer.Ordinal))}");
        foreach (var grade in meanings[""].Take(MaxListed)) text.Line(4, $"# ?: {ProposalText.Word(grade)}", ProposalText.Check("what does it mean? Until it is named, its learners are blocked"));
        text.Blank();
    }

    /// <summary>The grades that earn no credit.</summary>
    public static string[] WithoutCredit(ColumnProfile column)
        => [.. column.Values.Select(pair => pair.Key).Where(grade => ValueShapes.GradeMeaning(grade) is nameof(ResultStatus.Failed) or nameof(ResultStatus.Withdrew) or nameof(ResultStatus.OnHold) or nameof(ResultStatus.Provisional) or nameof(ResultStatus.InProgress) or nameof(CourseKind.Audit))];

    // A+ before A before A-.
    private static string GradeOrder(string grade) => grade.ToUpperInvariant() switch
    {
        [var letter, '+'] => letter + "0",
        [var letter] => letter + "1",
        [var letter, '-'] => letter + "2",
        var other => other + "3",
    };

    private static IEnumerable<(string Pattern, string Term, long Count)> Codes(IEnumerable<ColumnProfile> columns)
        => columns.SelectMany(column => column.Values).GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(group => (Code: ValueShapes.TermCode(group.Key), Count: group.Sum(pair => pair.Value)))
            .Where(found => found.Code is not null).Select(found => (found.Code!.Value.Pattern, found.Code.Value.Term, found.Count));

    private static Season SeasonOf(string term, bool academic) => (term.ToUpperInvariant(), academic) switch
    {
        ("FA" or "F", _) or ("1", true) => new("Fall", "08-20", "12-20", 0),
        ("WI" or "W", _) => new("Winter", "01-02", "03-20", 0),
        ("SP" or "S", _) => new("Spring", "01-10", "05-15", 0),
        ("SU" or "U" or "SM", _) => new("Summer", "05-16", "08-15", 0),
        ("2", true) => new("Winter", "01-02", "03-20", 1),
        ("3", true) => new("Spring", "01-10", "05-15", 1),
        ("4", true) => new("Summer", "05-16", "08-15", 1),
        ("5" or "6", true) => new("Summer " + (term == "5" ? "2" : "3"), "06-16", "08-15", 1),
        _ => new("Term " + term, "01-01", "12-31", 0),
    };
}
