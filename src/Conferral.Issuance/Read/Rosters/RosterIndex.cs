// What has to be looked up while a roster's users and enrollments stream by: classes, sessions, final line items, roles and birthdays.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>A class: its course, and the sessions it runs in.</summary>
internal sealed record RosterClass(string CourseKey, string[] Sessions);

/// <summary>
/// Bounds: one entry per class, session and final line item, and 16 bytes per student for roles and birthdays.
/// Errors: <see cref="IntakeException"/> for missing columns, and where a class has two final line items.
/// </summary>
internal sealed class RosterIndex
{
    private readonly Dictionary<string, RosterClass> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateOnly Start, DateOnly End)> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> finals = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> students = [];
    private readonly Dictionary<ulong, DateOnly> birthdays = [];

    public RosterIndex(RosterFiles files, bool is12, FinalGradeRule? finalGrade)
    {
        Is12 = is12;
        files.ReadAll("classes", ["sourcedId", "courseSourcedId", "termSourcedIds"], row => classes[row["sourcedId"].ToString()] = new RosterClass(row["courseSourcedId"].ToString(), Items(row["termSourcedIds"])));
        files.ReadAll("academicSessions", ["sourcedId", "startDate", "endDate"], ReadSession);
        files.ReadAll("demographics", ["sourcedId", "birthDate"], ReadBirthday);
        if (is12) files.ReadAll("roles", ["userSourcedId", "role"], ReadRole);
        if (finalGrade is not null) ReadFinals(files, finalGrade);
    }

    public bool Is12 { get; }

    /// <summary>Whether there is a class of that key, and which.</summary>
    public RosterClass? Class(ReadOnlySpan<char> key) => classes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var found) ? found : null;

    /// <summary>The class a final line item grades, or null where the line item is no final one.</summary>
    public RosterClass? Graded(ReadOnlySpan<char> lineItem) => finals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(lineItem, out var key) ? Class(key) : null;

    public bool IsStudent(ReadOnlySpan<char> user) => students.Contains(Short(user));

    public DateOnly? Birthday(ReadOnlySpan<char> user) => birthdays.TryGetValue(Short(user), out var day) ? day : null;

    /// <summary>The one session meant: the class's only one, or the one with exactly these dates; null where that cannot be known.</summary>
    public string? Session(RosterClass taken, ReadOnlySpan<char> begin, ReadOnlySpan<char> end)
    {
        if (taken.Sessions.Length == 1) return taken.Sessions[0];
        if (!TryDay(begin, out var from) || !TryDay(end, out var to)) return null;
        var fitting = taken.Sessions.Where(key => sessions.TryGetValue(key, out var days) && days == (from, to)).ToArray();
        return fitting.Length == 1 ? fitting[0] : null;
    }

    public static string[] Items(ReadOnlySpan<char> list) => list.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private void ReadSession(RosterRows row)
    {
        if (TryDay(row["startDate"], out var start) && TryDay(row["endDate"], out var end)) sessions[row["sourcedId"].ToString()] = (start, end);
    }

    private void ReadBirthday(RosterRows row)
    {
        if (TryDay(row["birthDate"], out var day)) birthdays[Short(row["sourcedId"])] = day;
    }

    private void ReadRole(RosterRows row)
    {
        if (row["role"].Equals("student", StringComparison.OrdinalIgnoreCase)) students.Add(Short(row["userSourcedId"]));
    }

    private void ReadFinals(RosterFiles files, FinalGradeRule rule)
    {
        var categories = new HashSet<string>(StringComparer.Ordinal);
        if (rule.Categories.Count > 0) files.ReadAll("categories", ["sourcedId", "title"], row =>
        {
            if (rule.IsCategory(row["title"])) categories.Add(row["sourcedId"].ToString());
        });
        var graded = new HashSet<string>(StringComparer.Ordinal);
        files.ReadAll("lineItems", ["sourcedId", "title", "classSourcedId", "categorySourcedId"], row =>
        {
            if (!rule.IsTitle(row["title"]) && !categories.Contains(row["categorySourcedId"].ToString())) return;
            var key = row["classSourcedId"].ToString();
            if (!graded.Add(key)) throw new IntakeException(IntakeCodes.Roster, $"The class {RowValues.Quoted(key)} has two line items that the mapping calls final. Which grade is the transcript's? Narrow finalGrade: down until each class has one.", new SourceLocation(files.NameOf("lineItems")!, row.Records.Line));
            finals[row["sourcedId"].ToString()] = key;
        });
    }

    private static bool TryDay(ReadOnlySpan<char> text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static ulong Short(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(key), hash);
        return BitConverter.ToUInt64(hash);
    }
}

/// <summary>Which line items hold the grade of the transcript: by title, or by the title of their category. Words as in row filters.</summary>
internal sealed record FinalGradeRule(IReadOnlyList<string> Titles, IReadOnlyList<string> Categories)
{
    public bool IsTitle(ReadOnlySpan<char> title) => Any(Titles, title);

    public bool IsCategory(ReadOnlySpan<char> title) => Any(Categories, title);

    private static bool Any(IReadOnlyList<string> words, ReadOnlySpan<char> text)
    {
        foreach (var word in words)
        {
            if (word.EndsWith('*') ? text.StartsWith(word.AsSpan(0, word.Length - 1), StringComparison.OrdinalIgnoreCase) : text.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
