// Reads mapping.yaml: lookups, term codes, and per file of ours the files and columns that feed it.
using System.Globalization;
using System.Text;
using Conferral.Credentials;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Read;

/// <summary>
/// Reads a mapping as docs/intake.md#mapping describes it.
/// Bounds: 1 MiB of YAML. Errors: <see cref="IntakeException"/> naming line and column.
/// </summary>
internal sealed class MappingReader
{
    private const int MaxBytes = 1 << 20;
    private readonly YamlNodes yaml;
    private readonly Dictionary<string, Lookup> lookups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TermCode> termCodes = new(StringComparer.Ordinal);
    private Dictionary<string, GradeScale> gradeScales = new(StringComparer.Ordinal);
    private HashSet<string> nulls = new(StringComparer.OrdinalIgnoreCase);

    private MappingReader(string fileName) => yaml = new YamlNodes(fileName);

    public static IntakeMapping Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path)) throw new IntakeException(IntakeCodes.Mapping, $"There is no mapping at {path}.");
        if (new FileInfo(path).Length > MaxBytes) throw new IntakeException(IntakeCodes.Mapping, $"{name} is larger than 1 MiB; a mapping is a page or two. Give the mapping, not the data.", new SourceLocation(name));
        var bytes = File.ReadAllBytes(path);
        return Parse(name, Encoding.UTF8.GetString(bytes)) with { Bytes = bytes };
    }

    internal static IntakeMapping Parse(string fileName, string text) => new MappingReader(fileName).ReadRoot(text);

    private IntakeMapping ReadRoot(string text)
    {
        var root = yaml.Root(text);
        var sections = yaml.Pairs(root, "The mapping", MappingWords.Root).ToDictionary(pair => pair.Key, pair => pair.Value);
        if (sections.TryGetValue("lookups", out var lookupNode)) ReadLookups(lookupNode);
        if (sections.TryGetValue("termCodes", out var termNode)) ReadTermCodes(termNode);
        if (sections.TryGetValue("gradeScales", out var scaleNode)) gradeScales = new PolicyReader(yaml).ReadScales(scaleNode);
        if (sections.TryGetValue("nulls", out var nullsNode)) nulls = ReadNulls(nullsNode);
        var withoutFiles = sections.ContainsKey("degreeVerify") || sections.ContainsKey("pesc") || sections.ContainsKey("oneRoster");
        if (!sections.TryGetValue("files", out var filesNode) && !withoutFiles) throw yaml.Refuse(root, "there is no files: section. It says which of your files feeds learners, awards and so on.");
        return new IntakeMapping
        {
            Feeds = filesNode is null ? IntakeMapping.None.Feeds : ReadFiles(filesNode),
            DegreeVerify = sections.TryGetValue("degreeVerify", out var degreeVerify) ? DocumentMappingReader.ReadDegreeVerify(yaml, degreeVerify) : DegreeVerifyMapping.None,
            Pesc = sections.TryGetValue("pesc", out var pesc) ? DocumentMappingReader.ReadPesc(yaml, pesc) : PescMapping.None,
            FinalGrade = sections.TryGetValue("oneRoster", out var roster) ? ReadFinalGrade(roster) : null,
            Policies = sections.TryGetValue("policies", out var policies) ? new PolicyReader(yaml).ReadPolicies(policies) : new RecordPolicies(),
            IgnoredFiles = sections.TryGetValue("ignoreFiles", out var ignored) ? yaml.Texts(ignored, "ignoreFiles").ToHashSet(StringComparer.Ordinal) : [],
        };
    }

    private void ReadLookups(YamlNode node)
    {
        foreach (var (name, _, tableNode) in yaml.Pairs(node, "lookups"))
        {
            var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            string? fallback = null;
            // A table of comments alone, as a proposal has for codes it does not know, knows no word: each is then an error of its row.
            var pairs = tableNode is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" } ? [] : yaml.Pairs(tableNode, $"The lookup {name}");
            foreach (var (from, keyNode, toNode) in pairs)
            {
                var to = yaml.Text(toNode, $"The value of {from}");
                if (from == "default") fallback = to;
                else if (!table.TryAdd(from, to)) throw yaml.Refuse(keyNode, $"the lookup {name} has {from} twice; words are compared without regard to case.");
            }

            lookups.Add(name, new Lookup(name, table, fallback));
        }
    }

    private void ReadTermCodes(YamlNode node)
    {
        foreach (var (name, keyNode, ruleNode) in yaml.Pairs(node, "termCodes"))
        {
            var (pattern, kinds) = ("", new Dictionary<string, TermKind>(StringComparer.Ordinal));
            foreach (var (key, _, value) in yaml.Pairs(ruleNode, $"The term code {name}", MappingWords.TermCode))
            {
                if (key == "code") pattern = yaml.Text(value, "code");
                else foreach (var (term, _, kindNode) in yaml.Pairs(value, "terms")) kinds.Add(term, ReadTermKind(term, kindNode));
            }

            if (pattern.Count(letter => letter == 'Y') is not (2 or 4) || !pattern.Contains('T') || kinds.Count == 0)
            {
                throw yaml.Refuse(keyNode, $"the term code {name} needs code: (Y for each digit of the year, two or four, and T for the term, such as YYYYT) and terms:.");
            }

            termCodes.Add(name, new TermCode(name, pattern, kinds));
        }
    }

    private TermKind ReadTermKind(string term, YamlNode node)
    {
        var (name, starts, ends, year) = ("", (0, 0), (0, 0), 0);
        foreach (var (key, _, value) in yaml.Pairs(node, $"The term {term}", MappingWords.TermKind))
        {
            if (key == "name") name = yaml.Text(value, "name");
            else if (key == "starts") starts = ReadDay(value);
            else if (key == "ends") ends = ReadDay(value);
            else if (!int.TryParse(yaml.Text(value, "year"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out year)) throw yaml.Refuse(value, "year should be the number of years after the coded one, such as 0 or 1.");
        }

        if (name.Length == 0 || starts == default || ends == default) throw yaml.Refuse(node, $"the term {term} needs name, starts and ends.");
        return new TermKind(name, starts, ends, year, ends.CompareTo(starts) < 0 ? year + 1 : year);
    }

    private (int Month, int Day) ReadDay(YamlNode node)
        => DateOnly.TryParseExact("2000-" + yaml.Text(node, "a day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day.Month, day.Day)
            : throw yaml.Refuse(node, "a day of the year is written month-day, such as 09-01.");

    private Dictionary<string, IReadOnlyList<Feed>> ReadFiles(YamlNode node)
    {
        var feeds = new Dictionary<string, IReadOnlyList<Feed>>(StringComparer.Ordinal);
        foreach (var (name, keyNode, value) in yaml.Pairs(node, "files"))
        {
            var file = BundleLayout.Find(name) ?? throw yaml.Refuse(keyNode, $"there is no file {name}.{NearestWord.Hint(name, BundleLayout.Files.Select(known => known.Name))} The bundle's files are {string.Join(", ", BundleLayout.Files.Select(known => known.Name))}.");
            YamlNode[] nodes = value is YamlSequenceNode list ? [.. list.Children] : [value];
            if (file == BundleLayout.Learners.File && nodes.Length != 1) throw yaml.Refuse(value, "learners come from one file.");
            feeds.Add(name, [.. nodes.Select(feedNode => ReadFeed(file, feedNode))]);
        }

        return feeds;
    }

    private Feed ReadFeed(BundleFile file, YamlNode node)
    {
        var feed = new Feed(file.FileName) { Place = YamlNodes.Place(node), Nulls = nulls };
        foreach (var (key, _, value) in yaml.Pairs(node, $"The file {file.Name}", MappingWords.Feed))
        {
            feed = key switch
            {
                "file" => feed with { SourceFile = ReadFileName(value) },
                "delimiter" => feed with { Delimiter = ReadDelimiter(value) },
                "columns" => feed with { Columns = ReadColumns(file, value) },
                "ignore" => feed with { Ignored = yaml.Texts(value, "ignore").ToHashSet(StringComparer.OrdinalIgnoreCase) },
                "skipWhereEmpty" => feed with { SkipWhereEmpty = yaml.Texts(value, "skipWhereEmpty") },
                "encoding" => feed with { Encoding = ReadEncoding(value) },
                "sheet" => feed with { Sheet = yaml.Text(value, "sheet") },
                "sql" => feed with { Sql = yaml.Text(value, "sql"), SourceFile = $"query {file.Name}" },
                "where" => feed with { Where = ReadConditions(value, key) },
                "whereNot" => feed with { WhereNot = ReadConditions(value, key) },
                "leaveOut" => feed with { LeaveOut = ReadLeaveOut(file, value) },
                "nulls" => feed with { Nulls = ReadNulls(value).Union(nulls).ToHashSet(StringComparer.OrdinalIgnoreCase) },
                "distinct" => feed with { Rows = ReadDistinct(file, value) },
                _ => feed with { Rows = ReadKeep(file, value) },
            };
        }

        return feed;
    }

    private HashSet<string> ReadNulls(YamlNode node) => yaml.Texts(node, "nulls").ToHashSet(StringComparer.OrdinalIgnoreCase);

    private RowCondition[] ReadConditions(YamlNode node, string what)
        => [.. yaml.Pairs(node, what).Select(pair => new RowCondition(pair.Key, yaml.Texts(pair.Value, pair.Key), YamlNodes.Place(pair.KeyNode)))];

    private RowCondition[] ReadLeaveOut(BundleFile file, YamlNode node)
        => file == BundleLayout.CourseResults.File ? ReadConditions(node, "leaveOut") : throw yaml.Refuse(node, $"leaveOut is for course_results, whose record then says it is partial; to pass over rows of {file.Name} use where: or whereNot:.");

    private string ReadFileName(YamlNode node)
    {
        var name = yaml.Text(node, "file");
        return name.IndexOfAny(['/', '\\']) < 0 ? name : throw yaml.Refuse(node, "file is a name within the export's folder, without a path.");
    }

    private FinalGradeRule? ReadFinalGrade(YamlNode node)
    {
        FinalGradeRule? rule = null;
        foreach (var (_, _, value) in yaml.Pairs(node, "oneRoster", "finalGrade"))
        {
            rule = new FinalGradeRule([], []);
            foreach (var (key, _, words) in yaml.Pairs(value, "finalGrade", "lineItem", "category"))
            {
                rule = key == "lineItem" ? rule with { Titles = yaml.Texts(words, key) } : rule with { Categories = yaml.Texts(words, key) };
            }
        }

        return rule;
    }

    private string ReadEncoding(YamlNode node)
        => TextEncodings.Named(yaml.Text(node, "encoding")) is null ? throw yaml.Refuse(node, $"that encoding is not known. Write {TextEncodings.Offered}.") : yaml.Text(node, "encoding");

    private char ReadDelimiter(YamlNode node)
        => yaml.Text(node, "delimiter") is [var only and (',' or ';' or '\t' or '|')] ? only : throw yaml.Refuse(node, "delimiter should be \",\", \";\", \"\\t\" or \"|\".");

    private RowChoice ReadDistinct(BundleFile file, YamlNode node)
    {
        if (!yaml.Flag(node, "distinct")) return RowChoice.All;
        return file.MayRepeat ? RowChoice.Distinct : throw yaml.Refuse(node, $"distinct is for {string.Join(", ", BundleLayout.Files.Where(known => known.MayRepeat).Select(known => known.Name))}; {file.Name} keeps every row.");
    }

    private RowChoice ReadKeep(BundleFile file, YamlNode node) => yaml.Text(node, "keep") switch
    {
        "all" => RowChoice.All,
        "last" when !file.IsReference => RowChoice.Last,
        _ => throw yaml.Refuse(node, "keep should be all, or last (each learner's last row) in a file of learners' rows."),
    };

    private Dictionary<string, ColumnRule> ReadColumns(BundleFile file, YamlNode node)
    {
        var columns = new Dictionary<string, ColumnRule>(StringComparer.Ordinal);
        var known = file.Columns.Select(column => column.Name).ToArray();
        foreach (var (name, _, value) in yaml.Pairs(node, $"The file {file.Name}", known)) columns.Add(name, ReadRule(file, name, value));
        return columns;
    }

    private ColumnRule ReadRule(BundleFile file, string column, YamlNode node)
    {
        if (node is YamlScalarNode) return ColumnRule.FromColumn(yaml.Text(node, column)) with { Place = YamlNodes.Place(node) };
        var rule = new ColumnRule { Place = YamlNodes.Place(node) };
        foreach (var (key, _, value) in yaml.Pairs(node, $"The column {column}", MappingWords.Rule))
        {
            rule = key switch
            {
                "from" => rule.Template is null ? rule with { From = yaml.Texts(value, "from") } : throw yaml.Refuse(value, "a template names its columns itself; leave from: out."),
                "template" => ReadTemplate(rule, value),
                "constant" => rule with { Constant = yaml.Text(value, "constant") },
                "join" => rule with { Join = yaml.Text(value, "join") },
                "else" => rule with { Else = yaml.Text(value, "else") },
                "unless" => rule with { Unless = yaml.Pairs(value, "unless").ToDictionary(pair => pair.Key, pair => (IReadOnlySet<string>)yaml.Texts(pair.Value, pair.Key).ToHashSet(StringComparer.OrdinalIgnoreCase)) },
                "termCode" => rule with { TermCode = Named(termCodes, value, "termCodes") },
                "give" => rule with { TermPart = ReadPart(value) },
                "split" => rule with { Split = yaml.Text(value, "split") is { Length: > 0 } split ? split : throw yaml.Refuse(value, "split is the sign between the items, such as \";\".") },
                "scale" => rule with { Scale = column == BundleLayout.CourseResults.Grade.Name ? Named(gradeScales, value, "gradeScales") : throw yaml.Refuse(value, $"scale stands on the column grade of course_results, not on {column}.") },
                "lookup" => rule with { Lookup = Named(lookups, value, "lookups") },
                "prefix" => rule with { Prefix = yaml.Text(value, "prefix") },
                "pattern" => rule with { Pattern = ReadPattern(file, column, value) },
                _ => rule with { Formats = yaml.Texts(value, "format") },
            };
        }

        if (rule.Pattern is not null && rule.Constant is not null) throw yaml.Refuse(node, "a constant has the form it has; leave pattern: out.");
        if (rule.Constant is null == (rule.From.Count == 0)) throw yaml.Refuse(node, $"the column {column} needs either from: or constant: (or a template:).");
        return rule;
    }

    private ValuePattern ReadPattern(BundleFile file, string column, YamlNode node)
    {
        var forms = yaml.Texts(node, "pattern");
        if (forms.Count == 0 || forms.Any(string.IsNullOrEmpty)) throw yaml.Refuse(node, "pattern is the form of the value, 9 for a digit, a for a letter, x for either, such as A99999999.");
        if (file != BundleLayout.Learners.File && column == file.LearnerKey?.Name) throw yaml.Refuse(node, "the form of learner keys is said once, on learners; a row with another key is nobody's and is reported as such.");
        return new ValuePattern(forms);
    }

    private ColumnRule ReadTemplate(ColumnRule rule, YamlNode node)
    {
        if (rule.From.Count > 0) throw yaml.Refuse(node, "a template names its columns itself; leave from: out.");
        var template = yaml.Template(node, "template");
        return rule with { Template = template, From = template.Places };
    }

    private TermPart ReadPart(YamlNode node)
        => Enum.TryParse<TermPart>(yaml.Text(node, "give"), ignoreCase: true, out var part) ? part : throw yaml.Refuse(node, "give should be name, start or end.");

    private T Named<T>(Dictionary<string, T> table, YamlNode node, string section)
        => table.TryGetValue(yaml.Text(node, "a name"), out var found) ? found : throw yaml.Refuse(node, $"there is no {yaml.Text(node, "a name")} under {section}:.{NearestWord.Hint(yaml.Text(node, "a name"), table.Keys)}");
}
