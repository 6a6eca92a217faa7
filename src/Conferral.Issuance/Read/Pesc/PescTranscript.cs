// From one College Transcript to one learner's record.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>SSN, SIN and NSN are never looked at. A transcript without a completed award is no proof of graduation.</summary>
internal sealed class PescTranscript(string file, PescMapping mapping, IntakeOptions options)
{
    private readonly DocumentValues values = new();

    public IntakeItem Read(ReadOnlyMemory<byte> document)
    {
        var (root, fault) = PescDocument.Parse(document, file);
        return root is null ? Faulty(fault!) : Read(root);
    }

    public IntakeItem Faulty(Finding fault) => new() { LearnerKey = file, Source = new SourceLocation(file), Findings = [fault] };

    private IntakeItem Read(PescElement root)
    {
        if (root.All("Student").Skip(1).Any()) return Faulty(ReadRules.Transcript.At(root.In(file), "The document holds several students. Export one document for each."));
        if (root.Find("Student") is not { } student) return Faulty(ReadRules.Transcript.At(root.In(file), "The document has no Student. Export it again."));
        if (root.Find("TransmissionData", "DocumentProcessCode") is { Text: "TEST" or "Test" } test) values.Report(ReadRules.TestDocument, test.In(file), "The transcript says that it is a test (DocumentProcessCode). Export it for production.");
        var person = student.Find("Person") ?? student;
        var key = ReadKey(person);
        var learner = ReadRecords(root, student, new LearnerRecord
        {
            LearnerKey = key ?? file,
            Source = student.In(file),
            Name = ReadName(person),
            BirthDate = PescDates.Day(values, person.Find("Birth", "BirthDate"), file, personal: true),
        });
        var blocked = values.Findings.Exists(finding => finding.Severity == Severity.Error);
        return new IntakeItem { LearnerKey = key ?? file, Source = student.In(file), Learner = blocked ? null : learner, Findings = values.Findings };
    }

    private string? ReadKey(PescElement person)
    {
        PescElement[] all = mapping.LearnerKey == PescMapping.SchoolKey
            ? [.. person.All(PescMapping.SchoolKey)]
            : [.. person.All("AgencyIdentifier").SelectMany(agency => agency.All(PescMapping.AgencyKey)), .. person.All(PescMapping.AgencyKey)];
        if (all.Select(element => element.Text).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            values.Report(ReadRules.LearnerConflict, person.In(file), $"The transcript has several different {mapping.LearnerKey}. Export the one by which the student information system knows the learner.");
            return null;
        }

        var other = mapping.LearnerKey == PescMapping.SchoolKey ? PescMapping.AgencyKey : PescMapping.SchoolKey;
        return values.Required(all.FirstOrDefault()?.Text, (all.FirstOrDefault() ?? person).In(file), ColumnKind.Key, $"{mapping.LearnerKey}, which is the learner's key (learnerKey: {other} under pesc: in the mapping takes the other one)");
    }

    private PersonName? ReadName(PescElement person)
    {
        if (person.Find("Name") is not { } name) return null;
        var (given, family) = (Part(["FirstName", "MiddleName"]), Part(["LastName"]));
        var display = Part(["CompositeName"]) ?? Part(["FirstName", "MiddleName", "LastName", "NameSuffix"]);
        return display is null ? null : new PersonName(display, given, family);

        string? Part(string[] elements)
        {
            var joined = string.Join(' ', elements.SelectMany(name.All).Select(element => element.Text).Where(text => text.Length > 0));
            return values.Text(joined, name.In(file), ColumnKind.Personal);
        }
    }

    private LearnerRecord ReadRecords(PescElement root, PescElement student, LearnerRecord learner)
    {
        var (awards, courses, gpas, terms) = (new PescAwards(file, mapping, values), new PescCourses(file, mapping, values), new PescGpas(file, mapping, values), new PescTerms(file, values));
        var summaries = new List<PescElement>();
        foreach (var record in student.All("AcademicRecord"))
        {
            var otherSchool = OtherSchool(root, record);
            foreach (var course in record.All("Course")) courses.Add(course, term: null, otherSchool);
            if (otherSchool is null) foreach (var award in record.All("AcademicAward")) awards.Add(award);
            foreach (var session in record.All("AcademicSession"))
            {
                var term = terms.Read(session);
                foreach (var course in session.All("Course")) courses.Add(course, term, otherSchool);
                if (term is not null && otherSchool is null) gpas.AddTerm(session, term);
                if (otherSchool is null) foreach (var award in session.All("AcademicAward")) awards.Add(award);
            }

            if (otherSchool is null) summaries.AddRange(record.All("AcademicSummary"));
        }

        if (awards.Seen == 0 && !options.AllowNoAwards) values.Report(ReadRules.NoAward, student.In(file), "The transcript has no completed AcademicAward, so it proves no graduation. Export it after the award is posted, or allow learners without one.");
        var complete = awards.Complete();
        foreach (var (award, elements) in complete) gpas.AddAward(award.AwardKey, elements);
        Award[] all = [.. complete.Select(pair => pair.Award)];
        gpas.AddCumulative(summaries, all);
        return learner with { Awards = all, CourseResults = courses.Complete(), Gpas = gpas.Complete() };
    }

    /// <summary>The name of the school a record is from, where a code proves that it is not the school that sent the transcript; another school's degree is not ours to confer.</summary>
    private static string? OtherSchool(PescElement root, PescElement record)
    {
        var (sender, school) = (root.Find("TransmissionData", "Source", "Organization"), record.Find("School"));
        if (sender is null || school is null) return null;
        var differs = PescWords.SchoolCodes.Any(code => sender.Find(code) is { Text.Length: > 0 } ours && school.Find(code) is { Text.Length: > 0 } theirs && ours.Text != theirs.Text);
        return !differs ? null : school.Find("OrganizationName")?.Text is { Length: > 0 } name ? name : "another school";
    }
}
