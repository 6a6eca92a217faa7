// Which of their files and columns feed which of ours.
namespace Conferral.Issuance.Read;

/// <summary>A whole mapping: feeds per file of ours, and files that are known and not read.</summary>
internal sealed record IntakeMapping
{
    /// <summary>No mapping: every file and column has the documented name.</summary>
    public static IntakeMapping None { get; } = new();

    public IReadOnlyDictionary<string, IReadOnlyList<Feed>> Feeds { get; init; } = new Dictionary<string, IReadOnlyList<Feed>>();

    /// <summary>Which line items of a OneRoster export hold final grades; null where the mapping does not say.</summary>
    public FinalGradeRule? FinalGrade { get; init; }

    public RecordPolicies Policies { get; init; } = new();

    public IReadOnlySet<string> IgnoredFiles { get; init; } = new HashSet<string>();

    public DegreeVerifyMapping DegreeVerify { get; init; } = DegreeVerifyMapping.None;

    public PescMapping Pesc { get; init; } = PescMapping.None;

    /// <summary>The bytes of the mapping file, which belong to the input's hash; empty without one.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    public IReadOnlyList<Feed> FeedsOf(BundleFile file)
        => Feeds.TryGetValue(file.Name, out var feeds) ? feeds : [new Feed(file.FileName)];
}

internal enum RowChoice
{
    /// <summary>Every row.</summary>
    All,

    /// <summary>One row of each key, in a file fed from rows that repeat it.</summary>
    Distinct,

    /// <summary>The last row of each learner, such as the cumulative average after the last term.</summary>
    Last,
}

/// <summary>One of their files as the source of one of ours. Columns without a rule are matched by name.</summary>
internal sealed record Feed(string SourceFile)
{
    /// <summary>What messages and provenance call the table.</summary>
    public string Name => Sheet is null ? SourceFile : $"{SourceFile}, sheet {Sheet}";

    /// <summary>A worksheet of <see cref="SourceFile"/>, or null where that is no workbook or has one sheet.</summary>
    public string? Sheet { get; init; }

    /// <summary>A query on the database of the settings instead of a file.</summary>
    public string? Sql { get; init; }

    /// <summary>What separates the fields; null where the header shows it.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The declared encoding; null for UTF-8, or UTF-16 by its mark.</summary>
    public string? Encoding { get; init; }

    public IReadOnlyDictionary<string, ColumnRule> Columns { get; init; } = new Dictionary<string, ColumnRule>();

    public IReadOnlySet<string> Ignored { get; init; } = new HashSet<string>();

    public RowChoice Rows { get; init; }

    /// <summary>Their columns without which a row says nothing and is passed over.</summary>
    public IReadOnlyList<string> SkipWhereEmpty { get; init; } = [];

    /// <summary>Only rows for which all of these hold, and none of <see cref="WhereNot"/>, are read.</summary>
    public IReadOnlyList<RowCondition> Where { get; init; } = [];

    public IReadOnlyList<RowCondition> WhereNot { get; init; } = [];

    /// <summary>Course results for which one of these holds are read, and not shown.</summary>
    public IReadOnlyList<RowCondition> LeaveOut { get; init; } = [];

    /// <summary>Words that mean "no value", compared without regard to case.</summary>
    public IReadOnlySet<string> Nulls { get; init; } = new HashSet<string>();

    public MappingPlace? Place { get; init; }
}
