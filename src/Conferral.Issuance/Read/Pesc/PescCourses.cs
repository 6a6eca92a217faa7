// The courses of a transcript: each attempt with its term, credits, grade and how it ended.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Courses of terms and, outside any term, credits of other schools and examinations. How an attempt ended is told by its status code, not by the absence of a grade.</summary>
internal sealed class PescCourses(string file, PescMapping mapping, DocumentValues values)
{
    private readonly List<CourseResult> results = [];

    public void Add(PescElement course, Term? term, string? otherSchool)
    {
        var school = values.Text(course.Find("CourseOverrideSchool", "OrganizationName")?.Text, course.In(file), ColumnKind.Text) ?? otherSchool;
        var code = ReadCode(course, school is not null);
        var title = values.Required(course.Find("CourseTitle")?.Text, course.In(file), ColumnKind.Text, "CourseTitle");
        var attempted = values.Number(course.Find("CourseCreditValue")?.Text, course.In(file));
        var earned = values.Number(course.Find("CourseCreditEarned")?.Text, course.In(file));
        var grade = values.Text((course.Find("CourseAcademicGrade") ?? course.Find("CourseNarrativeExplanationGrade"))?.Text, course.In(file), ColumnKind.Text);
        var status = ReadStatus(course, grade, attempted, earned);
        if (code is null || title is null || status is null) return;
        results.Add(new CourseResult
        {
            Course = new Course
            {
                CourseKey = school is null ? code : $"{school}: {code}",
                Code = code,
                Title = title,
                Description = school is not null ? $"Transfer credit from {school}." : BasisOf(course),
                Source = course.In(file),
            },
            Term = term,
            CreditsAttempted = attempted,
            CreditsEarned = course.Find("CourseRepeatCode")?.Text == PescWords.Replaced ? 0 : earned,
            CreditUnit = values.Text(course.Find("CourseCreditUnits")?.Text, course.In(file), ColumnKind.Code),
            Grade = grade,
            Status = status.Value,
            Kind = KindOf(course, school),
            Source = course.In(file),
        });
    }

    /// <summary>In order of term and course; the order of the document does not count.</summary>
    public CourseResult[] Complete()
        => [.. results.OrderBy(result => result.Term?.StartsOn).ThenBy(result => result.Term?.TermKey, StringComparer.Ordinal).ThenBy(result => result.Course.CourseKey, StringComparer.Ordinal)];

    /// <summary>The number as the transcript prints it, leading zeros and all.</summary>
    private string? ReadCode(PescElement course, bool elsewhere)
    {
        var number = (elsewhere ? course.Find("OverrideSchoolCourseNumber") : null) ?? course.Find("CourseNumber");
        var subject = course.Find("CourseSubjectAbbreviation")?.Text ?? "";
        var code = number is { Text.Length: > 0 } ? $"{subject} {number.Text}".Trim() : (course.Find("OriginalCourseID") ?? course.Find("AgencyCourseID"))?.Text ?? "";
        return values.Required(code, course.In(file), ColumnKind.Code, "CourseNumber, OriginalCourseID or AgencyCourseID");
    }

    private static CourseKind KindOf(PescElement course, string? school) => course.Find("CourseAcademicGradeStatusCode")?.Text switch
    {
        _ when school is not null => CourseKind.Transfer,
        "TransferNoGrade" => CourseKind.Transfer,
        "AuditedCourse" => CourseKind.Audit,
        "PassFailPass" or "PassFailFail" => CourseKind.PassFail,
        _ => CourseKind.Regular,
    };

    private static string? BasisOf(PescElement course)
        => course.Find("CourseCreditBasis")?.Text is { Length: > 0 } basis and not ("Regular" or "Major" or "AcademicRenewal") ? $"Credit basis: {basis}." : null;

    /// <summary>Without a code: the mapping's word for the grade; else nothing earned is Failed where there is a grade and InProgress where there is none.</summary>
    private ResultStatus? ReadStatus(PescElement course, string? grade, decimal? attempted, decimal? earned)
    {
        if (course.Find("CourseAcademicGradeStatusCode") is { Text.Length: > 0 } code)
        {
            if (PescWords.GradeStatuses.TryGetValue(code.Text, out var status)) return status;
            values.Report(ReadRules.Choice, code.In(file), $"{RowValues.Quoted(code.Text)} is no status code. Use one of {string.Join(", ", PescWords.GradeStatuses.Keys)}.");
            return null;
        }

        if (grade is not null && mapping.Grades?.Find(grade) is { } mapped) return Enum.Parse<ResultStatus>(mapped);
        if (earned > 0 || (attempted is null or 0 && grade is not null)) return ResultStatus.Completed;
        return grade is null ? ResultStatus.InProgress : earned is null ? ResultStatus.Completed : ResultStatus.Failed;
    }
}

/// <summary>Terms are told apart by month and name: two sessions of one year may begin in the same month.</summary>
internal sealed class PescTerms(string file, DocumentValues values)
{
    public Term? Read(PescElement session)
    {
        var detail = session.Find("AcademicSessionDetail");
        var month = PescDates.Month(values, detail?.Find("SessionDesignator"), file);
        var printed = values.Text(detail?.Find("SessionName")?.Text, session.In(file), ColumnKind.Text);
        if (month is null && printed is null)
        {
            if (detail?.Find("SessionDesignator") is null) values.Report(ReadRules.Required, session.In(file), "The session has neither SessionDesignator nor SessionName, so its courses belong to no term. Fill one in.");
            return null;
        }

        var type = detail?.Find("SessionType")?.Text;
        var (starts, ends) = (PescDates.Day(values, detail?.Find("SessionBeginDate"), file), PescDates.Day(values, detail?.Find("SessionEndDate"), file));
        if (ends < starts) values.Report(ReadRules.Date, session.In(file), "The last day lies before the first. Correct one of the two.");
        var name = printed ?? (string.IsNullOrEmpty(type) ? month! : $"{type} {month}");
        return new Term(month is null ? name : $"{month} {name}", name, starts, ends);
    }
}
