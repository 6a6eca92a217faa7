// The forms an institution's records come in beside CSV: workbooks, DegreeVerify, transcripts, our own JSON, manifests; and clearance rules.
using System.IO.Compression;
using System.Text;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;

namespace Conferral.Fuzz;

internal static class SourceTargets
{
    private const string Learners = "learner_key,name\n001,Ana\n";
    private const string Awards = "learner_key,award_key,achievement_type,title,conferred_on\n001,D1,BachelorDegree,Bachelor of Arts,2026-05-15\n";

    /// <summary>A whole .xlsx, or what stands in its sheet learners alone: mutated bytes of a zip seldom get past the zip.</summary>
    public static readonly FuzzTarget Workbook = new("workbook", bytes => FuzzTarget.Outcome<IntakeException>(() => IntakeTargets.ReadAll(folder =>
    {
        var path = Path.Combine(folder, "grads.xlsx");
        File.WriteAllBytes(path, bytes.AsSpan().StartsWith("PK"u8) ? bytes : Book(bytes));
        return path;
    })))
    {
        Words = ["<row r=\"2\">", "</row>", "<c r=\"A1\" t=\"inlineStr\">", "<is><t>", "</t></is></c>", " t=\"s\"", " t=\"e\"", " t=\"d\"", " s=\"1\"", "<v>", "</v>", "<f>", "1E300", "-1", "2958466", "<mergeCell ref=\"A1:A9\"/>", "r=\"XFE1\"", " hidden=\"1\"", "learner_key", "<!DOCTYPE", "&#0;"],
    };

    /// <summary>A whole file where it begins as one does, else records to be padded between a header and a trailer that counts them.</summary>
    public static readonly FuzzTarget DegreeVerify = new("degree-verify", bytes => FuzzTarget.Outcome<IntakeException>(() => IntakeTargets.ReadAll(folder =>
    {
        var path = Path.Combine(folder, "degrees.txt");
        File.WriteAllBytes(path, bytes.AsSpan().StartsWith("DH1"u8) ? bytes : Padded(bytes));
        return path;
    })))
    {
        Words = ["DD1", "DT1", "DH1", "\n", "\r\n", "Y", "20260515", "00000000", "270101", "Bachelor of Arts", "\u00e9", "\u001a", "NFN"],
    };

    public static readonly FuzzTarget Transcript = new("transcript", bytes => FuzzTarget.Outcome<IntakeException>(() => IntakeTargets.ReadAll(folder => Put(folder, "a.xml", bytes))))
    {
        Words = ["<Course>", "</Course>", "<AcademicAward>", "<AcademicSession>", "<AcademicRecord>", "<!DOCTYPE a [", "&amp;", "&#x0;", "xmlns=\"\"", "<![CDATA[", "2026-02-30", "2026-05-15Z", "-1", "1e99", "<GPA>", "9999-12-31"],
    };

    public static readonly FuzzTarget Records = new("records", bytes => FuzzTarget.Outcome<IntakeException>(() => IntakeTargets.ReadAll(folder => Put(folder, "learners.ndjson", bytes))))
    {
        IsJson = true,
        Words = ["\n", "\"awards\":[", "\"holds\":[{\"kind\":\"Privacy\"}]", "\"source\":{", "null", "1e400", "-0", "\"9999-12-31\"", "\"format\":\"conferral-learner-record/2\"", "\\ud800"],
    };

    public static readonly FuzzTarget Manifest = new("manifest", bytes => FuzzTarget.Outcome<IntakeException>(() => IntakeTargets.ReadAll(folder =>
    {
        File.WriteAllText(Path.Combine(folder, "learners.csv"), Learners);
        File.WriteAllText(Path.Combine(folder, "awards.csv"), Awards);
        File.WriteAllBytes(Path.Combine(folder, "manifest.json"), bytes);
        return folder;
    })))
    {
        IsJson = true,
        Words = ["\"files\":", "\"name\":\"learners.csv\"", "\"name\":null", "\"rows\":", "\"sha256\":", "null", "1.5", "\"../awards.csv\"", "[]"],
    };

    public static readonly FuzzTarget Clearance = new("clearance", utf8 => FuzzTarget.Outcome<IntakeException>(() => $"{ClearanceReader.Parse("clearance.yaml", Encoding.UTF8.GetString(utf8)).Privacy.Action}"))
    {
        Words = ["hold: ", "privacy: ", "off", "warn", "{ ", " }", "action: ", "say: ", "kinds: [", "minimumAge: ", "credits: { minimum: { BachelorDegree: ", "&a ", "*a", "#", "\n", "!!map "],
    };

    /// <summary>Whatever table is looked at, what is proposed is a mapping that can be read.</summary>
    public static readonly FuzzTarget Proposal = new("proposal", bytes => FuzzTarget.Outcome<IntakeException>(() =>
    {
        var folder = Directory.CreateTempSubdirectory("conferral-fuzz-").FullName;
        MappingProposal proposal;
        try
        {
            proposal = MappingProposal.For(Put(folder, "export.csv", bytes), CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        try
        {
            return $"{MappingReader.Parse("mapping.yaml", proposal.Yaml).Feeds.Count} feeds, {Math.Min(proposal.Checks, 5)} checks";
        }
        catch (IntakeException error)
        {
            throw new BrokenPromiseException(error.Message + "\n" + proposal.Yaml);
        }
    }))
    {
        Words = ["student_id", "first_name", "last_name", "degree_code", "grad_date", "term", "grade", "gpa", "credits", "subject", "cip", "minor", ",", ";", "\t", "\"", "\n", "# ", ": ", "{", "]", "2026-05-15", "01/02/2026", "20261", "\u00e9", "\0"],
    };

    private static string Put(string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Padded(byte[] bytes)
    {
        const int length = DegreeVerifyLayout.RecordLength;
        var lines = Encoding.Latin1.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r').PadRight(length)[..length]).ToList();
        var all = lines.Prepend("DH1".PadRight(length)).Append(FormattableString.Invariant($"DT1{lines.Count + 2}").PadRight(length));
        return Encoding.Latin1.GetBytes(string.Join('\n', all));
    }

    private static byte[] Book(byte[] sheet)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Entry("xl/workbook.xml", """<workbook xmlns:r="r"><sheets><sheet name="learners" r:id="a"/><sheet name="awards" r:id="b"/></sheets></workbook>"""u8);
            Entry("xl/_rels/workbook.xml.rels", """<Relationships><Relationship Id="a" Target="worksheets/a.xml"/><Relationship Id="b" Target="worksheets/b.xml"/></Relationships>"""u8);
            Entry("xl/styles.xml", """<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"""u8);
            Entry("xl/sharedStrings.xml", "<sst><si><t>learner_key</t></si><si><r><t>na</t></r><r><t>me</t></r></si></sst>"u8);
            Entry("xl/worksheets/a.xml", sheet);
            Entry("xl/worksheets/b.xml", Encoding.UTF8.GetBytes("<worksheet><sheetData>" + string.Concat(Awards.TrimEnd().Split('\n').Select(row => $"<row>{string.Concat(row.Split(',').Select(cell => $"<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>")) + "</sheetData></worksheet>"));

            void Entry(string name, ReadOnlySpan<byte> content)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
