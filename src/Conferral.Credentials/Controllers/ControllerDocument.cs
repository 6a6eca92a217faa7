// What an issuer publishes about its keys: a did:web document or an https controller document.
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Controllers;

/// <summary>
/// The keys of one controller and which of them may sign credentials. Immutable.
/// Spec: https://www.w3.org/TR/cid-1.0/#controlled-identifier-documents
/// </summary>
public sealed class ControllerDocument
{
    private readonly Dictionary<string, VerificationMethod> _methods;
    private readonly HashSet<string> _assertionMethods;

    internal ControllerDocument(string id, IEnumerable<VerificationMethod> methods, IEnumerable<string> assertionMethods)
    {
        Id = id;
        VerificationMethods = [.. methods];
        _methods = new Dictionary<string, VerificationMethod>(StringComparer.Ordinal);
        foreach (var method in VerificationMethods)
        {
            if (!_methods.TryAdd(method.Id, method)) throw ControllerDocumentException.Because(id, $"the verification method {method.Id} occurs twice");
        }

        _assertionMethods = new HashSet<string>(assertionMethods, StringComparer.Ordinal);
    }

    /// <summary>The controller: for an issuer, its issuer id.</summary>
    public string Id { get; }

    public IReadOnlyList<VerificationMethod> VerificationMethods { get; }

    /// <summary>Keys were published at the address <see cref="Id"/> without a word about whose they are.</summary>
    internal bool HoldsKeysAlone { get; init; }

    /// <summary>Reads a controller document or DID document. Errors: <see cref="ControllerDocumentException"/>.</summary>
    public static ControllerDocument Parse(ReadOnlyMemory<byte> utf8) => ControllerDocumentReader.Read(utf8);

    /// <summary>
    /// The document an issuer should publish. Retired keys stay in it, with <see cref="VerificationMethod.Revoked"/> or
    /// <see cref="VerificationMethod.Expires"/>, so that what they signed still verifies.
    /// </summary>
    public static ControllerDocument ForIssuer(string issuerId, IEnumerable<VerificationMethod> methods)
    {
        var all = methods.ToList();
        return new ControllerDocument(issuerId, all, all.Select(method => method.Id));
    }

    /// <summary>The document a did:key stands for.</summary>
    public static ControllerDocument ForDidKey(VerificationKey key) => ForIssuer(DidKey.Did(key), [VerificationMethod.Multikey(DidKey.Did(key), key)]);

    public VerificationMethod? Find(string methodId) => _methods.GetValueOrDefault(methodId);

    /// <summary>True when the controller lets this method sign credentials.</summary>
    public bool IsAssertionMethod(string methodId) => _assertionMethods.Contains(methodId);

    /// <summary>The document as JSON, ready to publish. Shape: UTF-8, indented, methods listed by string in <c>assertionMethod</c>.</summary>
    public byte[] ToJson() => ControllerDocumentWriter.Write(this);
}

/// <summary>A document is not a controller document we can read. The message names the document's id, where it has one.</summary>
public sealed class ControllerDocumentException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static ControllerDocumentException Because(string? id, string reason, Exception? inner = null)
        => new($"The controller document{(id is null ? "" : " of " + id)} cannot be used: {reason}. Take it again from where the issuer publishes it.", inner);
}
