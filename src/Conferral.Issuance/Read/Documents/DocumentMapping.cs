// The parts of mapping.yaml for exports that are not tables: degreeVerify: and pesc:.
using System.Globalization;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Read;

/// <summary>What a mapping may say about a DegreeVerify file.</summary>
internal sealed record DegreeVerifyMapping
{
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static DegreeVerifyMapping None { get; } = new();

    /// <summary>How the file's bytes are to be read; UTF-8 unless said.</summary>
    public Encoding Encoding { get; init; } = StrictUtf8;

    public Lookup? Types { get; init; }
}

/// <summary>What a mapping may say about PESC transcripts.</summary>
internal sealed record PescMapping
{
    public const string SchoolKey = "SchoolAssignedPersonID";
    public const string AgencyKey = "AgencyAssignedID";

    public static PescMapping None { get; } = new();

    /// <summary>The element that holds the learner's key: <see cref="SchoolKey"/> or <see cref="AgencyKey"/>.</summary>
    public string LearnerKey { get; init; } = SchoolKey;

    public Lookup? Types { get; init; }

    /// <summary>The printed honour for an HonorsLevel without a title.</summary>
    public Lookup? Honors { get; init; }

    /// <summary>The <see cref="ResultStatus"/> a grade stands for where a course has no status code.</summary>
    public Lookup? Grades { get; init; }

    /// <summary>The top of the scale where a GPA does not say it.</summary>
    public decimal? GpaMaximum { get; init; }

    /// <summary>Whether an award without AcademicAwardDate was conferred on its AcademicCompletionDate.</summary>
    public bool CompletionDateCounts { get; init; }
}

/// <summary>Reads the two sections. Errors: <see cref="IntakeException"/> naming line and column.</summary>
internal static class DocumentMappingReader
{
    public static DegreeVerifyMapping ReadDegreeVerify(YamlNodes yaml, YamlNode node)
    {
        var mapping = DegreeVerifyMapping.None;
        foreach (var (key, _, value) in yaml.Pairs(node, "degreeVerify", "encoding", "types"))
        {
            mapping = key == "encoding"
                ? mapping with { Encoding = ReadEncoding(yaml, value) }
                : mapping with { Types = ReadTypes(yaml, value) };
        }

        return mapping;
    }

    public static PescMapping ReadPesc(YamlNodes yaml, YamlNode node)
    {
        var mapping = PescMapping.None;
        foreach (var (key, _, value) in yaml.Pairs(node, "pesc", "learnerKey", "types", "honors", "grades", "gpaMaximum", "completionDate"))
        {
            mapping = key switch
            {
                "learnerKey" => mapping with { LearnerKey = ReadKey(yaml, value) },
                "types" => mapping with { Types = ReadTypes(yaml, value) },
                "honors" => mapping with { Honors = ReadTable(yaml, value, "honors", accepted: null) },
                "grades" => mapping with { Grades = ReadTable(yaml, value, "grades", Enum.GetNames<ResultStatus>()) },
                "gpaMaximum" => mapping with { GpaMaximum = ReadMaximum(yaml, value) },
                _ => mapping with { CompletionDateCounts = yaml.Flag(value, "completionDate") },
            };
        }

        return mapping;
    }

    private static Encoding ReadEncoding(YamlNodes yaml, YamlNode node) => yaml.Text(node, "encoding").ToUpperInvariant() switch
    {
        "UTF-8" => DegreeVerifyMapping.StrictUtf8,
        "WINDOWS-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!,
        "ISO-8859-1" => Encoding.Latin1,
        _ => throw yaml.Refuse(node, "encoding should be utf-8, windows-1252 or iso-8859-1."),
    };

    private static string ReadKey(YamlNodes yaml, YamlNode node)
        => yaml.Text(node, "learnerKey") is var name && name is PescMapping.SchoolKey or PescMapping.AgencyKey ? name : throw yaml.Refuse(node, $"learnerKey should be {PescMapping.SchoolKey} or {PescMapping.AgencyKey}.");

    private static decimal ReadMaximum(YamlNodes yaml, YamlNode node)
        => decimal.TryParse(yaml.Text(node, "gpaMaximum"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var maximum) && maximum > 0 ? maximum : throw yaml.Refuse(node, "gpaMaximum should be the top of the scale, such as 4.0.");

    private static Lookup ReadTypes(YamlNodes yaml, YamlNode node) => ReadTable(yaml, node, "types", ClrVocabulary.AchievementTypes);

    private static Lookup ReadTable(YamlNodes yaml, YamlNode node, string name, string[]? accepted)
    {
        var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (from, keyNode, toNode) in yaml.Pairs(node, name))
        {
            var to = yaml.Text(toNode, $"The value of {from}");
            if (accepted is not null && !accepted.Contains(to) && !(accepted == ClrVocabulary.AchievementTypes && to.StartsWith(ClrVocabulary.ExtensionPrefix, StringComparison.Ordinal)))
                throw yaml.Refuse(toNode, $"{to} is not one of {string.Join(", ", accepted)}.");
            if (!table.TryAdd(from, to)) throw yaml.Refuse(keyNode, $"{name} has {from} twice; words are compared without regard to case.");
        }

        return new Lookup(name, table, fallback: null);
    }
}
