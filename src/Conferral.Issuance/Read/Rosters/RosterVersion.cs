// Which OneRoster an export is, and which formats only look like it.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Spec: https://www.imsglobal.org/spec/oneroster/v1p2 (CSV binding) and v1p1. Errors: <see cref="IntakeException"/> for any other.</summary>
internal static class RosterVersion
{
    private static readonly string[] Marks = ["users", "orgs", "enrollments", "academicSessions", "classes"];

    /// <summary>Whether a folder is a roster: users, and two more of the format's own files.</summary>
    public static bool IsRoster(RosterFiles files) => files.NameOf("users") is not null && Marks.Count(mark => files.NameOf(mark) is not null) >= 3;

    /// <summary>Whether it is 1.2, whose roles stand in a file of their own; else it is 1.1.</summary>
    public static bool Is12(RosterFiles files)
    {
        RefuseLookAlikes(files);
        var declared = Declared(files);
        if (declared is null) return files.NameOf("roles") is not null || Header(files, "users").Contains("userMasterIdentifier", StringComparer.OrdinalIgnoreCase);
        if (declared.StartsWith("1.2", StringComparison.Ordinal) || declared.StartsWith("1.1", StringComparison.Ordinal)) return declared.StartsWith("1.2", StringComparison.Ordinal);
        throw Refused(files.NameOf("manifest")!, $"The manifest says OneRoster {declared}. Conferral reads 1.1 and 1.2; export one of these.");
    }

    private static void RefuseLookAlikes(RosterFiles files)
    {
        var users = Header(files, "users");
        if (Lacks(users, "sourcedId")) throw Refused(files.NameOf("users")!, "Its users.csv has no sourcedId, so it is no OneRoster export.");
        if (files.NameOf("enrollments") is { } enrollments && Lacks(Header(files, "enrollments"), "sourcedId"))
        {
            throw Refused(enrollments, "Its enrollments.csv has no sourcedId: this is Microsoft School Data Sync, whose files have OneRoster's names and other columns. Export OneRoster 1.1 or 1.2 from the student information system itself.");
        }

        var is10 = (!Lacks(users, "userId") && Lacks(users, "userIds")) || !Lacks(users, "agents")
            || (files.NameOf("demographics") is not null && Lacks(Header(files, "demographics"), "sourcedId"))
            || !Lacks(Header(files, "courses"), "schoolYearId");
        if (is10) throw Refused(files.NameOf("users")!, "Its columns (userId, agents, schoolYearId) are those of OneRoster 1.0. Conferral reads 1.1 and 1.2; export one of these.");
    }

    private static string? Declared(RosterFiles files)
    {
        string? declared = null;
        files.ReadAll("manifest", ["propertyName", "value"], row =>
        {
            if (row["propertyName"].Equals("oneroster.version", StringComparison.OrdinalIgnoreCase)) declared = row["value"].ToString();
        });
        return declared;
    }

    private static IReadOnlyList<string> Header(RosterFiles files, string file)
    {
        if (files.NameOf(file) is not { } name) return [];
        using var rows = new RosterRows(files.Open(name, first: false));
        return rows.Header.Names;
    }

    private static bool Lacks(IReadOnlyList<string> header, string column) => !header.Contains(column, StringComparer.OrdinalIgnoreCase);

    private static IntakeException Refused(string file, string message) => new(IntakeCodes.Roster, message, new SourceLocation(file));
}
