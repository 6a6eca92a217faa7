// What the index of a context folder says of one document, and the index as JSON.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conferral.Issuance.Workspaces.Contexts;

/// <summary>One context somebody added. <see cref="Sha256"/>: lower-case hexadecimal, of the bytes as they came; they are kept under it.</summary>
public sealed record StoredContext(string Url, string Sha256, long Bytes, DateTimeOffset Added);

internal sealed record ContextIndex(int Version, IReadOnlyList<StoredContext> Contexts)
{
    public const int CurrentVersion = 1;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ContextIndex))]
internal sealed partial class ContextIndexJson : JsonSerializerContext;

/// <summary>The folder of contexts, or what was to go into it, cannot be used. The message says where and what to do.</summary>
public sealed class ContextFolderException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What adding a context came to.</summary>
public enum ContextAddition
{
    Added,

    /// <summary>The same bytes were there under this URL.</summary>
    Unchanged,

    /// <summary>The bytes under this URL were damaged or gone, and are there again.</summary>
    Restored,

    /// <summary>Other bytes were there; they stay in the folder and mean nothing any more.</summary>
    Replaced,
}
