// The tables of one intake, wherever they lie: CSV files, worksheets of a workbook, queries on a database.
namespace Conferral.Issuance.Read;

/// <summary>One kind of table. A table can be opened again and again until the store is disposed, and gives the same rows each time.</summary>
internal abstract class TableStore : IDisposable
{
    /// <summary>What is read, for people: "folder spring-2026", "database sis".</summary>
    public abstract string Description { get; }

    /// <summary>Names of tables that could be read, to notice those nobody asks for.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Names that this store reads although other stores could, as part of its own tables.</summary>
    public virtual IEnumerable<string> Claims => [];

    /// <summary>The hashes of further files that belong to the input.</summary>
    public virtual IReadOnlyDictionary<string, byte[]> OtherParts => new Dictionary<string, byte[]>();

    /// <summary>What was decided about the store as a whole, each with the file it concerns.</summary>
    public virtual IReadOnlyList<(string File, string Remark)> Remarks => [];

    /// <summary>Whether its learners are everybody and not graduates, so that one without an award is nobody's fault.</summary>
    public virtual bool ListsEverybody => false;

    /// <summary>Whether two tables can be read side by side; those of a database come one after the other.</summary>
    public virtual bool IsParallel => true;

    /// <summary>The feed fitted to where its table lies here, or null where there is no such table.</summary>
    public abstract Feed? Find(BundleFile file, Feed feed);

    /// <summary>What the table is hashed with: its file's name.</summary>
    public virtual string PartOf(Feed feed) => feed.SourceFile;

    /// <summary>Opens a table. With <paramref name="first"/>, its <see cref="TableRecords.Finish"/> gives the hash of its part.</summary>
    public abstract TableRecords Open(BundleFile file, Feed feed, bool first);

    public abstract void Dispose();
}

/// <summary>CSV files of a folder or zip. Nothing is held open between readings.</summary>
internal sealed class CsvStore(InputFiles files, IntakeOptions options) : TableStore
{
    private readonly FormFinder forms = new(files, options);

    public override string Description => files.Description;

    public override IEnumerable<string> Names => files.Names.Where(name => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));

    public override Feed? Find(BundleFile file, Feed feed)
        => feed.Sql is null && feed.Sheet is null && files.Has(feed.SourceFile) && !WorkbookStore.IsWorkbook(feed.SourceFile) ? feed : null;

    public override TableRecords Open(BundleFile file, Feed feed, bool first)
    {
        var form = forms.Of(feed, new HeaderNames(file, feed));
        var stream = files.Open(feed.SourceFile);
        var inspecting = first ? new InspectingStream(stream, feed.SourceFile, options.MaxFileBytes, form.Encoding is System.Text.UTF8Encoding) : null;
        return new CsvRecords(inspecting ?? stream, feed.SourceFile, form, options, inspecting);
    }

    public override void Dispose()
    {
    }
}

/// <summary>All tables an intake and its mapping name, whatever kind they are of.</summary>
internal sealed class InputTables(IReadOnlyList<TableStore> stores) : IDisposable
{
    private readonly Dictionary<Feed, TableStore> owners = [];

    public string Description => string.Join(" and ", stores.Select(store => store.Description).Distinct());

    public IEnumerable<string> Names => stores.SelectMany(store => store.Names).Except(stores.SelectMany(store => store.Claims), StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, byte[]>> OtherParts => stores.SelectMany(store => store.OtherParts);

    public IEnumerable<(string File, string Remark)> Remarks => stores.SelectMany(store => store.Remarks);

    public Feed? Find(BundleFile file, Feed feed)
    {
        foreach (var store in stores)
        {
            if (store.Find(file, feed) is not { } found) continue;
            owners[found] = store;
            return found;
        }

        return null;
    }

    public TableStore StoreOf(Feed feed) => owners[feed];

    public TableCursor Open(BundleFile file, Feed feed, bool first = false) => TableCursor.Open(file, feed, owners[feed].Open(file, feed, first));

    public void Dispose()
    {
        foreach (var store in stores) store.Dispose();
    }
}
