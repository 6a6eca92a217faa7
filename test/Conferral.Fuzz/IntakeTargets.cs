// What an institution hands in: CSV files, ready-made credentials, a mapping; SourceTargets has the other forms.
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Fuzz;

internal static class IntakeTargets
{
    private const string Awards = "learner_key,award_key,achievement_type,title,conferred_on\n001,D1,BachelorDegree,Bachelor of Arts,2026-05-15\n";

    public static readonly FuzzTarget Mapping = new("mapping", utf8 => FuzzTarget.Outcome<IntakeException>(() => $"{MappingReader.Parse("mapping.yaml", Encoding.UTF8.GetString(utf8)).Feeds.Count} feeds"))
    {
        Words = ["files:\n", "lookups:\n", "termCodes:\n", "learners:\n", "  ", "- ", ": ", "columns:", "&a ", "*a", "<<: *a", "? ", "!!binary ", "\t", "{", "[", "|", ">"],
    };

    public static readonly FuzzTarget Csv = new("csv", bytes => FuzzTarget.Outcome<IntakeException>(() => ReadAll(folder =>
    {
        File.WriteAllBytes(Path.Combine(folder, "learners.csv"), bytes);
        File.WriteAllText(Path.Combine(folder, "awards.csv"), Awards);
        return folder;
    })))
    {
        Words = ["learner_key", "name", "email", ",", "\"", "\"\"", "\r\n", "\n", ";", "\t", "\uFEFF", "001", "=1+1", "\0"],
    };

    public static readonly FuzzTarget Documents = new("documents", bytes => FuzzTarget.Outcome<IntakeException>(() => ReadAll(folder =>
    {
        var path = Path.Combine(folder, "ready.ndjson");
        File.WriteAllBytes(path, bytes);
        return path;
    })))
    {
        IsJson = true,
        Words = ["\n", "\r\n", "\"id\"", "\\ud800", "\"credentialSubject\"", "\"issuer\"", "\"type\""],
    };

    internal static string ReadAll(Func<string, string> write)
    {
        var folder = Directory.CreateTempSubdirectory("conferral-fuzz-").FullName;
        try
        {
            return ReadAllAsync(write(folder)).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> ReadAllAsync(string path)
    {
        var (blocked, good) = (0, 0);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await using var source = IntakeSources.Open(path);
        await foreach (var item in source.ReadAsync(CancellationToken.None))
        {
            if (item.IsBlocked) blocked++;
            else good++;
            found.UnionWith(item.Findings.Select(finding => finding.RuleId));
        }

        found.UnionWith(source.SourceFindings.Select(finding => finding.RuleId));
        var rules = found.Take(4);
        return $"{Math.Min(good, 3)} good {Math.Min(blocked, 3)} blocked {string.Join(' ', rules)}";
    }
}
