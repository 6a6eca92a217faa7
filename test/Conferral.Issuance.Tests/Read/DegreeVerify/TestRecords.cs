// DegreeVerify files built field by field.
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read.DegreeVerify;

/// <summary>Makes files in which everything is right; tests change what they are about.</summary>
internal static class TestRecords
{
    public const string SocialSecurityNumber = "078051120";

    public static Dictionary<FixedField, string> Award(string id = "0001", string title = "Bachelor of Arts", string level = "B", string date = "20260515") => new()
    {
        [DegreeVerifyLayout.Type] = DegreeVerifyLayout.Detail,
        [DegreeVerifyLayout.SocialSecurityNumber] = SocialSecurityNumber,
        [DegreeVerifyLayout.FirstName] = "Ana",
        [DegreeVerifyLayout.LastName] = "Lima",
        [DegreeVerifyLayout.StudentId] = id,
        [DegreeVerifyLayout.Level] = level,
        [DegreeVerifyLayout.Title] = title,
        [DegreeVerifyLayout.DateAwarded] = date,
        [DegreeVerifyLayout.FerpaBlock] = "N",
        [DegreeVerifyLayout.FinancialBlock] = "N",
    };

    /// <summary>The fields in a record of so many characters, or of so many bytes when an encoding is given.</summary>
    public static string Line(Dictionary<FixedField, string> fields, Encoding? padBytesOf = null)
    {
        var line = new StringBuilder();
        foreach (var (field, text) in fields.OrderBy(pair => pair.Key.First))
        {
            line.Append(' ', field.First - 1 - Length(line.ToString(), padBytesOf)).Append(text);
        }

        return line.Append(' ', DegreeVerifyLayout.RecordLength - Length(line.ToString(), padBytesOf)).ToString();
    }

    public static string Header => Line(new() { [DegreeVerifyLayout.Type] = DegreeVerifyLayout.Header });

    public static string Trailer(int total) => Line(new() { [DegreeVerifyLayout.Type] = DegreeVerifyLayout.Trailer, [DegreeVerifyLayout.TotalRecordCount] = total.ToString(null, System.Globalization.CultureInfo.InvariantCulture) });

    public static string File(params IEnumerable<string> details)
    {
        string[] all = [.. details];
        return string.Join("\n", [Header, .. all, Trailer(all.Length + 2)]) + "\n";
    }

    public static string File(params IEnumerable<Dictionary<FixedField, string>> details) => File(details.Select(detail => Line(detail)));

    public static async Task<Reading> Read(string text, string? mapping = null, Encoding? encoding = null)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "degrees.txt");
        System.IO.File.WriteAllBytes(path, (encoding ?? new UTF8Encoding(false)).GetBytes(text));
        if (mapping is not null) System.IO.File.WriteAllText(Path.Combine(folder.Path, "mapping.yaml"), mapping);
        return await Reading.Of(path, mapping is null ? null : Path.Combine(folder.Path, "mapping.yaml"));
    }

    private static int Length(string text, Encoding? padBytesOf) => padBytesOf is null ? text.EnumerateRunes().Count() : padBytesOf.GetByteCount(text);
}
