// A plan in a file: a page for people that carries the statement it was made from.
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Release;

/// <summary>
/// The statement as it is kept. Shape: JSON, alone in a file or as the text of the element with id <see cref="ElementId"/> in a page;
/// the page shows it too, so that nothing is in the file that its reader could not read.
/// </summary>
public sealed record SavedPlan(DateTimeOffset MadeAt, PlanStatement Statement)
{
    public const string ElementId = "conferral-plan";

    /// <summary>More is no plan: a page of a large cohort has a few MB. Units: bytes.</summary>
    private const int MaxBytes = 256 * 1024 * 1024;

    public string ToJson() => JsonSerializer.Serialize(
        new PlanDocument(Statement.Fingerprint, MadeAt, [.. Statement.Lines.Select(line => new[] { line.Key, line.Value })]), SavedPlanJson.Default.PlanDocument);

    /// <summary>Errors: <see cref="WorkspaceException"/> for a file that holds no plan, or one that was changed after it was made.</summary>
    public static SavedPlan Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes) throw NoPlan(path);
        var text = File.ReadAllText(path);
        var start = $"<pre id=\"{ElementId}\">";
        var begins = text.IndexOf(start, StringComparison.Ordinal);
        if (begins >= 0)
        {
            var ends = text.IndexOf("</pre>", begins, StringComparison.Ordinal);
            if (ends < 0 || text.IndexOf(start, begins + 1, StringComparison.Ordinal) >= 0) throw NoPlan(path);
            text = WebUtility.HtmlDecode(text[(begins + start.Length)..ends]);
        }

        return Parse(text, path);
    }

    private static SavedPlan Parse(string json, string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, SavedPlanJson.Default.PlanDocument);
            if (document?.Lines is not { Count: > 0 } || document.Lines.Any(line => line is not [not null, not null])) throw NoPlan(path);
            var statement = new PlanStatement(document.Lines.Select(line => KeyValuePair.Create(line[0], line[1])));
            if (statement.Fingerprint != document.Fingerprint)
                throw new WorkspaceException($"{path} was changed after the plan was made: its lines have the fingerprint {statement.Fingerprint}, and it states {document.Fingerprint}. Make the plan again with `conferral plan --save`.");
            return new SavedPlan(document.MadeAt, statement);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw NoPlan(path, e);
        }
    }

    private static WorkspaceException NoPlan(string path, Exception? inner = null)
        => new($"{path} holds no plan. Give the file that `conferral plan --save FILE` wrote.", inner!);
}

internal sealed record PlanDocument(string Fingerprint, DateTimeOffset MadeAt, IReadOnlyList<string[]> Lines);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(PlanDocument))]
internal sealed partial class SavedPlanJson : JsonSerializerContext;
