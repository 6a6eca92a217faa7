// What stands behind a record: who issued it, definitions, relations, and the document's own data.
using Conferral.Credentials.Verification;
using Conferral.Rendering.Html;
using Conferral.Rendering.Reading;

namespace Conferral.Rendering.Transcript;

internal sealed class BackMatter(HtmlWriter html, Record record, VerificationReport? report, int level)
{
    /// <summary>More values than this are counted and not listed. A record of a whole study has none or a few.</summary>
    private const int MaxUnshown = 2000;

    public void WriteParties()
    {
        using var section = html.In("section", ("class", "parties"));
        html.Element($"h{level}", "Learner and issuer");
        using (html.In("div"))
        {
            html.Element($"h{level + 1}", "Learner");
            Fact[] name = record.LearnerName is { } known ? [new Fact("Name", known) { Remark = record.NameWasHashed ? "given to this page, and the same as the name hashed in the record" : null }] : [];
            FactList.Write(html, [.. name, .. record.LearnerFacts.Where(fact => !record.NameWasHashed || fact.Label != "Name")]);
        }

        using (html.In("div"))
        {
            html.Element($"h{level + 1}", "Issuer");
            Fact[] own = [.. record.Issuer.Name is { } issuer ? [new Fact("Name", issuer)] : Array.Empty<Fact>(), .. record.Issuer.Id is { } id ? [new Fact("Id", id)] : Array.Empty<Fact>()];
            FactList.Write(html, [.. own, .. record.Issuer.Facts]);
        }
    }

    public void WriteDetails()
    {
        Details("What each achievement means", record.Catalogue.Count, WriteCatalogue);
        Details("How the achievements hang together", record.Relations.Count, () => new Outline(html, record).Write());
        Details("Source data: ids, signatures and keys", record.Sources.Count, WriteSources);
        Details("Also in the document", record.Unshown.Count, WriteUnshown);
    }

    private void Details(string title, int count, Action write)
    {
        if (count == 0) return;
        using var details = html.In("details");
        using (html.In("summary")) html.Text(title).Text(" ").Element("span", Labels.Count(count, "", "").Trim(), ("class", "count"));
        write();
    }

    private void WriteCatalogue()
    {
        foreach (var definition in record.Catalogue)
        {
            using var entry = html.In("div", ("class", "definition"));
            using (html.In("p", ("class", "name")))
            {
                html.Words("strong", definition.Name);
                if (definition.Code is { } code) html.Text(" ").Words("span", code, ("class", "code"));
            }

            FactList.Write(html, OwnFacts(definition));
        }
    }

    private IEnumerable<Fact> OwnFacts(Definition definition)
    {
        var isAward = record.Awards.Any(award => award.Award.Definition == definition);
        if (definition.Type is { } type) yield return new Fact("Kind", Labels.Of(type));
        if (!isAward && definition.FieldOfStudy is { } field) yield return new Fact("Field of study", field);
        if (!isAward && definition.Specialization is { } specialization) yield return new Fact("Specialization", specialization);
        if (definition.Credits is { } credits) yield return new Fact("Credits available", credits);
        foreach (var fact in definition.Facts) yield return fact;
        if (definition.Id is { } id) yield return new Fact("Id", id);
    }

    private void WriteSources()
    {
        var verdicts = report?.Documents.DistinctBy(document => document.Pointer).ToDictionary(document => document.Pointer, document => document.Verdict, StringComparer.Ordinal) ?? [];
        foreach (var source in record.Sources)
        {
            using var entry = html.In("div", ("class", "definition"));
            using (html.In("p", ("class", "name")))
            {
                html.Words("strong", source.Name ?? source.Kind).Text(" ").Element("span", source.Pointer.Length == 0 ? "the document" : source.Pointer, ("class", "code"));
            }

            Fact?[] facts =
            [
                source.Kind.Length > 0 ? new Fact("Kind", source.Kind) : null,
                source.Id is { } id ? new Fact("Id", id) : null,
                source.ValidFrom is { } from ? new Fact("Valid from", from) : null,
                verdicts.TryGetValue(source.Pointer, out var verdict) ? new Fact("Verdict", Verdicts.Word(verdict)) : null,
                .. source.Proofs.SelectMany(Proof),
                source.Status is { } status ? new Fact("Status entry", status) : null,
                source.Schema is { } schema ? new Fact("Schema", schema) : null,
                .. source.Pointer.Length == 0 ? record.LearnerHashes : [],
            ];
            FactList.Write(html, facts.OfType<Fact>());
        }
    }

    private static IEnumerable<Fact> Proof(ProofMark proof)
    {
        if (proof.Created is { } created) yield return new Fact("Signed at", created);
        if (proof.Key is { } key) yield return new Fact("Key", key);
        if (proof.Suite is { } suite) yield return new Fact("Signature suite", suite);
    }

    private void WriteUnshown()
    {
        html.Element("p", "No section above has a place for these values. They are shown as they stand in the document.");
        FactList.Write(html, record.Unshown.Take(MaxUnshown).Select(value => new Fact(value.Pointer, value.Json)), "unshown");
        if (record.Unshown.Count > MaxUnshown) html.Element("p", $"And {Labels.Count(record.Unshown.Count - MaxUnshown, "more value")}.");
    }
}
