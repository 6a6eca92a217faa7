// Mistakes in mappings and clearance rules: each is refused with its line, its column and what to write instead.
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class MappingMistakeTests
{
    private const string Files = "files: {}\n";
    private const string Awards = "files:\n  awards:\n    columns:\n      ";
    private const string Results = "files:\n  course_results:\n    ";

    [Theory]
    [InlineData("files: { awards: { columns: { learner_key: { from: id, pattern: 999 } } } }", 1, 65, "the form of learner keys is said once, on learners")]
    [InlineData("files: { awards: { columns: { title: { from: id, pattern: [] } } } }", 1, 59, "9 for a digit, a for a letter")]
    [InlineData("files: { awards: { columns: { title: { constant: x, pattern: xx } } } }", 1, 38, "a constant has the form it has")]
    [InlineData("fils: {}", 1, 1, "Did you mean \"files\"?")]
    [InlineData("files: {}\nlookup: {}", 2, 1, "Did you mean \"lookups\"?")]
    [InlineData("files:\n  award: {}", 2, 3, "Did you mean \"awards\"?")]
    [InlineData("files:\n  cousre_results: {}", 2, 3, "Did you mean \"course_results\"?")]
    [InlineData("files:\n  awards:\n    colums: {}", 3, 5, "Did you mean \"columns\"?")]
    [InlineData("files:\n  awards:\n    wher: {}", 3, 5, "Did you mean \"where\"?")]
    [InlineData(Awards + "conferedOn: D", 4, 7, "Did you mean \"conferred_on\"?")]
    [InlineData(Awards + "title: { form: T }", 4, 16, "Did you mean \"from\"?")]
    [InlineData(Awards + "title: { from: T, lookups: k }", 4, 25, "Did you mean \"lookup\"?")]
    [InlineData("lookups: { degrees: { A: B } }\n" + Awards + "title: { from: T, lookup: degree }", 5, 33, "Did you mean \"degrees\"?")]
    [InlineData(Awards + "title: { template: Bachelor }", 4, 26, "a template has at least one {COLUMN}")]
    [InlineData(Awards + "title: { template: \"{A\" }", 4, 26, "does not close")]
    [InlineData(Awards + "title: { template: \"{} x\" }", 4, 26, "has no name")]
    [InlineData(Awards + "title: { template: \"{A} [in {B}\" }", 4, 26, "do not pair up")]
    [InlineData(Awards + "title: { template: \"{A} [[in] {B}\" }", 4, 26, "do not pair up")]
    [InlineData(Awards + "title: { template: \"{A} [in [{B}]]\" }", 4, 26, "cannot stand within each other")]
    [InlineData(Awards + "title: { template: \"{A}} x\" }", 4, 26, "closes no place")]
    [InlineData(Awards + "title: { template: \"{A}\", from: B }", 4, 39, "names its columns itself")]
    [InlineData(Awards + "title: { from: B, template: \"{A}\" }", 4, 35, "names its columns itself")]
    [InlineData(Awards + "honors: { from: H, split: \"\" }", 4, 33, "split is the sign")]
    [InlineData(Awards + "title: { from: T, scale: letters }", 4, 32, "stands on the column grade")]
    [InlineData(Results + "columns: { grade: { from: G, scale: letters } }", 3, 41, "there is no letters under gradeScales:")]
    [InlineData("gradeScales: { letters: { Completed: A } }\n" + Results + "columns: { grade: { from: G, scale: leters } }", 4, 41, "Did you mean \"letters\"?")]
    [InlineData(Files + "gradeScales: { letters: {} }", 2, 16, "lists no grade")]
    [InlineData(Files + "gradeScales: { letters: { Pass: A } }", 2, 27, "knows no \"Pass\"")]
    [InlineData(Files + "gradeScales: { letters: { Complete: A } }", 2, 27, "Did you mean \"Completed\"?")]
    [InlineData(Files + "gradeScales:\n  letters:\n    Completed: [A, B]\n    Failed: [F, a]", 5, 17, "has the grade a twice")]
    [InlineData(Files + "gradeScales: { letters: { default: fine } }", 2, 36, "a grade cannot mean \"fine\"")]
    [InlineData(Files + "gradeScales: { letters: { Completed: A, empty: Withdrawn } }", 2, 48, "Did you mean \"Withdrew\"?")]
    [InlineData(Files + "policies: { course: {} }", 2, 13, "Did you mean \"courses\"?")]
    [InlineData(Files + "policies: { courses: { Faild: leaveOut } }", 2, 24, "Did you mean \"Failed\"?")]
    [InlineData(Files + "policies: { courses: { Failed: leaveout } }", 2, 32, "Did you mean \"leaveOut\"?")]
    [InlineData(Files + "policies: { courses: { Failed: false } }", 2, 32, "Write show (with its status) or leaveOut")]
    [InlineData(Files + "policies: { repeated: newest }", 2, 23, "Write best or last")]
    [InlineData(Files + "policies: { awards: { name: x } }", 2, 23, "knows no \"name\"")]
    [InlineData(Files + "policies: { awards: { title: \"{title} in {maior}\" } }", 2, 30, "Did you mean \"major\"?")]
    [InlineData(Results + "leaveOut: [A]", 3, 15, "leaveOut should be a table")]
    [InlineData("files:\n  awards:\n    leaveOut: { S: A }", 3, 15, "use where: or whereNot:")]
    [InlineData(Results + "where: S", 3, 12, "where should be a table")]
    [InlineData(Results + "distinct: true", 3, 15, "distinct is for learners, awards, award_fields")]
    [InlineData(Results + "nulls: { a: b }", 3, 12, "nulls should be one word")]
    public void A_mapping_s_mistake_is_refused_where_it_stands(string yaml, int line, int column, string says)
        => AssertRefused("READ-MAPPING", "mapping.yaml", () => MappingReader.Parse("mapping.yaml", yaml), line, column, says);

    [Theory]
    [InlineData("holds: block", 1, 1, "Did you mean \"hold\"?")]
    [InlineData("hold: stop", 1, 7, "hold cannot be \"stop\"")]
    [InlineData("hold: blok", 1, 7, "Did you mean \"block\"?")]
    [InlineData("hold: { action: maybe }", 1, 17, "Write block, warn, off.")]
    [InlineData("hold: { kind: Financial }", 1, 9, "Did you mean \"kinds\"?")]
    [InlineData("hold: { kinds: [Financal] }", 1, 17, "Did you mean \"Financial\"?")]
    [InlineData("hold: { kinds: Privacy }", 1, 16, "kinds cannot be \"Privacy\"")]
    [InlineData("hold: { say: [a] }", 1, 14, "say should be one word or text")]
    [InlineData("privacy: { kinds: Financial }", 1, 12, "knows no \"kinds\"")]
    [InlineData("unposted: { posted: [] }", 1, 21, "names at least one status")]
    [InlineData("consent: { required: yes }", 1, 22, "true or false")]
    [InlineData("identity: { need: [nam] }", 1, 20, "Did you mean \"name\"?")]
    [InlineData("duplicate: { by: nameAndBirthdat }", 1, 18, "Did you mean \"nameAndBirthDate\"?")]
    [InlineData("beforeBirth: { minimumAge: old }", 1, 28, "a number of years")]
    [InlineData("beforeBirth: { minimumAge: 200 }", 1, 28, "a number of years")]
    [InlineData("credits: { minimum: 120 }", 1, 21, "minimum should be a table")]
    [InlineData("credits: { minimum: { Bachelor: 120 } }", 1, 23, "knows no \"Bachelor\"")]
    [InlineData("credits: { minimum: { BachelorDegree: many } }", 1, 39, "a number from 0 up")]
    [InlineData("hold: {", 2, 1, "not well-formed YAML")]
    public void A_clearance_rule_s_mistake_is_refused_where_it_stands(string yaml, int line, int column, string says)
        => AssertRefused("READ-CLEARANCE", "clearance.yaml", () => ClearanceReader.Parse("clearance.yaml", yaml), line, column, says);

    private static void AssertRefused(string code, string file, Action read, int line, int column, string says)
    {
        var error = Assert.Throws<IntakeException>(read);
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{file}, line {line}, column {column} ", error.Message, StringComparison.Ordinal);
    }
}
