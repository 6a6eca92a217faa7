// One of our tables made of a OneRoster file, row by row.
using System.Globalization;

namespace Conferral.Issuance.Read;

/// <summary>
/// How a file of ours is made of one of theirs: our columns, each with the column of theirs that messages name, and the
/// function that fills a row or says that it is none of ours.
/// </summary>
internal sealed record RosterTable(string Source, string[] Needed, (string Ours, string Theirs)[] Columns, Func<RosterRows, RosterIndex, string[], bool> Fill)
{
    private static readonly RosterTable Learners = new(
        "users", ["sourcedId", "givenName", "familyName"],
        [("learner_key", "sourcedId"), ("given_name", "givenName"), ("family_name", "familyName"), ("email", "email"), ("identifiers", "identifier"), ("birth_date", "demographics.csv birthDate")],
        FillLearner);

    private static readonly RosterTable Courses = new(
        "courses", ["sourcedId", "title"], [("course_key", "sourcedId"), ("code", "courseCode"), ("title", "title"), ("subject", "subjects")], FillCourse);

    private static readonly RosterTable Terms = new(
        "academicSessions", ["sourcedId", "title", "startDate", "endDate"], [("term_key", "sourcedId"), ("name", "title"), ("starts_on", "startDate"), ("ends_on", "endDate")], FillTerm);

    private static readonly RosterTable Taken = new(
        "enrollments", ["classSourcedId", "userSourcedId", "role"],
        [("learner_key", "userSourcedId"), ("course_key", "classSourcedId"), ("term_key", "classSourcedId"), ("status", "status")],
        FillEnrollment);

    private static readonly RosterTable Graded = new(
        "results", ["lineItemSourcedId", "studentSourcedId", "scoreStatus", "score"],
        [("learner_key", "studentSourcedId"), ("course_key", "lineItemSourcedId"), ("term_key", "lineItemSourcedId"), ("grade", "score"), ("status", "scoreStatus")],
        FillResult);

    /// <summary>What feeds a file of ours, or null where OneRoster has nothing for it. With a rule for final grades course results come from results.csv.</summary>
    public static RosterTable? For(BundleFile file, bool hasFinals)
    {
        if (file == BundleLayout.Learners.File) return Learners;
        if (file == BundleLayout.Courses.File) return Courses;
        if (file == BundleLayout.Terms.File) return Terms;
        return file != BundleLayout.CourseResults.File ? null : hasFinals ? Graded : Taken;
    }

    private static bool FillLearner(RosterRows row, RosterIndex index, string[] cells)
    {
        if (index.Is12 ? !index.IsStudent(row["sourcedId"]) : !row["role"].Equals("student", StringComparison.OrdinalIgnoreCase)) return false;
        cells[0] = row["sourcedId"].ToString();
        cells[1] = string.Join(' ', new[] { row["givenName"].ToString(), row["middleName"].ToString() }.Where(part => part.Length > 0));
        cells[2] = row["familyName"].ToString();
        cells[3] = row["email"].ToString();
        cells[4] = row["identifier"].IsEmpty ? $"oneRosterSourcedId:{cells[0]}" : $"oneRosterSourcedId:{cells[0]}|sisSourcedId:{row["identifier"]}";
        cells[5] = index.Birthday(row["sourcedId"])?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        return true;
    }

    private static bool FillCourse(RosterRows row, RosterIndex index, string[] cells)
    {
        cells[0] = row["sourcedId"].ToString();
        cells[1] = row["courseCode"].IsEmpty ? cells[0] : row["courseCode"].ToString();
        cells[2] = row["title"].ToString();
        cells[3] = row["subjects"].ToString();
        return true;
    }

    private static bool FillTerm(RosterRows row, RosterIndex index, string[] cells)
    {
        (cells[0], cells[1], cells[2], cells[3]) = (row["sourcedId"].ToString(), row["title"].ToString(), row["startDate"].ToString(), row["endDate"].ToString());
        return true;
    }

    /// <summary>Being enrolled is all an enrollment says: it is no proof that the course was completed.</summary>
    private static bool FillEnrollment(RosterRows row, RosterIndex index, string[] cells)
    {
        if (!row["role"].Equals("student", StringComparison.OrdinalIgnoreCase)) return false;
        var taken = index.Class(row["classSourcedId"]);
        cells[0] = row["userSourcedId"].ToString();
        // A class nobody knows is named as it stands, so that the finding names it too.
        cells[1] = taken?.CourseKey ?? row["classSourcedId"].ToString();
        cells[2] = taken is null ? "" : index.Session(taken, row["beginDate"], row["endDate"]) ?? "";
        cells[3] = nameof(ResultStatus.Enrolled);
        return true;
    }

    private static bool FillResult(RosterRows row, RosterIndex index, string[] cells)
    {
        if (index.Graded(row["lineItemSourcedId"]) is not { } taken) return false;
        var isGraded = row["scoreStatus"].Equals("fully graded", StringComparison.OrdinalIgnoreCase);
        var open = row["inProgress"].Equals("true", StringComparison.OrdinalIgnoreCase) || row["incomplete"].Equals("true", StringComparison.OrdinalIgnoreCase);
        cells[0] = row["studentSourcedId"].ToString();
        cells[1] = taken.CourseKey;
        cells[2] = taken.Sessions.Length == 1 ? taken.Sessions[0] : "";
        cells[3] = row["textScore"].IsEmpty ? row["score"].ToString() : row["textScore"].ToString();
        cells[4] = isGraded && !open ? nameof(ResultStatus.Completed) : nameof(ResultStatus.InProgress);
        return true;
    }
}

/// <summary>The rows of a <see cref="RosterTable"/>. A damaged row comes with the same excess of fields as it has in their file.</summary>
internal sealed class RosterRecords(RosterRows rows, RosterTable table, RosterIndex index) : TableRecords
{
    private readonly string[] cells = new string[table.Columns.Length];
    private int excess;
    private long inactive;

    public override long Line => rows.Records.Line;

    public override int Width => cells.Length + excess;

    public override ReadOnlySpan<char> this[int field] => field < cells.Length ? cells[field].AsSpan().Trim() : "?";

    public override IReadOnlyList<string> Remarks => inactive == 0
        ? rows.Records.Remarks
        : [.. rows.Records.Remarks, string.Create(CultureInfo.InvariantCulture, $"Rows that are to be deleted, or not active, produce nothing: {inactive}.")];

    public override TableHeader ReadHeader() => new(
        [.. table.Columns.Select(column => column.Ours)], rows.Header.Line, CellOrigin.Text, [.. table.Columns.Select(column => rows.Label(column.Theirs))], rows.Header.Names.Count);

    public override bool Read()
    {
        while (rows.Read())
        {
            if (!rows.IsActive) inactive++;
            else if (Make()) return true;
        }

        return false;
    }

    public override byte[]? Finish() => rows.Records.Finish();

    public override void Dispose() => rows.Dispose();

    private bool Make()
    {
        excess = rows.Excess;
        Array.Fill(cells, "");
        if (!table.Fill(rows, index, cells)) return false;
        Count++;
        return true;
    }
}
