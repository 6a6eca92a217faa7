// What people and spreadsheets do to CSV files: each kind of dirt, and what is done about it.
using System.Text;
using Conferral.Issuance.Read;
using static Conferral.Issuance.Tests.Read.DirtCase;

namespace Conferral.Issuance.Tests.Read;

public sealed class HandMadeCsvTests
{
    private const string L = "learners.csv", A = "awards.csv", R = "course_results.csv", C = "courses.csv";
    private const string AwardHeader = "learner_key,award_key,achievement_type,title,conferred_on";
    private const string Accents = "learner_key,name,email\n001,Ana Lima,ana@example.org\n002,Zoë Łukasz,bo@example.org\n";
    private const string Western = "learner_key,name,email\n001,Zoë O’Neill €,ana@example.org\n002,Bo Chen,bo@example.org\n";
    private static readonly IntakeOptions Latin = new() { Encoding = "windows-1252" };

    private static readonly DirtCase[] Cases =
    [
        // Encodings.
        Reads("a byte order mark before the first header", b => b.Put(L, TestBundle.Learners, new UTF8Encoding(true))),
        Reads("a byte order mark in every file", b => Each(b, text => Marked(new UTF8Encoding(true), text))),
        Warns("UTF-16, little end first", "READ-FORM", "read as UTF-16, as its byte order mark says", b => b.Put(L, TestBundle.Learners, Encoding.Unicode)),
        Warns("UTF-16, big end first", "READ-FORM", "read as UTF-16", b => b.Put(A, TestBundle.Awards, Encoding.BigEndianUnicode)),
        Refuses("UTF-16 without its mark", "READ-ENCODING", "zero bytes, as binary files and UTF-16 text without its byte order mark do", b => b.Put(L, Encoding.Unicode.GetBytes(TestBundle.Learners))),
        Refuses("UTF-16 that ends within a character", "READ-ENCODING", "bytes that are not utf-16", b => b.Put(L, [.. Marked(Encoding.Unicode, TestBundle.Learners), 0x3D, 0xD8, 0x0A, 0x00])),
        Refuses("Windows-1252 nobody declared", "READ-ENCODING", "declare it: encoding: windows-1252 for the file in the mapping, or intake.encoding in the settings", b => b.Put(L, In("windows-1252", Western))),
        Refuses("a smart quote, byte 0x92", "READ-ENCODING", "learners.csv, row 2: byte 0x92", b => b.Put(L, [.. "learner_key,name\n001,O"u8, 0x92, .. "Neill\n002,Bo\n"u8])),
        Refuses("a bad byte in a header", "READ-ENCODING", "learners.csv, row 1: byte 0xE9", b => b.Put(L, [.. "learner_key,pr"u8, 0xE9, .. "nom\n001,A\n"u8])),
        Warns("Windows-1252 declared in the settings", "READ-FORM", "It is read as windows-1252, as declared.", b => b.Put(L, In("windows-1252", Western))) with { Options = Latin, Then = r => Name(r, "001", "Zoë O’Neill €") },
        Warns("ISO-8859-1 declared in the mapping", "READ-FORM", "It is read as iso-8859-1", b => b.Put(L, In("iso-8859-1", "learner_key,name\n001,Zoë\n002,Bo\n"))) with { Mapping = "files: { learners: { encoding: iso-8859-1 } }", Then = r => Name(r, "001", "Zoë") },
        Warns("ISO-8859-15 with its euro", "READ-FORM", "It is read as iso-8859-15", b => b.Put(L, In("iso-8859-15", "learner_key,name\n001,Zoë €\n002,Bo\n"))) with { Mapping = "files: { learners: { encoding: iso-8859-15 } }", Then = r => Name(r, "001", "Zoë €") },
        Warns("a code page of eastern Europe", "READ-FORM", "It is read as windows-1250", b => b.Put(L, In("windows-1250", "learner_key,name\n001,Łukasz\n002,Bo\n"))) with { Mapping = "files: { learners: { encoding: windows-1250 } }", Then = r => Name(r, "001", "Łukasz") },
        Warns("UTF-8 that is declared as Windows-1252", "READ-FORM", "but every byte of it is UTF-8, with accents: it is read as UTF-8", b => b.Put(L, Accents)) with { Options = Latin, Then = r => Name(r, "002", "Zoë Łukasz") },
        Reads("ASCII that is declared as Windows-1252", b => b.Put(L, TestBundle.Learners)) with { Options = Latin },
        Refuses("an encoding nobody knows", "READ-ENCODING", "the declared encoding klingon is not known", b => b.Put(L, TestBundle.Learners)) with { Options = new() { Encoding = "klingon" } },
        Refuses("an encoding nobody knows, in the mapping", "READ-MAPPING", "that encoding is not known", _ => { }) with { Mapping = "files: { learners: { encoding: klingon } }" },
        Refuses("an encoding that hides characters", "READ-MAPPING", "that encoding is not known", _ => { }) with { Mapping = "files: { learners: { encoding: utf-7 } }" },
        Reads("an accent does not end a name", b => b.Put(L, Accents)) with { Then = r => Name(r, "002", "Zoë Łukasz") },
        Holds("UTF-8 that was encoded twice", "READ-DAMAGED-TEXT", "wrong encoding", b => b.Change(L, "Ana Lima", "KÃ¸benhavn")),
        Holds("a replacement character", "READ-DAMAGED-TEXT", "replacement characters", b => b.Change(L, "Ana Lima", "K\uFFFDbenhavn")),
        Reads("a name written with combining accents keeps its bytes", b => b.Change(L, "Ana Lima", "Zoe\u0308")) with { Then = r => Name(r, "001", "Zoe\u0308") },
        Reads("a key in two forms of one accent", b => Key(b, "Zo\u00EB1", "Zoe\u03081")) with { Then = r => Assert.Single(r["Zo\u00EB1"].Learner!.Awards) },
        Warns("a zero-width space in a key", "READ-INVISIBLE", "a character nobody can see", b => b.Change(A, "001,D1", "0\u200B01,D1")),
        Warns("a byte order mark within a key", "READ-INVISIBLE", "a character nobody can see", b => b.Change(A, "001,D1", "\uFEFF001,D1")),
        Warns("a soft hyphen in an award's key", "READ-INVISIBLE", "a character nobody can see", b => b.Change(A, "D1", "D\u00AD1")),

        // Delimiters.
        Warns("semicolons", "READ-FORM", "separated by semicolons", b => b.Put(L, TestBundle.Learners.Replace(',', ';'))),
        Warns("tabs", "READ-FORM", "separated by tabs", b => b.Put(A, TestBundle.Awards.Replace(',', '\t'))),
        Warns("vertical bars", "READ-FORM", "separated by vertical bars", b => b.Put(A, TestBundle.Awards.Replace(',', '|'))),
        Reads("semicolons that are declared", b => b.Put(L, TestBundle.Learners.Replace(',', ';'))) with { Mapping = "files: { learners: { delimiter: \";\" } }" },
        Refuses("commas where semicolons are declared", "READ-MISSING-COLUMN", "There is no column learner_key", _ => { }) with { Mapping = "files: { learners: { delimiter: \";\" } }" },
        Refuses("no header anybody knows", "READ-MISSING-COLUMN", "Row 1 has none of the columns learner_key", b => b.Put(L, "Matrikel;Vorname\n001;A\n")),
        Reads("one column, no delimiter at all", b => b.Put(L, "learner_key\n001\n002\n")) with { Then = r => Assert.Null(r["001"].Learner!.Name) },
        Warns("commas within a file of semicolons", "READ-FORM", "separated by semicolons", b => b.Put(L, "learner_key;name\n001;Lima, Ana\n002;Chen, Bo\n")) with { Then = r => Name(r, "001", "Lima, Ana") },

        // Lines, quotes, ends.
        Reads("CRLF", b => Each(b, text => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")))),
        Reads("CR alone, as old Macintoshes", b => b.Put(L, TestBundle.Learners.ReplaceLineEndings("\r"))),
        Reads("mixed line ends", b => b.Put(L, "learner_key,name,email\r\n001,Ana Lima,ana@example.org\n002,Bo Chen,bo@example.org\r\n")),
        Reads("no newline at the end", b => Each(b, text => Encoding.UTF8.GetBytes(text.TrimEnd('\n')))),
        Reads("a newline within a name", b => b.Change(L, "Ana Lima", "\"Ana\nLima\"")) with { Then = r => Assert.Equal((2, "Ana\nLima"), (r.Items.Count, r["001"].Learner!.Name!.Display)) },
        Reads("every field quoted", b => Each(b, text => Encoding.UTF8.GetBytes(string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => string.Join(',', line.Split(',').Select(cell => $"\"{cell}\""))))))),
        Reads("quotes are no part of the value", b => b.Change(L, "Ana Lima", "\"Ana Lima\"")),
        Reads("doubled quotes are one", b => b.Change(L, "Ana Lima", "\"Ana \"\"Nina\"\" Lima\"")) with { Then = r => Name(r, "001", "Ana \"Nina\" Lima") },
        Refuses("a quote that is never closed", "READ-QUOTES", "is not closed", b => b.Change(L, "Ana Lima", "\"Ana Lima")),
        Holds("an unquoted comma in a name", "READ-ROW-WIDTH", "The row has 4 fields where the header has 3", b => b.Change(L, "Ana Lima", "Lima, Ana")),
        Holds("a missing cell", "READ-ROW-WIDTH", "The row has 4 fields where the header has 5", b => b.Change(A, ",Bachelor of Arts", "")),

        // Headers and rows that are no data.
        Warns("a title and a date above the header", "READ-FORM", "Its header is row 4; what stands above is not read.", b => b.Put(L, "Graduates of spring\nprinted 2026-05-20,,\n\n" + TestBundle.Learners)) with { Then = r => Assert.Equal(5, r["001"].Source.Row) },
        Warns("a title above a header of semicolons", "READ-FORM", "Its header is row 2", b => b.Put(A, "Awards, spring\n" + TestBundle.Awards.Replace(',', ';'))),
        Reads("blank lines above the header", b => b.Put(L, "\n\n" + TestBundle.Learners)),
        Refuses("a header far below", "READ-MISSING-COLUMN", "is it the header?", b => b.Put(L, string.Concat(Enumerable.Repeat("x,y\n", 200)) + TestBundle.Learners)),
        Refuses("a column twice", "READ-DUPLICATE-COLUMN", "stands twice, as B and C", b => b.Put(L, "learner_key,name,Name\n001,A,B\n")),
        Refuses("a required column missing", "READ-MISSING-COLUMN", "There is no column title", b => b.Change(A, "title", "tilte")),
        Reads("header in capitals with blanks around", b => b.Put(L, TestBundle.Learners.Replace("learner_key,name", " LEARNER_KEY , Name ", StringComparison.Ordinal))),
        Warns("a column nobody knows", "READ-UNKNOWN-COLUMN", "not documented", b => b.Put(L, "learner_key,name,email,shoe_size\n001,Ana Lima,ana@example.org,38\n002,Bo Chen,bo@example.org,44\n")),
        Reads("trailing columns without a name", b => b.Put(L, "learner_key,name,email,,\n001,Ana Lima,ana@example.org,,\n002,Bo Chen,bo@example.org\n")),
        Reads("notes in a column without a name", b => b.Put(L, "learner_key,name,email,\n001,Ana Lima,ana@example.org,call her\n002,Bo Chen,bo@example.org,\n")),
        Reads("rows with more separators than the header", b => b.Put(L, "learner_key,name,email\n001,Ana Lima,ana@example.org,,,\n002,Bo Chen,bo@example.org\n")),
        Warns("rows of nothing but separators", "READ-FORM", "nothing but separators are passed over: 3", b => b.Put(L, TestBundle.Learners + ",,\n,,\n,,\n")),
        Reads("blank rows between the rows", b => b.Change(L, "\n002", "\n\n   \n002")),
        Holds("a line of instructions under the header", "READ-DATE", "is not a date", b => b.Change(A, "001,D1", "001,X,Certificate,Do not edit,\"For example, 20/7/2022\"\n001,D1")),
        Reads("a line of instructions that is declared", b => b.Change(A, "001,D1", "Do not edit,Do not edit,,,\"For example,\n20/7/2022\"\n001,D1")) with { Mapping = "files: { awards: { whereNot: { learner_key: [\"Do not edit*\"] } } }" },
        Refuses("an empty file", "READ-EMPTY", "learners.csv is empty: not even a header", b => b.Put(L, "")),
        Refuses("a header and nobody under it", "READ-NO-ROWS", "learners.csv has a header and no rows", b => b.Put(L, "learner_key,name\n")),
        Refuses("a header and empty rows", "READ-NO-ROWS", "has a header and no rows", b => b.Put(L, "learner_key,name\n,\n,\n")),
        Refuses("a file that is no text", "READ-ENCODING", "is not text, so it is no CSV file", b => b.Put(L, [.. Enumerable.Range(1, 200).Select(i => (byte)(i * 37 % 31 + 1))])),
        Refuses("a workbook named .csv", "READ-ENCODING", "is a spreadsheet or zip", b => b.Put(A, [.. "PK"u8, 3, 4, 20, 0])),

        // What spreadsheets do to values.
        Refuses("leading zeros lost in one file", "READ-KEY-FORMS", "learner key 001 where learners.csv has 1", b => b.Put(L, "learner_key,name\n1,Ana\n2,Bo\n")),
        Refuses("leading zeros lost in the other", "READ-KEY-FORMS", "awards.csv has the learner key 1 where learners.csv has 001", b => b.Put(A, TestBundle.Awards.Replace("00", "", StringComparison.Ordinal))),
        Reads("keys with and without zeros that both exist", b => b.Put(L, "learner_key\n001\n002\n1\n").Put(A, TestBundle.Awards + "1,D3,Certificate,C,2026-05-15\n")) with { Then = r => Assert.Equal(3, r.Items.Count(item => item.Learner is not null)) },
        Holds("a long key in scientific notation", "READ-EXCEL-NUMBER", "scientific notation", b => b.Change(A, "D1", "1.5E+16")),
        Holds("a long key with a decimal comma", "READ-EXCEL-NUMBER", "scientific notation", b => b.Change(A, "D1", "\"1,5E+16\"")),
        Reads("a code with an E that is none", b => b.Change(A, "D1", "219E01BE")) with { Then = r => Assert.Equal("219E01BE", r["001"].Learner!.Awards[0].AwardKey) },
        Reads("an apostrophe before a key", b => b.Change(A, "001,D1", "'001,D1")),
        Reads("apostrophes around a key", b => b.Change(A, "001,D1", "'001',D1")),
        Reads("an apostrophe before a date", b => b.Change(A, "2026-05-15\n002", "'2026-05-15\n002")),
        Reads("a name that starts with an apostrophe keeps it", b => b.Change(L, "Ana Lima", "'t Hooft")) with { Then = r => Name(r, "001", "'t Hooft") },
        Holds("a grade that became a date", "READ-EXCEL-DATE", "turned into a date", b => b.Change(R, "3,3,A,", "3,3,12-Nov,")),
        Holds("a code that became a date", "READ-EXCEL-DATE", "turned into a date", b => b.Change(R, "MATH-101", "Nov-12")),
        Holds("an error cell", "READ-EXCEL-ERROR", "spreadsheet's error", b => b.Change(A, "Bachelor of Arts", "#NAME?")),
        Holds("a column too narrow for its number", "READ-EXCEL-ERROR", "spreadsheet's error", b => b.Change(A, "Bachelor of Arts", "########")),
        Reads("a formula is text", b => b.Change(L, "Ana Lima", "\"=WEBSERVICE(\"\"https://example.com\"\")\"")) with { Then = r => Name(r, "001", "=WEBSERVICE(\"https://example.com\")") },
        Reads("a name that could be a formula", b => b.Change(L, "Ana Lima", "-Ana")) with { Then = r => Name(r, "001", "-Ana") },

        // Dates and numbers.
        Holds("day and month as people write them", "READ-DATE", "is not a date in the form yyyy-MM-dd", b => b.Change(A, "2026-05-15", "15/05/2026")),
        Holds("a date without leading zeros", "READ-DATE", "is not a date", b => b.Change(A, "2026-05-15", "2026-5-15")),
        Holds("a date in two styles", "READ-DATE", "is not a date", b => b.Change(A, "2026-05-15", "5/15-2026")),
        Holds("a day there is not", "READ-DATE", "is not a date", b => b.Change(A, "2026-05-15", "2026-02-30")),
        Holds("a date with a time of day", "READ-DATE", "is not a date", b => b.Change(A, "2026-05-15", "2026-05-15T00:00:00Z")),
        Holds("a date that is two by the declared formats", "READ-DATE", "can be two dates, 2026-06-05 and 2026-05-06", b => b.Change(A, "2026-05-15", "05/06/2026").Change(A, "2026-05-15", "15/05/2026")) with { Mapping = "files: { awards: { columns: { conferred_on: { from: conferred_on, format: [dd/MM/yyyy, MM/dd/yyyy] } } } }" },
        Reads("a date without leading zeros that is declared", b => b.Put(A, TestBundle.Awards.Replace("2026-05-15", "5/15/2026", StringComparison.Ordinal))) with { Mapping = "files: { awards: { columns: { conferred_on: { from: conferred_on, format: M/d/yyyy } } } }" },
        Holds("a birth date nobody can read is not quoted", "READ-DATE", "The value is not a date", b => b.Put(L, "learner_key,birth_date\n001,1.1.2000\n002,\n")),
        Holds("a decimal comma", "READ-NUMBER", "write decimals with a point", b => b.Change(R, "3,3,A", "\"18,5\",3,A")),
        Holds("a unit after a number", "READ-NUMBER", "is not a number", b => b.Change(R, "3,3,A", "3 cr,3,A")),
        Reads("N/A for a number", b => b.Change(R, "3,3,A", "N/A,3,A")) with { Then = r => Assert.Null(r["001"].Learner!.CourseResults[0].CreditsAttempted) },
        Reads("a hyphen and NULL for numbers", b => b.Change(R, "3,3,A", "-,NULL,A")) with { Then = r => Assert.Null(r["001"].Learner!.CourseResults[0].CreditsEarned) },
        Holds("N/A for a date that is needed", "READ-AWARD-DATE", "There is no conferred_on", b => b.Change(A, "2026-05-15", "N/A")),
        Reads("a learner called Null", b => b.Change(L, "Ana Lima", "Null")) with { Then = r => Name(r, "001", "Null") },
        Reads("a grade of N/A stays one", b => b.Change(R, "3,3,A", "3,3,N/A")) with { Then = r => Assert.Equal("N/A", r["001"].Learner!.CourseResults[0].Grade) },
        Reads("a grade of N/A that is declared nothing", b => b.Change(R, "3,3,A", "3,3,N/A")) with { Mapping = "files: { course_results: { nulls: [N/A] } }", Then = r => Assert.Null(r["001"].Learner!.CourseResults[0].Grade) },
        Holds("a grade label where words are fixed", "READ-CHOICE", "is not accepted here", b => b.Change(R, "Completed", "Bestanden")),

        // Who is who.
        Holds("one learner twice", "READ-DUPLICATE-LEARNER", "stands here a second time", b => b.Put(L, TestBundle.Learners + "001,Ana B. Lima,\n")),
        Holds("one award twice", "READ-DUPLICATE-KEY", "twice", b => b.Change(A, "002,D2", "001,D1,Certificate,C,2026-05-15\n002,D2")),
        Holds("one course twice in the catalogue", "READ-DUPLICATE-KEY", "a second time", b => b.Change(C, "ENGL", "MATH-101,MATH 101,Calculus,3\nENGL")),
        Reads("two people of one name", b => b.Put(L, "learner_key,name\n001,Ana Lima\n002,Ana Lima\n")) with { Then = r => Assert.Equal(2, r.Items.Select(item => item.LearnerKey).Distinct().Count()) },
    ];

