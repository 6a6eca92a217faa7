// Walks a document once: names the class of every object, holds each member against its shape, runs the rules.
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Rules.House;
using Conferral.Credentials.Rules.OpenBadges;

namespace Conferral.Credentials.Rules;

/// <summary>One walk over one document. Depth is bounded by the JSON parser's.</summary>
internal sealed class DocumentWalk(ImmutableArray<CredentialRule>[] rulesByClass, FindingSink findings)
{
    public void Visit(DocumentNode node)
    {
        if (node.Element.ValueKind == JsonValueKind.Array) VisitExtensionItems(node);
        else VisitMembers(node);

        node.Document.Add(node);
        foreach (var rule in rulesByClass[(int)node.Class])
        {
            if (rule.Applies(node)) rule.Check(node, findings);
        }
    }

    private void VisitMembers(DocumentNode node)
    {
        var seen = 0UL;
        HashSet<string>? undeclared = null;
        foreach (var member in node.Element.EnumerateObject())
        {
            var position = node.Shape.IndexOf(member);
            if (position < 0)
            {
                if (!(undeclared ??= new HashSet<string>(StringComparer.Ordinal)).Add(member.Name)) ReportRepeated(node, member.Name);
                VisitUndeclared(node, member);
                continue;
            }

            var property = node.Shape.Properties[position];
            if ((seen & (1UL << position)) != 0) ReportRepeated(node, property.Name);
            seen |= 1UL << position;
            VisitDeclared(node, property, member.Value);
        }

        if ((node.Shape.RequiredMask & ~seen) != 0) ReportMissing(node, seen);
    }

