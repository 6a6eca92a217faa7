// What may be set about reading: bounds and the few decisions an institution takes for itself.
namespace Conferral.Issuance.Read;

/// <summary>The settings of the Read stage; every default is a named constant with its reason.</summary>
public sealed record IntakeOptions
{
    /// <summary>The longest record of a CSV, in UTF-16 characters. A record beyond it is almost always a quote that was never closed.</summary>
    public const int DefaultMaxRecordChars = 1 << 20;

    /// <summary>The largest single file or zip entry: a million learners with 45 courses each come to about 3 GB.</summary>
    public const long DefaultMaxFileBytes = 16L << 30;

    /// <summary>Rows of one file that may belong to one learner. A transcript has tens; more means the key column is wrong.</summary>
    public const int DefaultMaxRowsPerLearner = 20_000;

    /// <summary>Memory for sorting one unsorted file, in bytes; 32 MiB hold some 300,000 rows, so a 45-million-row file makes 150 runs.</summary>
    public const int DefaultSortMemoryBytes = 32 << 20;

    /// <summary>The largest ready-made credential, in bytes. A CLR with 200 nested credentials is about 1 MB.</summary>
    public const int DefaultMaxCredentialBytes = 16 << 20;

    /// <summary>The texts of one workbook's cells together, in characters: 256 MB. A sheet of a million rows with 20 different characters each has 20 million.</summary>
    public const long DefaultMaxSharedTextChars = 1 << 27;

    /// <summary>Findings kept in full per rule and file among those of no learner; the rest are counted in one line.</summary>
    public const int DefaultMaxSourceFindings = 100;

    public static IntakeOptions Default { get; } = new();

    /// <summary>Lets a learner without any award through; by default such a learner is blocked with <c>READ-NO-AWARD</c>.</summary>
    public bool AllowNoAwards { get; init; }

    /// <summary>The encoding of CSV files that are not UTF-8 and for which the mapping declares none; null refuses them.</summary>
    public string? Encoding { get; init; }

    /// <summary>The database that the mapping's queries are asked of; null where there is none.</summary>
    public IntakeDatabase? Database { get; init; }

    /// <summary>Where unsorted files are sorted; the system's temporary folder unless set. Files there vanish with the source.</summary>
    public string? TemporaryFolder { get; init; }

    public int MaxRecordChars { get; init; } = DefaultMaxRecordChars;

    public long MaxFileBytes { get; init; } = DefaultMaxFileBytes;

    public long MaxSharedTextChars { get; init; } = DefaultMaxSharedTextChars;

    public int MaxRowsPerLearner { get; init; } = DefaultMaxRowsPerLearner;

    public int SortMemoryBytes { get; init; } = DefaultSortMemoryBytes;

    public int MaxCredentialBytes { get; init; } = DefaultMaxCredentialBytes;

    public int MaxSourceFindings { get; init; } = DefaultMaxSourceFindings;

    /// <summary>Errors: <see cref="ArgumentOutOfRangeException"/> for a bound that nothing could keep.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecordChars, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSharedTextChars, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRowsPerLearner, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SortMemoryBytes, 1 << 14);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCredentialBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSourceFindings, 1);
    }

    /// <summary>Creates the temporary file of a sort at a path; tests put a full disk here.</summary>
    internal Func<string, FileStream> CreateTemporary { get; init; } =
        path => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
}
