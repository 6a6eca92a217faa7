// What a DegreeVerify file gives, and what is wrong with one that is not.
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Clear;
using Conferral.Issuance.Tests.Compose;
using Layout = Conferral.Issuance.Read.DegreeVerifyLayout;

namespace Conferral.Issuance.Tests.Read.DegreeVerify;

public sealed class DegreeVerifyTests
{
    [Fact]
    public async Task Records_of_one_student_id_become_one_learner_with_all_awards_fields_and_honours()
    {
        var degree = TestRecords.Award();
        degree[Layout.MiddleName] = "Maria";
        degree[Layout.Suffix] = "Jr";
        degree[Layout.Majors[0]] = "History";
        degree[Layout.MajorCips[0]] = "540101";
        degree[Layout.Majors[3]] = "Physics";
        degree[Layout.Minors[1]] = "Music";
        degree[Layout.MinorCips[1]] = "500901";
        degree[Layout.Options[0]] = "Public History";
        degree[Layout.Concentrations[2]] = "Modern";
        degree[Layout.AcademicHonors] = "Cum Laude";
        degree[Layout.HonorsProgram] = "Honors College";
        degree[Layout.OtherHonors] = "Prize";
        var certificate = TestRecords.Award(title: "Certificate in Music", level: "C", date: "20251219");
        (certificate[Layout.MiddleName], certificate[Layout.Suffix]) = ("Maria", "Jr");
        var reading = await TestRecords.Read(TestRecords.File(degree, TestRecords.Award(id: "0002"), certificate));
        Assert.Empty(reading.AllFindings);
        Assert.Equal(["0001", "0002"], reading.Items.Select(item => item.LearnerKey));
        Assert.Equal(2, reading.LearnerCount);
        var learner = reading["0001"].Learner!;
        Assert.Equal(new PersonName("Ana Maria Lima Jr", "Ana Maria", "Lima"), learner.Name);
        Assert.Equal([("Certificate: Certificate in Music", "Certificate", new DateOnly(2025, 12, 19)), ("BachelorDegree: Bachelor of Arts", "BachelorDegree", new DateOnly(2026, 5, 15))], learner.Awards.Select(award => (award.AwardKey, award.AchievementType, award.ConferredOn)));
        Assert.Equal(
            [(AwardFieldKind.Major, "History", "54.0101"), (AwardFieldKind.Major, "Physics", null), (AwardFieldKind.Minor, "Music", "50.0901"), (AwardFieldKind.Concentration, "Public History", null), (AwardFieldKind.Concentration, "Modern", null)],
            learner.Awards[1].Fields.Select(field => (field.Kind, field.Name, field.Code)));
        Assert.Equal(["Cum Laude", "Honors College", "Prize"], learner.Awards[1].Honors);
        Assert.Equal("degrees.txt, row 2, column Major 1 (584-663)", learner.Awards[1].Fields[0].Source.ToString());
    }

    [Fact]
    public async Task The_key_of_an_award_outlives_a_corrected_date_and_only_two_alike_are_told_apart_by_theirs()
    {
        var one = await TestRecords.Read(TestRecords.File(TestRecords.Award(date: "20260515")));
        var corrected = await TestRecords.Read(TestRecords.File(TestRecords.Award(date: "20260516")));
        Assert.Equal(one.Items[0].Learner!.Awards[0].AwardKey, corrected.Items[0].Learner!.Awards[0].AwardKey);
        var two = await TestRecords.Read(TestRecords.File(TestRecords.Award(date: "20260515"), TestRecords.Award(date: "20200515")));
        Assert.Equal(["BachelorDegree: Bachelor of Arts (2020-05-15)", "BachelorDegree: Bachelor of Arts (2026-05-15)"], two.Items[0].Learner!.Awards.Select(award => award.AwardKey));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("windows-1252", false)]
    [InlineData("iso-8859-1", false)]
    public async Task Positions_may_count_bytes_or_characters_and_the_record_length_tells_which(string encoding, bool bytes)
    {
        var award = TestRecords.Award();
        award[Layout.FirstName] = "Zoë";
        award[Layout.LastName] = "Ångström";
        award[Layout.Majors[0]] = "Théâtre";
        var chosen = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var text = TestRecords.File(TestRecords.Line(award, bytes ? Encoding.UTF8 : null), TestRecords.Line(TestRecords.Award(id: "0002")));
        var reading = await TestRecords.Read(text, $"degreeVerify: {{ encoding: {encoding} }}", chosen is UTF8Encoding ? null : chosen);
        Assert.Empty(reading.AllFindings);
        Assert.Equal(("Zoë Ångström", "Théâtre"), (reading["0001"].Learner!.Name!.Display, reading["0001"].Learner!.Awards[0].Fields[0].Name));
    }

