// The known contexts as a list for people, and as JSON.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Issuance.Workspaces.Contexts;
using Conferral.LinkedData.Contexts;

namespace Conferral.Cli.Rendering;

/// <summary>Where a context comes from and whether it is in force.</summary>
internal enum ContextState
{
    BuiltIn,

    /// <summary>An older or newer state of a built-in context, known and not in force.</summary>
    OtherRevision,

    Added,

    /// <summary>Added by hand and built in since: the built-in one is in force.</summary>
    Superseded,

    /// <summary>The stored file is gone or is not what was added.</summary>
    Damaged,
}

/// <summary>One line of the list. Size and time are those of an added document; null for a built-in one.</summary>
internal sealed record KnownContext(string Url, string Sha256, ContextState State, long? Bytes = null, DateTimeOffset? Added = null)
{
    public static IReadOnlyList<KnownContext> All(ContextFolder? folder)
    {
        var builtIn = ContextStore.Revisions.Select(revision => new KnownContext(revision.Url, revision.Sha256, revision.IsCurrent ? ContextState.BuiltIn : ContextState.OtherRevision));
        var added = folder is null ? [] : folder.Contexts.Select(context => new KnownContext(context.Url, context.Sha256, StateOf(folder, context), context.Bytes, context.Added));
        return [.. builtIn.Concat(added).OrderBy(context => context.Url, StringComparer.Ordinal).ThenBy(context => context.State)];
    }

    private static ContextState StateOf(ContextFolder folder, StoredContext context)
        => !folder.IsIntact(context) ? ContextState.Damaged : ContextStore.BuiltIn.Knows(context.Url) ? ContextState.Superseded : ContextState.Added;
}

internal static class ContextsView
{
    public static void Write(Terminal terminal, IReadOnlyList<KnownContext> contexts)
    {
        foreach (var context in contexts) terminal.Line($"{context.Sha256}  {Said(context),-30}  {context.Url}");
    }

    public static void WriteJson(Terminal terminal, IReadOnlyList<KnownContext> contexts)
        => terminal.Line(JsonSerializer.Serialize(contexts, ContextsJson.Default.IReadOnlyListKnownContext));

    private static string Said(KnownContext context) => context.State switch
    {
        ContextState.BuiltIn => "built in",
        ContextState.OtherRevision => "built in, another revision",
        ContextState.Added => string.Create(CultureInfo.InvariantCulture, $"added {context.Added:yyyy-MM-dd}, {context.Bytes:N0} bytes"),
        ContextState.Superseded => "added, now built in",
        _ => "added, DAMAGED: add it again",
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<KnownContext>))]
internal sealed partial class ContextsJson : JsonSerializerContext;
