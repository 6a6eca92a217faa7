// The files of the invented college's export and their headers, and how a row is written.
namespace Conferral.Samples;

internal sealed record ExportFile(string Name, string Header, Func<Graduate, List<string[]>>? Rows = null)
{
    public static IReadOnlyList<ExportFile> All { get; } =
    [
        new("learners.csv", "learner_key,name,given_name,family_name,email,identifiers", graduate => graduate.Learners),
        new("awards.csv", "learner_key,award_key,achievement_type,title,code,criteria,conferred_on,credits,honors", graduate => graduate.Awards),
        new("award_fields.csv", "learner_key,award_key,kind,name,code,position", graduate => graduate.AwardFields),
        new("course_results.csv", "learner_key,course_key,term_key,credits_attempted,credits_earned,grade,status", graduate => graduate.CourseResults),
        new("gpa.csv", "learner_key,scope,value,maximum,term_key,award_key", graduate => graduate.Gpa),
        new("competency_results.csv", "learner_key,competency_key,course_key,level,assessed_on", graduate => graduate.CompetencyResults),
        new("activities.csv", "learner_key,activity_key,achievement_type,name,description,role,hours,starts_on,ends_on", graduate => graduate.Activities),
        new("courses.csv", "course_key,code,title,description,subject,credits"),
        new("terms.csv", "term_key,name,starts_on,ends_on"),
        new("competencies.csv", "competency_key,name,code,description,framework,framework_url,levels"),
    ];

    public static void WriteRow(TextWriter writer, string[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0) writer.Write(',');
            WriteField(writer, row[i]);
        }

        writer.Write('\n');
    }

    private static void WriteField(TextWriter writer, string field)
    {
        if (field.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            writer.Write(field);
            return;
        }

        writer.Write('"');
        writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }
}