    [Fact]
    public async Task A_name_beyond_the_basic_plane_fits_by_code_points_and_by_code_units()
    {
        var award = TestRecords.Award();
        award[Layout.LastName] = "𠮷田";
        var byPoints = TestRecords.Line(award);
        var byUnits = byPoints.Remove(Layout.LastName.Last, 1); // one blank fewer: the writer counted two units for one character
        foreach (var line in new[] { byPoints, byUnits })
        {
            var reading = await TestRecords.Read(TestRecords.File(line));
            Assert.Equal("Ana 𠮷田", Assert.Single(reading.Items).Learner!.Name!.Display);
        }
    }

    [Fact]
    public async Task A_social_security_number_is_nowhere()
    {
        var blocked = TestRecords.Award(id: "", date: "2026-5-1");
        var other = TestRecords.Award();
        other[Layout.SocialSecurityNumber] = "219099999";
        var text = TestRecords.File(TestRecords.Award(), blocked, TestRecords.Award(id: "0003", title: ""));
        var reading = await TestRecords.Read(text);
        var everything = string.Concat(reading.Items.Select(item => item.ToString() + (item.Learner is { } learner ? Encoding.UTF8.GetString(RecordJson.Write(learner)) : "") + string.Concat(item.Findings)))
            + string.Concat(reading.Items.Where(item => !item.IsBlocked).Select(item => Encoding.UTF8.GetString(SampleLearner.Composer().Compose(item).Utf8Json.Span))) + reading.Description;
        Assert.DoesNotContain(TestRecords.SocialSecurityNumber, everything, StringComparison.Ordinal);
        var changed = text.Replace(TestRecords.SocialSecurityNumber, "NO SSN   ", StringComparison.Ordinal);
        Assert.Equal(reading.Sha256, (await TestRecords.Read(changed)).Sha256);
    }