    public static TheoryData<string> Names => [.. Cases.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Dirt_is_read_rightly_held_or_refused_with_its_reason(string name) => Cases.Single(item => item.Name == name).CheckAsync();

    [Fact]
    public void There_are_cases_enough_and_none_twice() => Assert.True(Cases.Select(item => item.Name).Distinct().Count() == Cases.Length && Cases.Length >= 80);

    [Fact]
    public async Task The_same_file_again_gives_the_same_learners_once()
    {
        using var bundle = new TestBundle();
        var (once, again) = (await bundle.Read(), await bundle.Read());
        Assert.Equal(once.Sha256, again.Sha256);
        Assert.Equal(BundleReadingTests.Facts(once), BundleReadingTests.Facts(again));
    }

    [Fact]
    public void Accents_are_composed_as_Unicode_says()
    {
        // One letter of each script and mark; the published pairs themselves are in ComposedLetters.
        string[] pairs = ["e\u0308=\u00EB", "A\u030A=\u00C5", "n\u0303=\u00F1", "s\u030C=\u0161", "o\u031B=\u01A1", "\u0438\u0306=\u0439", "\u03B1\u0301=\u03AC", "u\u0308\u0304=\u01D6"];
        Assert.All(pairs, pair => Assert.Equal(pair.Split('=')[1], KeyText.Clean(pair.Split('=')[0]).ToString()));
        Assert.Equal("q\u0308", KeyText.Clean("q\u0308").ToString());
    }

    [Fact]
    public void Lost_zeros_are_found_among_a_million_keys_within_bounds()
    {
        var (padded, bare) = (new KeySample(), new KeySample());
        Span<char> key = stackalloc char[8];
        for (var i = 1; i <= 1_000_000; i++)
        {
            i.TryFormat(key, out _, "D8", System.Globalization.CultureInfo.InvariantCulture);
            padded.Add(key);
            bare.Add(key.TrimStart('0'));
        }

        Assert.NotNull(bare.LostZeros(padded));
        Assert.Null(padded.LostZeros(padded));
    }

    private static void Each(TestBundle bundle, Func<string, byte[]> write)
    {
        foreach (var file in Directory.GetFiles(bundle.Folder)) bundle.Put(Path.GetFileName(file), write(File.ReadAllText(file)));
    }

    private static void Key(TestBundle bundle, string inLearners, string inAwards)
        => bundle.Put(L, $"learner_key\n{inLearners}\n002\n").Put(A, $"{AwardHeader}\n{inAwards},D1,Certificate,C,2026-05-15\n002,D2,Certificate,C,2026-05-15\n").Without(R);

    private static void Name(Reading reading, string key, string name) => Assert.Equal(name, reading[key].Learner!.Name!.Display);
}
