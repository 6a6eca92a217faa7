// How one achievement relates to another.
using System.Text.Json.Serialization;

namespace Conferral.Credentials.Model;

/// <summary>
/// "<see cref="SourceId"/> <see cref="AssociationType"/> <see cref="TargetId"/>", between achievement ids.
/// Spec: CLR 2.0, Association (closed: no further members).
/// </summary>
public sealed record Association(AssociationType AssociationType, string SourceId, string TargetId)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "Association";
}

/// <summary>The closed list of relations. Spec: CLR 2.0, AssociationType enumeration.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AssociationType>))]
public enum AssociationType
{
    /// <summary>The same thing.</summary>
    [JsonStringEnumMemberName("exactMatchOf")]
    ExactMatchOf,

    /// <summary>The source stands below the target in a hierarchy.</summary>
    [JsonStringEnumMemberName("isChildOf")]
    IsChildOf,

    /// <summary>The source stands above the target in a hierarchy.</summary>
    [JsonStringEnumMemberName("isParentOf")]
    IsParentOf,

    /// <summary>The source is a component of the target.</summary>
    [JsonStringEnumMemberName("isPartOf")]
    IsPartOf,

    /// <summary>Both stand on one level.</summary>
    [JsonStringEnumMemberName("isPeerOf")]
    IsPeerOf,

    /// <summary>A loose link.</summary>
    [JsonStringEnumMemberName("isRelatedTo")]
    IsRelatedTo,

    /// <summary>The source comes before the target.</summary>
    [JsonStringEnumMemberName("precedes")]
    Precedes,

    /// <summary>The target takes the place of the source.</summary>
    [JsonStringEnumMemberName("replacedBy")]
    ReplacedBy,
}