    [Fact]
    public async Task A_block_is_a_hold_of_the_learner_whichever_award_has_it_and_nobody_with_one_is_cleared()
    {
        var (ferpa, owing) = (TestRecords.Award(title: "Bachelor of Science"), TestRecords.Award(id: "0002"));
        ferpa[Layout.FerpaBlock] = "Y";
        owing[Layout.FinancialBlock] = "y";
        var reading = await TestRecords.Read(TestRecords.File(TestRecords.Award(), ferpa, owing, TestRecords.Award(id: "0003")));
        Assert.Empty(reading.AllFindings);
        Assert.Equal((HoldKind.Privacy, 3L), (Assert.Single(reading["0001"].Learner!.Holds).Kind, reading["0001"].Learner!.Holds[0].Source.Row!.Value));
        foreach (var rules in new[] { ClearanceRules.Default, ClearanceReader.Parse("clearance.yaml", "# nothing\n"), ClearanceReader.Parse("clearance.yaml", "{}"), ClearanceReader.Parse("clearance.yaml", "future: off\ncredits: off") })
        {
            var passed = await Cleared.Of(reading, rules);
            Assert.Equal("CLEAR-PRIVACY FERPA Block (3134)", Assert.Single(passed["0001"].Findings) is var privacy ? $"{privacy.RuleId} {privacy.Source!.Column}" : "");
            Assert.Equal("CLEAR-HOLD School Financial Block (3135)", Assert.Single(passed["0002"].Findings) is var hold ? $"{hold.RuleId} {hold.Source!.Column}" : "");
            Assert.Equal([true, true, false], passed.Items.Select(item => item.IsBlocked));
        }
    }

    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "College Student ID", "", "READ-REQUIRED", "social security number is never used" },
        { "College Student ID", "1.2E+10", "READ-EXCEL-NUMBER", "scientific notation" },
        { "Degree Title", "", "READ-REQUIRED", "There is no degree title" },
        { "Degree Title", "Master of Arts", "READ-LOOKUP", "means BachelorDegree, but the title begins like MasterDegree" },
        { "Date Awarded", "", "READ-AWARD-DATE", "not posted yet" },
        { "Date Awarded", "00000000", "READ-AWARD-DATE", "not posted yet" },
        { "Date Awarded", "20260230", "READ-DATE", "\"20260230\" is not a date in the form yyyyMMdd" },
        { "Date Awarded", "15/05/26", "READ-DATE", "yyyyMMdd" },
        { "Date of Birth", "19991301", "READ-DATE", "The value is not a date" },
        { "CIP Code for Major 1", "54010", "READ-CIP", "\"54010\" is not a CIP code of six digits" },
        { "CIP Code for Major 2", "540101", "READ-CIP", "no name in Major 2" },
        { "CIP Code for Major 3", "000000", "", "" },
        { "FERPA Block", "X", "READ-CHOICE", "neither Y nor N" },
        { "School Financial Block", "1", "READ-CHOICE", "neither Y nor N" },
        { "First Name", "AmÃ©lie", "READ-DAMAGED-TEXT", "wrong encoding" },
        { "First Name", "NFN", "", "" },
        { "Major 1", "#N/A", "READ-EXCEL-ERROR", "spreadsheet's error" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_of_a_record_has_its_rule_and_says_what_to_do(string field, string value, string rule, string says)
    {
        var award = TestRecords.Award();
        var place = typeof(Layout).GetFields().Select(member => member.GetValue(null)).SelectMany(found => found as FixedField[] ?? (found is FixedField one ? [one] : [])).Single(found => found.Name == field);
        award[place] = value;
        var reading = await TestRecords.Read(TestRecords.File(award));
        if (rule.Length == 0)
        {
            Assert.Empty(reading.AllFindings);
            return;
        }

        var finding = Assert.Single(reading.AllFindings);
        Assert.Equal((rule, 2L), (finding.RuleId, finding.Source!.Row!.Value));
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        if (rule != "READ-LOOKUP") Assert.StartsWith(field, finding.Source.Column, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Q", "Bachelor of Arts", null, "BachelorDegree")]
    [InlineData("", "Doctor of Philosophy", null, "DoctoralDegree")]
    [InlineData("P", "Juris Doctor", null, null)]
    [InlineData("P", "Juris Doctor", "P: ProfessionalDoctorate", "ProfessionalDoctorate")]
    [InlineData("P", "Juris Doctor", "\"Juris *\": ProfessionalDoctorate", "ProfessionalDoctorate")]
    [InlineData("T", "Post-Baccalaureate Certificate", null, "Certificate")]
    [InlineData("B", "Master of Arts", "B: BachelorDegree", "BachelorDegree")]
    [InlineData("C", "Welding", "C-2: CertificateOfCompletion", "CertificateOfCompletion")]
    public async Task Level_and_title_give_the_type_unless_the_mapping_says_otherwise(string level, string title, string? word, string? type)
    {
        var award = TestRecords.Award(level: level, title: title);
        award[Layout.CertificateType] = "2";
        var item = Assert.Single((await TestRecords.Read(TestRecords.File(award), word is null ? null : $"degreeVerify:\n  types:\n    {word}\n")).Items);
        Assert.Equal(type, item.Learner?.Awards[0].AchievementType);
        if (type is null) Assert.Contains("Write \"P\": Certificate under types: of degreeVerify: in the mapping", Assert.Single(item.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_people_under_one_id_are_both_blocked()
    {
        var other = TestRecords.Award(title: "Certificate in Music", level: "C");
        other[Layout.FirstName] = "Bo";
        var finding = Assert.Single((await TestRecords.Read(TestRecords.File(TestRecords.Award(), other))).Items[0].Findings);
        Assert.Equal("READ-LEARNER-CONFLICT", finding.RuleId);
        Assert.DoesNotContain("Bo ", finding.Message, StringComparison.Ordinal);
        Assert.Equal("READ-DUPLICATE-KEY", Assert.Single((await TestRecords.Read(TestRecords.File(TestRecords.Award(), TestRecords.Award()))).AllFindings).RuleId);
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "short", "READ-RECORD-LENGTH", "row 2 has 3,839 characters; every record has 3,840" },
        { "long", "READ-RECORD-LENGTH", "row 2 has 3,841 characters" },
        { "blank line", "READ-RECORD-LENGTH", "row 3 is blank" },
        { "no trailer", "READ-TRAILER", "there is no DT1 trailer" },
        { "trailer counts awards only", "READ-TRAILER", "promises \"1\" records in all, but there are 3" },
        { "trailer says nothing", "READ-TRAILER", "promises" },
        { "other type", "READ-RECORD-TYPE", "row 2 does not begin with DD1" },
        { "two headers", "READ-RECORD-TYPE", "row 2 does not begin with DD1" },
        { "after the trailer", "READ-RECORD-TYPE", "row 4 comes after the DT1 trailer" },
        { "bytes and characters", "READ-RECORD-LENGTH", "row 3 counts characters in its 3,840 positions, but row 2 counts bytes" },
        { "no line ends", "READ-RECORD-LENGTH", "longer than any record" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_file_that_is_not_whole_is_refused_as_a_whole(string what, string code, string says)
    {
        var detail = TestRecords.Line(TestRecords.Award());
        var accented = TestRecords.Award();
        accented[Layout.FirstName] = "Zoë";
        var text = what switch
        {
            "short" => TestRecords.File(detail[..^1]),
            "long" => TestRecords.File(detail + " "),
            "blank line" => TestRecords.File(detail, "", detail),
            "no trailer" => TestRecords.Header + "\n" + detail + "\n",
            "trailer counts awards only" => TestRecords.Header + "\n" + detail + "\n" + TestRecords.Trailer(1),
            "trailer says nothing" => TestRecords.Header + "\n" + detail + "\n" + TestRecords.Line(new() { [Layout.Type] = Layout.Trailer }),
            "other type" => TestRecords.File("DD2" + detail[3..]),
            "two headers" => TestRecords.File(TestRecords.Header),
            "after the trailer" => TestRecords.File(detail) + detail,
            "bytes and characters" => TestRecords.File(TestRecords.Line(accented, Encoding.UTF8), TestRecords.Line(accented)),
            _ => TestRecords.File(Enumerable.Repeat(detail, 40)).ReplaceLineEndings(""),
        };
        var error = await Assert.ThrowsAsync<IntakeException>(() => TestRecords.Read(text));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestRecords.SocialSecurityNumber, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_refused_with_the_line_to_write()
    {
        var award = TestRecords.Award();
        award[Layout.FirstName] = "Zoë";
        var error = await Assert.ThrowsAsync<IntakeException>(() => TestRecords.Read(TestRecords.File(award), encoding: Encoding.Latin1));
        Assert.Equal("READ-ENCODING", error.Code);
        Assert.Contains("encoding: windows-1252 under degreeVerify:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\u001a")]
    [InlineData("\n", "\n\n")]
    public async Task Line_ends_and_what_comes_after_the_last_make_no_difference(string lineEnd, string tail)
    {
        var text = TestRecords.File(TestRecords.Award());
        var dressed = await TestRecords.Read(text.ReplaceLineEndings(lineEnd) + tail);
        Assert.Equal("0001", Assert.Single(dressed.Items).LearnerKey);
        Assert.Equal((await TestRecords.Read(text)).Sha256, dressed.Sha256);
    }
}
