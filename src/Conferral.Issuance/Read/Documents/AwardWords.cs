// From the words other formats have for an award to an achievementType, with the mapping's own words first.
namespace Conferral.Issuance.Read;

/// <summary>
/// What an award's level code and title mean. The mapping's table is asked for the title, then for the code; then the format's
/// own table for the code; then the beginning of the title. Code and title that contradict each other mean nothing.
/// </summary>
internal sealed class AwardWords(Lookup? mapped, IReadOnlyDictionary<string, string> codes)
{
    /// <summary>Beginnings that leave no doubt; "Master Certificate" is not among them.</summary>
    private static readonly (string Start, string Type)[] Titles =
    [
        ("Associate of ", "AssociateDegree"), ("Associate in ", "AssociateDegree"), ("Bachelor of ", "BachelorDegree"), ("Bachelor in ", "BachelorDegree"),
        ("Master of ", "MasterDegree"), ("Master in ", "MasterDegree"), ("Doctor of ", "DoctoralDegree"), ("Certificate of ", "Certificate"), ("Certificate in ", "Certificate"),
        ("Graduate Certificate", "Certificate"), ("Diploma of ", "Diploma"), ("Diploma in ", "Diploma"),
    ];

    /// <summary>Types a title's beginning may stand beside: every doctor's title begins alike.</summary>
    private static readonly string[] Doctorates = ["DoctoralDegree", "ProfessionalDoctorate", "ResearchDoctorate"];

    /// <summary>The type, or null with the sentence that says what to write in the mapping's <paramref name="section"/>.</summary>
    public string? Find(string? code, string? title, string section, out string refusal)
    {
        refusal = "";
        if (title is not null && mapped?.Find(title) is { } byTitle) return byTitle;
        if (code is not null && mapped?.Find(code) is { } byCode) return byCode;
        var known = code is null ? null : codes.GetValueOrDefault(code);
        var told = title is null ? null : Titles.FirstOrDefault(start => title.StartsWith(start.Start, StringComparison.OrdinalIgnoreCase)).Type;
        if (known is null && told is null) refusal = $"{Code(code)} says no achievement type, nor does the title. Write {Example(code)} under types: of {section}: in the mapping, with the type that fits.";
        else if (known is not null && told is not null && known != told && !(Doctorates.Contains(known) && Doctorates.Contains(told)))
            refusal = $"{Code(code)} means {known}, but the title begins like {told}. Correct one of the two, or write {Example(code)} under types: of {section}: in the mapping.";
        return refusal.Length > 0 ? null : known ?? told;
    }

    private static string Code(string? code) => code is null ? "An empty level" : $"The level {RowValues.Quoted(code)}";

    private static string Example(string? code) => code is null ? "the title and its type (\"Title *\": Certificate)" : $"\"{(code.Length <= 8 ? code : "LEVEL")}\": Certificate";
}