    private void VisitDeclared(DocumentNode node, Property property, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                ReportNull(node, property.Name);
                break;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                findings.Report(EmptyArray.Info, node, property.Name, $"`{property.Name}` is an empty array; leave the property out where there is nothing to say.");
                break;
            case JsonValueKind.Array when property.Kind == ValueKind.Types:
                CheckTypes(node, property, value);
                break;
            case JsonValueKind.Array when property.IsMany || property.Kind == ValueKind.Context:
                VisitItems(node, property, value);
                break;
            case JsonValueKind.Array:
                ReportValue(node, property, -1, "holds one value and no array; write the value itself");
                break;
            default:
                VisitSingle(node, property, value);
                break;
        }
    }

    private void VisitItems(DocumentNode node, Property property, JsonElement array)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Null) findings.Report(NoNull.Info, node.Pointer(property.Name, index), $"An item of `{property.Name}` is null; leave it out.");
            else VisitValue(node, property, item, index);
            index++;
        }
    }

    private void VisitSingle(DocumentNode node, Property property, JsonElement value)
    {
        if (property.Kind == ValueKind.Types)
        {
            CheckTypes(node, property, value);
            return;
        }

        if ((property.IsMany && !property.MayCollapse) || property.Kind == ValueKind.Context) ReportValue(node, property, -1, "is an array, even with one value; write [ ] around it");
        VisitValue(node, property, value, -1);
    }

    private void VisitValue(DocumentNode node, Property property, JsonElement value, int item)
    {
        switch (property.Kind)
        {
            case ValueKind.Text or ValueKind.Term:
                CheckText(node, property, value, item);
                break;
            case ValueKind.Boolean:
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) ReportValue(node, property, item, "is true or false, without quotes");
                break;
            case ValueKind.Number:
                if (value.ValueKind != JsonValueKind.Number) ReportValue(node, property, item, "is a JSON number, without quotes");
                break;
            case ValueKind.Context:
                CheckContext(node, property, value, item);
                break;
            case ValueKind.ObjectOrUri when value.ValueKind == JsonValueKind.String:
                CheckForm(node, property, AbsoluteUri.Form, value, item);
                break;
            default:
                VisitObject(node, property, value, item);
                break;
        }
    }

    private void VisitObject(DocumentNode node, Property property, JsonElement value, int item)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            // The structure of a member of a CLR that is no object has its own words: see Clr/MemberForm.
            if (property.Kind != ValueKind.Credential) ReportValue(node, property, item, property.Kind == ValueKind.ObjectOrUri ? "is a URL or an object" : "is an object");
            return;
        }

        var target = property.Kind == ValueKind.Credential ? CredentialClasses.Of(value) : property.Target;
        Visit(new DocumentNode(node.Document, value, Shapes.Of(target), node, property.Name, item));
    }

    private void CheckText(DocumentNode node, Property property, JsonElement value, int item)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            if (LanguageMap.Is(value)) findings.Report(LanguageMap.Info, node.Pointer(property.Name, item), $"`{property.Name}` is a language map, which these contexts cannot sign; write one plain string and name its language in `inLanguage`.");
            else ReportValue(node, property, item, "is a string");
            return;
        }

        var text = Utf8Text.Of(value);
        if (property.Terms is { } terms && !terms.Contains(text) && !(property.IsExtensible && ExtensionTerm.Is(text)))
            ReportValue(node, property, item, property.IsExtensible ? "is no term of its list; use a term of the list or an extension term that starts with `ext:`" : "is no term of its list, which is closed; use a term of the list");
        else if (property.Form is { } form)
            CheckForm(node, property, form, value, item);
        else if (property.IsRequired && Utf8Text.IsBlank(text))
            ReportValue(node, property, item, "is blank; give it a text");
    }

    private void CheckForm(DocumentNode node, Property property, ValueForm form, JsonElement value, int item)
    {
        if (!form.Holds(Utf8Text.Of(value))) findings.Report(form.Info, node.Pointer(property.Name, item), $"`{property.Name}` {form.Advice}.");
    }

    private void CheckContext(DocumentNode node, Property property, JsonElement value, int item)
    {
        if (value.ValueKind == JsonValueKind.String) CheckForm(node, property, AbsoluteUri.Form, value, item);
        else if (value.ValueKind != JsonValueKind.Object) ReportValue(node, property, item, "holds URLs and context objects only");
    }

    private void CheckTypes(DocumentNode node, Property property, JsonElement value)
    {
        if (property.ExactType is { } exact)
        {
            if (value.ValueKind != JsonValueKind.String || !value.ValueEquals(exact)) findings.Report(node.Shape.Type, node, property.Name, $"The type of {node.Class} is the plain string \"{exact}\".");
            return;
        }

        if (!AllStrings(value)) ReportValue(node, property, -1, "holds strings only");
        foreach (var group in property.TypeGroups)
        {
            if (!TypeSet.ContainsAny(value, group)) findings.Report(node.Shape.Type, node, property.Name, $"The type of {node.Class} must hold {string.Join(" or ", group.Select(name => $"\"{Encoding.UTF8.GetString(name)}\""))}; add it.");
        }
    }

    private static bool AllStrings(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return value.ValueKind == JsonValueKind.String;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return false;
        }

        return true;
    }

    private void VisitUndeclared(DocumentNode node, JsonProperty member)
    {
        if (node.Shape.IsClosed) findings.Report(node.Shape.Closed, node, member.Name, $"{node.Class} is a closed class and has no property `{member.Name}`; remove it.");
        VisitExtension(node, member.Value, member.Name, -1);
    }

    private void VisitExtensionItems(DocumentNode node)
    {
        var index = 0;
        foreach (var item in node.Element.EnumerateArray()) VisitExtension(node, item, null, index++);
    }

    private void VisitExtension(DocumentNode node, JsonElement value, string? name, int item)
    {
        if (value.ValueKind == JsonValueKind.Null) findings.Report(NoNull.Info, node.Pointer(name, item), $"{(name is null ? "An item" : $"`{name}`")} is null; leave it out.");
        else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) Visit(new DocumentNode(node.Document, value, Shapes.Of(ModelClass.Extension), node, name, item));
    }

    private void ReportMissing(DocumentNode node, ulong seen)
    {
        for (var position = 0; position < node.Shape.Properties.Length; position++)
        {
            if ((node.Shape.RequiredMask & ~seen & (1UL << position)) == 0) continue;
            findings.Report(node.Shape.Required, node, $"{node.Class} has no `{node.Shape.Properties[position].Name}`, which is required; add it.");
        }
    }

    private void ReportValue(DocumentNode node, Property property, int item, string advice)
        => findings.Report(node.Shape.Value, node.Pointer(property.Name, item), $"`{property.Name}` of {node.Class} {advice}.");

    private void ReportNull(DocumentNode node, string name)
        => findings.Report(NoNull.Info, node, name, $"`{name}` is null; leave the property out where there is nothing to say.");

    private void ReportRepeated(DocumentNode node, string name)
        => findings.Report(RepeatedName.Info, node, name, $"`{name}` stands twice in one object, and readers disagree on which one counts; keep one.");
}
