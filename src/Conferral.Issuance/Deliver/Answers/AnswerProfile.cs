// How one platform answers: what counts as taken, where its ids and reasons stand, what its copy means.
namespace Conferral.Issuance.Deliver;

/// <summary>What it means that the copy a platform answers with is not the credential that was sent.</summary>
public enum CopyMeaning
{
    /// <summary>Delivered, with a note.</summary>
    Note,

    /// <summary>Delivered, with a note, and the platform's copy is kept beside ours in the ledger.</summary>
    Keep,

    /// <summary>In doubt, with the copy kept: a person compares and decides.</summary>
    Doubt,
}

/// <summary>
/// How answers of one platform are read. Shape: places are JSON pointers (RFC 6901) into the answer, or into one entry of a batch answer.
/// Errors: <see cref="Problems"/> lists every contradiction.
/// </summary>
public sealed record AnswerProfile
{
    /// <summary>Statuses that may be settled as taken; every other status has one meaning everywhere.</summary>
    private static readonly int[] Acceptable = [.. Enumerable.Range(200, 100), 304, 409];

    public IReadOnlyList<int> Accepted { get; init; } = [200, 201, 202, 204, 304];

    /// <summary>Where the platform's own id for a credential may stand; the first that holds one counts.</summary>
    public IReadOnlyList<string> HostIdPointers { get; init; } = ["/clrCredentialId", "/credentialId", "/hostId", "/id"];

    public IReadOnlyList<string> HostIdHeaders { get; init; } = ["clrCredentialId", "X-Clr-Credential-Id", "X-Credential-Id", "Credential-Id"];

    /// <summary>Where a refusal's code stands; where none of them holds a text, every known shape is tried.</summary>
    public IReadOnlyList<string> CodePointers { get; init; } = [];

    /// <summary>Where a refusal's sentence stands; where none of them holds a text, every known shape is tried.</summary>
    public IReadOnlyList<string> MessagePointers { get; init; } = [];

    /// <summary>The platform's copy is the credential with another proof.</summary>
    public CopyMeaning ReSigned { get; init; } = CopyMeaning.Keep;

    /// <summary>The platform's copy says something else under the same id.</summary>
    public CopyMeaning Differing { get; init; } = CopyMeaning.Keep;

    internal IEnumerable<string> Problems()
    {
        if (Accepted.Count == 0) yield return "Answers.Accepted is empty: name at least one status, such as 201.";
        foreach (var status in Accepted.Except(Acceptable)) yield return $"Answers.Accepted holds {status}: only 200 to 299, 304 and 409 can mean that a credential was taken.";
        foreach (var pointer in HostIdPointers.Concat(CodePointers).Concat(MessagePointers).Where(pointer => !AnswerPointer.IsValid(pointer)))
            yield return $"Answers: '{pointer}' is no JSON pointer: write it as /member or /list/0/member.";
        foreach (var name in HostIdHeaders.Where(name => name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            yield return $"Answers: '{name}' is no header's name.";
    }
}
