// The rows that are wrong on purpose, one graduate each, as they go wrong in real exports.
namespace Conferral.Samples;

/// <summary>What samples/README.md lists. Shape: <see cref="Apply"/> changes the graduates at fixed places and leaves the others alone.</summary>
internal static class WrongRows
{
    private const int Every = 20;

    private static readonly Action<Graduate>[] Faults =
    [
        // 1 the spreadsheet's locale wrote a decimal comma
        graduate => graduate.CourseResults[3][3] = "3,5",
        // 2 the degree was entered before the board conferred it
        graduate => graduate.Awards[0][6] = "",
        // 3 day and month as people write them
        graduate => graduate.Awards[0][6] = "15/05/2026",
        // 4 a course that was renumbered after the catalogue was exported
        graduate => graduate.CourseResults[5][1] = "MATH-999",
        // 5 a summer term nobody exported
        graduate => graduate.CourseResults[7][2] = "2025SU",
        // 6 the local word instead of the vocabulary's
        graduate => graduate.Awards[0][2] = "Bachelors",
        // 7 a grade cell that a spreadsheet took for a date
        graduate => graduate.CourseResults[2][5] = "2-Mar",
        // 8 an average on a scale of 100
        graduate => graduate.Gpa[^1][2] = "87.5",
        // 9 the learner was exported twice, the second time after a change of address
        graduate => graduate.Learners.Add([.. graduate.Learners[0]]),
        // 10 on the graduation list, but the degree was never posted
        graduate => { graduate.Awards.Clear(); graduate.AwardFields.Clear(); },
        // 11 an unquoted comma in a title made the row one field longer
        graduate => graduate.Activities.Add([graduate.Key, $"{graduate.Key}-X9", "CoCurricular", "Model UN", "Debated", " drafted and voted.", "Delegate", "20", "2025-10-01", "2026-03-01"]),
        // 12 a level from the framework's older edition
        graduate => graduate.CompetencyResults.Add([graduate.Key, "OUT-1", "", "Expert", "2026-04-20"]),
        // 13 a name that went through Latin-1 on its way
        graduate => graduate.Learners[0][1] = "AmÃ©lie MÃ¼ller",
        // 14 a key with one digit too many, which is nobody in learners.csv
        graduate => graduate.CourseResults.Add([graduate.Key + "9", "ENGL-101", "2025FA", "2", "2", "A", "Completed"]),
    ];

    public static void Apply(Graduate graduate, long index)
    {
        // Some twenty graduates apart, from the eleventh on: 11, 31, 51, ...
        if (index < CohortGenerator.SampleLearners && index % Every == 10 && index / Every < Faults.Length) Faults[index / Every](graduate);
    }
}
