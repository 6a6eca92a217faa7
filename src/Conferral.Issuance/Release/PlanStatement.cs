// What a plan commits to, as lines that anybody can hash and compare.
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Issuance.Release;

/// <summary>
/// The input, mapping, settings and key a plan was made from, and what it counted.
/// Shape: each line is a name, a tab and a value, without line breaks; the fingerprint is the lower-case hex SHA-256 of "conferral
/// plan 1" and all lines, each ended by a line feed, in UTF-8. The lines of the counts are signed by those who approve, and not
/// compared when a plan is carried out: a run that was interrupted and goes on counts otherwise.
/// </summary>
public sealed record PlanStatement
{
    private const string Heading = "conferral plan 1";

    internal const string Input = "input";
    internal const string InputFile = "input file ";
    internal const string Mapping = "mapping";
    internal const string Clearance = "clearance rules";
    internal const string Decisions = "newest decision";
    internal const string Setting = "setting ";
    internal const string IdentifierSecret = "identifier secret";
    public const string VerificationMethod = "verification method";
    public const string PublicKey = "public key";
    internal const string Count = "count ";

    /// <summary>Errors: <see cref="ArgumentException"/> for a name that is there twice.</summary>
    public PlanStatement(IEnumerable<KeyValuePair<string, string>> lines)
    {
        Lines = [.. lines.Select(line => KeyValuePair.Create(OneLine(line.Key), OneLine(line.Value)))];
        if (Lines.DistinctBy(line => line.Key).Count() != Lines.Count) throw new ArgumentException("A statement names each thing once.", nameof(lines));
        var text = new StringBuilder(Heading).Append('\n');
        foreach (var (name, value) in Lines) text.Append(name).Append('\t').Append(value).Append('\n');
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public IReadOnlyList<KeyValuePair<string, string>> Lines { get; }

    public string Fingerprint { get; }

    public string? this[string name] => Lines.FirstOrDefault(line => line.Key == name).Value;

    /// <summary>The hash of the whole input as its source states it.</summary>
    public string InputSha256 => this[Input] ?? "";

    public IEnumerable<KeyValuePair<string, string>> Counts => Lines.Where(line => line.Key.StartsWith(Count, StringComparison.Ordinal)).Select(line => KeyValuePair.Create(line.Key[Count.Length..], line.Value));

    /// <summary>The same without counts, as it is compared.</summary>
    public PlanStatement WithCounts(IssuancePlan plan) => new(
    [
        .. Lines,
        new(Count + "read", Text(plan.LearnersRead)),
        new(Count + "new", Text(plan.New)),
        new(Count + "amended", Text(plan.Amended)),
        new(Count + "unchanged", Text(plan.Unchanged)),
        new(Count + "blocked", Text(plan.Blocked.Count)),
        new(Count + "not in this export", Text(plan.NotInExport)),
    ]);

    /// <summary>
    /// What is not any more as this statement has it, in sentences; empty when a plan may be carried out.
    /// A file beside the export that nobody reads does not count: only where the input as a whole differs are its files compared.
    /// </summary>
    public IReadOnlyList<string> DifferencesFrom(PlanStatement now)
    {
        var then = Compared(this);
        var current = Compared(now);
        var inputIsSame = InputSha256 == now.InputSha256;
        var names = Lines.Concat(now.Lines).Select(line => line.Key).Distinct().Where(name => then.GetValueOrDefault(name) != current.GetValueOrDefault(name)).ToList();
        var files = names.Where(name => name.StartsWith(InputFile, StringComparison.Ordinal)).ToList();
        var differences = new List<string>();
        if (!inputIsSame && files.Count == 0 && !names.Contains(Mapping)) differences.Add("The export changed since.");
        if (!inputIsSame) differences.AddRange(files.Select(file => File(file[InputFile.Length..], then.ContainsKey(file), current.ContainsKey(file))));
        differences.AddRange(names.Where(name => name != Input && !files.Contains(name)).Select(name => Other(name, then.GetValueOrDefault(name), current.GetValueOrDefault(name))));
        return differences;
    }

    private static Dictionary<string, string> Compared(PlanStatement statement)
        => statement.Lines.Where(line => !line.Key.StartsWith(Count, StringComparison.Ordinal)).ToDictionary(line => line.Key, line => line.Value, StringComparer.Ordinal);

    private static string File(string name, bool was, bool isNow) => (was, isNow) switch
    {
        (true, true) => $"The export changed since: {name}.",
        (true, false) => $"The export changed since: {name} is gone.",
        _ => $"The export changed since: {name} is new.",
    };

    private static string Other(string name, string? then, string? now) => name switch
    {
        Mapping => "The mapping of the export's columns changed since.",
        Clearance => "The clearance rules changed since.",
        Decisions => "Somebody decided about a learner since: cleared one or took that back, or asked for a new credential in place of a revoked one.",
        IdentifierSecret => "The identifier secret is another: every learner would get a second id.",
        VerificationMethod => $"The signing key is another: the plan names {then}, this run would sign as {now}.",
        PublicKey => $"The signing key is another: the plan names the public key {then}, this run would sign with {now}.",
        _ when name.StartsWith(Setting, StringComparison.Ordinal) => $"The setting {name[Setting.Length..]} changed since: {Said(then)} then, {Said(now)} now.",
        _ => $"{name} changed since: {Said(then)} then, {Said(now)} now.",
    };

    private static string Said(string? value) => value is null ? "not set" : $"\"{value}\"";

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string OneLine(string text) => text.ReplaceLineEndings("\\n").Replace('\t', ' ');
}
