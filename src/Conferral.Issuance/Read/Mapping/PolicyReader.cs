// Reads the gradeScales: and policies: sections of a mapping.
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Read;

/// <summary>Errors: <see cref="IntakeException"/> naming line and column.</summary>
internal sealed class PolicyReader(YamlNodes yaml)
{
    private const string Show = "show";
    private const string LeaveOut = "leaveOut";

    public Dictionary<string, GradeScale> ReadScales(YamlNode node)
    {
        var scales = new Dictionary<string, GradeScale>(StringComparer.Ordinal);
        foreach (var (name, keyNode, value) in yaml.Pairs(node, "gradeScales")) scales.Add(name, ReadScale(name, keyNode, value));
        return scales;
    }

    public RecordPolicies ReadPolicies(YamlNode node)
    {
        var policies = new RecordPolicies();
        foreach (var (key, _, value) in yaml.Pairs(node, "policies", MappingWords.Policies))
        {
            policies = key switch
            {
                "courses" => ReadCourses(policies, value),
                "repeated" => policies with { Repeated = ReadRepeated(value) },
                "repeatable" => policies with { Repeatable = yaml.Texts(value, "repeatable") },
                _ => policies with { Awards = ReadAwards(value) },
            };
        }

        return policies;
    }

    private GradeScale ReadScale(string name, YamlNode keyNode, YamlNode node)
    {
        var grades = new Dictionary<string, GradeMeaning>(StringComparer.OrdinalIgnoreCase);
        GradeMeaning? fallback = null, empty = null;
        foreach (var (word, _, value) in yaml.Pairs(node, $"The grade scale {name}", MappingWords.GradeScale))
        {
            if (word == "default") fallback = GradeMeaning.Of(ReadMeaning(value), null);
            else if (word == "empty") empty = GradeMeaning.Of(ReadMeaning(value), null);
            else AddGrades(name, word, value, grades);
        }

        if (grades.Count == 0 && fallback is null) throw yaml.Refuse(keyNode, $"the grade scale {name} lists no grade. Write, best grade first: Completed: [A, B, C, D] and Failed: F.");
        return new GradeScale(name, grades, fallback, empty);
    }

    private void AddGrades(string name, string word, YamlNode node, Dictionary<string, GradeMeaning> grades)
    {
        YamlNode[] nodes = node is YamlSequenceNode list ? [.. list.Children] : [node];
        foreach (var gradeNode in nodes)
        {
            var grade = yaml.Text(gradeNode, "a grade");
            if (!grades.TryAdd(grade, GradeMeaning.Of(word, grades.Count))) throw yaml.Refuse(gradeNode, $"the grade scale {name} has the grade {grade} twice; grades are compared without regard to case.");
        }
    }

    private string ReadMeaning(YamlNode node)
    {
        var word = yaml.Text(node, "what a grade means");
        return MappingWords.CourseMeanings.Contains(word) ? word : throw yaml.Refuse(node, $"a grade cannot mean \"{word}\".{NearestWord.Hint(word, MappingWords.CourseMeanings)} It is one of {string.Join(", ", MappingWords.CourseMeanings)}.");
    }

    private RecordPolicies ReadCourses(RecordPolicies policies, YamlNode node)
    {
        var (statuses, kinds) = (new Dictionary<ResultStatus, bool>(), new Dictionary<CourseKind, bool>());
        foreach (var (word, _, value) in yaml.Pairs(node, "policies.courses", MappingWords.CourseMeanings))
        {
            var shown = yaml.Text(value, word) switch
            {
                Show => true,
                LeaveOut => false,
                var other => throw yaml.Refuse(value, $"\"{other}\" is no policy.{NearestWord.Hint(other, [Show, LeaveOut])} Write show (with its status) or leaveOut (the record then says it is partial)."),
            };
            if (Enum.TryParse<ResultStatus>(word, out var status)) statuses.Add(status, shown);
            else kinds.Add(Enum.Parse<CourseKind>(word), shown);
        }

        return policies with { Statuses = statuses, Kinds = kinds };
    }

    private RepeatedCourses ReadRepeated(YamlNode node) => yaml.Text(node, "repeated") switch
    {
        "best" => RepeatedCourses.Best,
        "last" => RepeatedCourses.Last,
        "all" => RepeatedCourses.All,
        var other => throw yaml.Refuse(node, $"repeated cannot be \"{other}\". Write best or last (the other attempts are left out) or all (every attempt, credits once)."),
    };

    private AwardWording ReadAwards(YamlNode node)
    {
        var wording = new AwardWording();
        foreach (var (key, _, value) in yaml.Pairs(node, "policies.awards", MappingWords.AwardWording))
        {
            var template = yaml.Template(value, key);
            if (template.Places.FirstOrDefault(place => !AwardWording.Places.Contains(place)) is { } unknown)
                throw yaml.Refuse(value, $"an award has nothing called {{{unknown}}}.{NearestWord.Hint(unknown, AwardWording.Places)} It has {string.Join(", ", AwardWording.Places.Select(place => $"{{{place}}}"))}.");
            wording = key switch
            {
                "title" => wording with { Title = template },
                "description" => wording with { Description = template },
                _ => wording with { Criteria = template },
            };
        }

        return wording;
    }
}
