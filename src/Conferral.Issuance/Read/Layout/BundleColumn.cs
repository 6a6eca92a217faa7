// One documented column of a bundle file, and the file it stands in.
namespace Conferral.Issuance.Read;

/// <summary>What a column holds; decides how a value is checked and whether a message may quote it.</summary>
internal enum ColumnKind
{
    /// <summary>A key of the student information system: text, compared ordinally.</summary>
    Key,

    /// <summary>A short code such as a grade or a course number.</summary>
    Code,

    /// <summary>Free text; never quoted in a message.</summary>
    Text,

    /// <summary>Text about a person; never quoted in a message.</summary>
    Personal,

    Date,

    /// <summary>A date about a person; never quoted in a message.</summary>
    PersonalDate,

    Number,

    /// <summary>One word of a fixed list.</summary>
    Choice,

    /// <summary>Several codes separated by <c>|</c>.</summary>
    List,

    /// <summary>Several free texts separated by <c>|</c>.</summary>
    TextList,
}

/// <summary>A column: its name in the header, what it holds and whether every row must have it.</summary>
internal sealed class BundleColumn(string name, ColumnKind kind, bool required, string meaning, string[]? choices = null)
{
    public string Name { get; } = name;

    public ColumnKind Kind { get; } = kind;

    public bool Required { get; } = required;

    public string Meaning { get; } = meaning;

    /// <summary>The accepted words of a <see cref="ColumnKind.Choice"/>, matched without regard to case.</summary>
    public string[] Choices { get; } = choices ?? [];

    /// <summary>Its place within its file's column list.</summary>
    public int Index { get; private set; } = -1;

    public string Accepts => Kind switch
    {
        ColumnKind.Key => "text, exactly as the student information system writes it",
        ColumnKind.Code => "short text",
        ColumnKind.Date or ColumnKind.PersonalDate => "date, `yyyy-MM-dd` unless the mapping names formats",
        ColumnKind.Number => "number from 0 up with a decimal point, no thousands separator",
        ColumnKind.Choice => string.Join(", ", Choices.Select(choice => $"`{choice}`")),
        ColumnKind.List => "codes separated by `|`",
        ColumnKind.TextList => "texts separated by `|`",
        _ => "text",
    };

    internal void PlaceAt(int index) => Index = index;
}

/// <summary>A file of the bundle. A reference file is the same for every learner and is held in memory; the others are streamed.</summary>
internal sealed class BundleFile
{
    public BundleFile(string name, bool required, string purpose, params BundleColumn[] columns)
    {
        (Name, Required, Purpose, Columns) = (name, required, purpose, columns);
        for (var i = 0; i < columns.Length; i++) columns[i].PlaceAt(i);
        LearnerKey = columns.FirstOrDefault(column => column.Name == "learner_key");
    }

    /// <summary>The name in the mapping: "course_results".</summary>
    public string Name { get; }

    public string FileName => Name + ".csv";

    public bool Required { get; }

    public string Purpose { get; }

    public IReadOnlyList<BundleColumn> Columns { get; }

    /// <summary>The column that says whose row it is; null in a reference file.</summary>
    public BundleColumn? LearnerKey { get; }

    public bool IsReference => LearnerKey is null;

    /// <summary>Whether one thing may stand in several rows of the file it is fed from: the mapping's <c>distinct</c>.</summary>
    public bool MayRepeat => IsReference || Name is "learners" or "awards" or "award_fields";

    /// <summary>Whether its rows may be about people who are not in the export, and are then passed over.</summary>
    public bool CoversOthers => Name is "holds" or "consents";
}
