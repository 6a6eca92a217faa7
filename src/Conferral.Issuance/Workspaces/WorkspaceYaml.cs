// Reads conferral.yaml; every complaint carries line and column.
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Conferral.Issuance.Workspaces;

internal static class WorkspaceYaml
{
    /// <summary>Errors: <see cref="WorkspaceException"/> with line and column for syntax, unknown keys and values of the wrong kind.</summary>
    public static WorkspaceFile Read(string path)
    {
        try
        {
            return ReadText<WorkspaceFile>(File.ReadAllText(path), Workspace.FileName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads settings that are at hand; <paramref name="name"/> is what complaints call them.</summary>
    public static T ReadText<T>(string yaml, string name)
        where T : class, new()
    {
        var deserializer = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .WithTypeConverter(new BatchSection.Shorthand())
            .WithDuplicateKeyChecking()
            .Build();
        try
        {
            return deserializer.Deserialize<T?>(yaml) ?? new T();
        }
        catch (YamlException e)
        {
            var reason = (e.InnerException ?? e).Message;
            throw new WorkspaceException($"{name}, line {e.Start.Line}, column {e.Start.Column}: {Plain(reason)}", e);
        }
    }

    /// <summary>The settings as text, always the same for the same settings.</summary>
    public static string Write(object file) => new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .Build()
        .Serialize(file);

    // "Property 'x' not found on type '…PlatformSection'." says nothing to a registrar.
    private static string Plain(string reason)
    {
        const string start = "Property '";
        if (!reason.StartsWith(start, StringComparison.Ordinal)) return reason;
        var name = reason[start.Length..reason.IndexOf('\'', start.Length)];
        return $"there is no setting called '{name}' here. The commented {Workspace.FileName} that `conferral init` writes lists them all.";
    }
}
