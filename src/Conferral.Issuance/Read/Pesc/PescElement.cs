// One transcript as a small tree of local names: whichever way its writer bound the namespaces, the names are the same.
using System.Globalization;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// An element without its namespace. Published schemas leave all but the root unqualified, writers in the field qualify some or
/// all; a look-up by namespace would find nothing in the one or the other and take it for an empty record.
/// </summary>
internal sealed class PescElement(string name, PescElement? parent, long line)
{
    private readonly List<PescElement> children = [];
    private readonly StringBuilder text = new();

    public string Name { get; } = name;

    public long Line { get; } = line;

    /// <summary>The element's own text with every run of blanks as one: enumerations are padded in the field.</summary>
    public string Text => string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Shape: <c>/CollegeTranscript/Student/AcademicRecord/AcademicSession[3]/Course[2]</c>, positions from 1 where a name comes more than once.</summary>
    public string Path
    {
        get
        {
            if (parent is null) return "/" + Name;
            var alike = parent.All(Name).ToList();
            return parent.Path + "/" + Name + (alike.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"[{alike.IndexOf(this) + 1}]") : "");
        }
    }

    public void Add(PescElement child) => children.Add(child);

    public void Append(string more) => text.Append(more);

    public IEnumerable<PescElement> All(string wanted) => children.Where(child => child.Name == wanted);

    /// <summary>The first element down the names, or null.</summary>
    public PescElement? Find(params ReadOnlySpan<string> names)
    {
        var at = this;
        foreach (var wanted in names)
        {
            at = at.children.Find(child => child.Name == wanted);
            if (at is null) return null;
        }

        return at;
    }

    public SourceLocation In(string file) => new(file, Line, Path);
}
