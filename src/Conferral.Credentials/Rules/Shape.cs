// The shape of one class: its properties as data, and the rule ids their breach is reported under.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Conferral.Credentials.Rules;

/// <summary>
/// One class of the model. A shape stands for up to four rules: <c>-REQUIRED</c> (a property is missing), <c>-TYPE</c>
/// (the type does not name the class), <c>-VALUE</c> (a value of the wrong kind or outside its enumeration) and
/// <c>-CLOSED</c> (a property the closed class does not have).
/// </summary>
internal sealed class Shape
{
    private readonly NameTable _names;

    public Shape(ModelClass modelClass, string idPrefix, string section, params ImmutableArray<Property> properties)
    {
        Class = modelClass;
        Properties = properties;
        _names = new NameTable(properties.Select(property => property.Name));
        RequiredMask = Mask(properties, property => property.IsRequired);
        var required = string.Join(", ", properties.Where(property => property.IsRequired).Select(property => property.Name));
        Required = new RuleInfo($"{idPrefix}-REQUIRED", Severity.Error, $"{modelClass} has {required}", section);
        Type = new RuleInfo($"{idPrefix}-TYPE", Severity.Error, $"the type of {modelClass} names it", section);
        Value = new RuleInfo($"{idPrefix}-VALUE", Severity.Error, $"the properties of {modelClass} hold values of their kind and number", section);
        Closed = new RuleInfo($"{idPrefix}-CLOSED", Severity.Error, $"{modelClass} has no other properties", section);
    }

    public ModelClass Class { get; }

    public ImmutableArray<Property> Properties { get; }

    /// <summary>One bit per required property, by position.</summary>
    public ulong RequiredMask { get; }

    public bool IsClosed { get; init; }

    public RuleInfo Required { get; }

    public RuleInfo Type { get; }

    public RuleInfo Value { get; }

    public RuleInfo Closed { get; }

    /// <summary>The rules this shape stands for.</summary>
    public IEnumerable<RuleInfo> Rules
    {
        get
        {
            if (RequiredMask != 0) yield return Required;
            if (Properties.Any(property => property.Kind == ValueKind.Types)) yield return Type;
            if (!Properties.IsEmpty) yield return Value;
            if (IsClosed) yield return Closed;
        }
    }

    /// <summary>The position of a declared property, or -1.</summary>
    public int IndexOf(JsonProperty member)
    {
        var position = _names.IndexOf(JsonMarshal.GetRawUtf8PropertyName(member));
        return position >= 0 ? position : _names.IndexOf(Utf8Text.NameOf(member)); // an escaped name is found on the second look
    }

    private static ulong Mask(ImmutableArray<Property> properties, Func<Property, bool> chosen)
    {
        if (properties.Length > 64) throw new ArgumentException("A shape tracks its properties in 64 bits.", nameof(properties));
        var mask = 0UL;
        for (var index = 0; index < properties.Length; index++)
        {
            if (chosen(properties[index])) mask |= 1UL << index;
        }

        return mask;
    }
}
