// The vocabulary in which shapes are written: one property, what it holds, how often.
using System.Text;

namespace Conferral.Credentials.Rules;

/// <summary>The kinds of value a property may hold.</summary>
internal enum ValueKind
{
    Text,
    Term,
    Boolean,
    Number,
    Types,
    Context,
    Object,
    ObjectOrUri,
    Credential,
}

/// <summary>One row of a shape. Made by the named constructors and sharpened by <see cref="Required"/> and <see cref="Many"/>.</summary>
internal sealed record Property(string Name, ValueKind Kind)
{
    public bool IsRequired { get; private init; }

    public bool IsMany { get; private init; }

    /// <summary>JSON-LD compaction may leave one value outside its array (OB 3.0, Serialization, JSON).</summary>
    public bool MayCollapse { get; private init; }

    public ValueForm? Form { get; private init; }

    public ModelClass Target { get; private init; }

    /// <summary>For terms: the enumeration.</summary>
    public NameTable? Terms { get; private init; }

    public bool IsExtensible { get; private init; }

    /// <summary>For types: of each group, one name must be there.</summary>
    public byte[][][] TypeGroups { get; private init; } = [];

    /// <summary>For a class whose type is one plain string.</summary>
    public string? ExactType { get; private init; }

    public static Property Text(string name) => new(name, ValueKind.Text);

    public static Property Text(string name, ValueForm form) => new(name, ValueKind.Text) { Form = form };

    public static Property Uri(string name) => Text(name, House.AbsoluteUri.Form);

    public static Property DateTime(string name) => Text(name, Vcdm.ZonedDateTime.Form);

    public static Property Boolean(string name) => new(name, ValueKind.Boolean);

    public static Property Number(string name) => new(name, ValueKind.Number);

    public static Property Term(string name, params string[] terms) => new(name, ValueKind.Term) { Terms = new NameTable(terms) };

    /// <summary>A term of a list that an <c>ext:</c> term may extend.</summary>
    public static Property ExtensibleTerm(string name, params string[] terms) => Term(name, terms) with { IsExtensible = true };

    public static Property Object(string name, ModelClass target) => new(name, ValueKind.Object) { Target = target };

    public static Property ObjectOrUri(string name, ModelClass target) => new(name, ValueKind.ObjectOrUri) { Target = target };

    public static Property Credential(string name) => new(name, ValueKind.Credential);

    public static Property Context() => new Property("@context", ValueKind.Context).Required();

    /// <summary><c>type</c>, where the set must hold one name of every group.</summary>
    public static Property Type(params string[][] groups) => new Property("type", ValueKind.Types) { TypeGroups = [.. groups.Select(group => group.Select(Encoding.UTF8.GetBytes).ToArray())], MayCollapse = true }.Required().Many();

    public static Property Type(string name) => Type([[name]]);

    /// <summary><c>type</c>, where it is this plain string and no array.</summary>
    public static Property TypeIs(string name) => new Property("type", ValueKind.Types) { ExactType = name }.Required();

    public Property Required() => this with { IsRequired = true };

    public Property Many() => this with { IsMany = true };

    public Property ManyOrCollapsed() => this with { IsMany = true, MayCollapse = true };
}
