// Every word a mapping may hold, by the table it stands in: the reader and docs/mapping.schema.json know the same ones.
namespace Conferral.Issuance.Read;

internal static class MappingWords
{
    public static readonly string[] Root = ["lookups", "termCodes", "gradeScales", "nulls", "policies", "files", "ignoreFiles", "degreeVerify", "pesc", "oneRoster"];

    public static readonly string[] TermCode = ["code", "terms"];

    public static readonly string[] TermKind = ["name", "starts", "ends", "year"];

    public static readonly string[] Feed = ["file", "delimiter", "columns", "ignore", "distinct", "keep", "skipWhereEmpty", "where", "whereNot", "leaveOut", "nulls", "encoding", "sheet", "sql"];

    public static readonly string[] Rule = ["from", "template", "constant", "join", "else", "unless", "termCode", "give", "split", "lookup", "prefix", "format", "scale", "pattern"];

    public static readonly string[] Policies = ["courses", "repeated", "repeatable", "awards"];

    public static readonly string[] AwardWording = ["title", "description", "criteria"];

    /// <summary>What a grade may mean, and which courses a policy may speak of.</summary>
    public static readonly string[] CourseMeanings = [.. Enum.GetNames<ResultStatus>(), .. Enum.GetNames<CourseKind>().Where(kind => kind != nameof(CourseKind.Regular))];

    /// <summary>Beside the meanings, what a grade scale says of grades it does not list and of courses without a grade.</summary>
    public static readonly string[] GradeScale = [.. CourseMeanings, "default", "empty"];
}
