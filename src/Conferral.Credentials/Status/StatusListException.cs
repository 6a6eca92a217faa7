// Why a status could not be found out, by the names the specification gives.
namespace Conferral.Credentials.Status;

/// <summary>The errors of Bitstring Status List, by name. Spec: https://www.w3.org/TR/vc-bitstring-status-list/#processing-errors</summary>
public static class StatusListError
{
    /// <summary>The list is not at hand, or the copy at hand is too old.</summary>
    public const string Retrieval = "STATUS_RETRIEVAL_ERROR";

    /// <summary>The list is at hand and does not stand: its proof, its time, its id or its purpose.</summary>
    public const string Verification = "STATUS_VERIFICATION_ERROR";

    /// <summary>The list has fewer entries than a list must have, or more than are read.</summary>
    public const string ListLength = "STATUS_LIST_LENGTH_ERROR";

    /// <summary>The list ends before the entry's index.</summary>
    public const string Range = "RANGE_ERROR";

    /// <summary>A value of the entry or the list is not what it must be.</summary>
    public const string MalformedValue = "MALFORMED_VALUE_ERROR";
}

/// <summary>A status could not be found out; says nothing against the credential. <see cref="Code"/> is one of <see cref="StatusListError"/>.</summary>
public sealed class StatusListException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    internal static StatusListException Malformed(string message, Exception? inner = null) => new(StatusListError.MalformedValue, message, inner);
}
