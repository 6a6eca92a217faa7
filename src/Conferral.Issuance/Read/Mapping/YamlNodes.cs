// Typed access to a YAML document in which every error knows its line and column.
using Conferral.Credentials;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Read;

/// <summary>Reads nodes of one mapping file. Errors: <see cref="IntakeException"/> with line and column of the YAML.</summary>
internal sealed class YamlNodes(string fileName)
{
    private const int MaxDepth = 32;

    public YamlMappingNode Root(string text)
    {
        var stream = new YamlStream();
        try
        {
            RefuseDeepNesting(text);
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw Refused(error.Start, $"is not well-formed YAML: {error.Message} Check indentation and quotes.", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException) // the parser's way with some faults around { } and [ ]; it gives no place
        {
            throw new IntakeException(IntakeCodes.Mapping, $"{fileName} is not well-formed YAML. Check braces, brackets and quotes.", new SourceLocation(fileName), error);
        }

        if (stream.Documents.Count != 1) throw new IntakeException(IntakeCodes.Mapping, $"{fileName} should hold one YAML document.", new SourceLocation(fileName));
        return Map(stream.Documents[0].RootNode, "the mapping");
    }

    /// <summary>The library builds its tree by recursion, and a stack that runs out cannot be caught; its stream of events is read without.</summary>
    private void RefuseDeepNesting(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth) throw Refused(parser.Current.Start, $"is nested more than {MaxDepth} levels deep; a mapping needs six. Take out what does not belong there.", null);
        }
    }

    public YamlMappingNode Map(YamlNode node, string what)
        => node as YamlMappingNode ?? throw Refuse(node, $"{what} should be a table of name: value lines.");

    /// <summary>The pairs of a table; an unknown key is refused, so that a typing error is never silently ignored.</summary>
    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Pairs(YamlNode node, string what, params string[] known)
    {
        foreach (var (keyNode, value) in Map(node, what).Children)
        {
            var key = Text(keyNode, "a name");
            if (known.Length > 0 && !known.Contains(key)) throw Refuse(keyNode, $"{what} knows no \"{key}\".{NearestWord.Hint(key, known)} It may have: {string.Join(", ", known)}.");
            yield return (key, keyNode, value);
        }
    }

    public string Text(YamlNode node, string what)
        => node is YamlScalarNode { Value: { } value } ? value : throw Refuse(node, $"{what} should be one word or text.");

    /// <summary>One text or a list of them.</summary>
    public IReadOnlyList<string> Texts(YamlNode node, string what)
        => node is YamlSequenceNode list ? [.. list.Children.Select(item => Text(item, what))] : [Text(node, what)];

    public Template Template(YamlNode node, string what)
    {
        try
        {
            return Read.Template.Parse(Text(node, what));
        }
        catch (FormatException error)
        {
            throw Refuse(node, error.Message);
        }
    }

    public bool Flag(YamlNode node, string what) => Text(node, what) switch
    {
        "true" => true,
        "false" => false,
        _ => throw Refuse(node, $"{what} should be true or false."),
    };

    public static MappingPlace Place(YamlNode node) => new(node.Start.Line, node.Start.Column);

    public IntakeException Refuse(YamlNode node, string problem) => Refused(node.Start, "has a problem: " + problem, inner: null);

    private IntakeException Refused(Mark at, string problem, Exception? inner)
        => new(IntakeCodes.Mapping, FormattableString.Invariant($"{fileName}, line {at.Line}, column {at.Column} {problem}"), new SourceLocation(fileName, at.Line), inner);
}
