// A rule that looks at one object of the document, or from it across the document.
namespace Conferral.Credentials.Rules;

/// <summary>
/// One rule: <see cref="Info"/> names and cites it, <see cref="On"/> and <see cref="Applies"/> say which objects it looks at,
/// <see cref="Check"/> reports. A rule runs after all objects below its own were visited, so the document's index is filled below it.
/// Rules hold no state and never throw for what a document says: a value of the wrong kind is the structure's finding, not theirs.
/// </summary>
internal abstract class CredentialRule(RuleInfo info, params ModelClass[] on)
{
    public RuleInfo Info { get; } = info;

    public IReadOnlyList<ModelClass> On { get; } = on;

    public virtual bool Applies(DocumentNode node) => true;

    public abstract void Check(DocumentNode node, FindingSink findings);
}
