// From the URL of a verification method to the key behind it, over the documents at hand.
using System.Collections.Concurrent;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Controllers;

/// <summary>How looking for a verification method ended.</summary>
public enum Resolution
{
    /// <summary>The method and its controller are known.</summary>
    Found,

    /// <summary>The controller's document is not at hand, or its key is of a kind we cannot use: nothing is said about the proof.</summary>
    CouldNotCheck,

    /// <summary>The controller's document is at hand and does not stand behind the method.</summary>
    Refused,
}

/// <summary>Shape: <see cref="Method"/>, its key and <see cref="Controller"/> are present exactly when <see cref="Outcome"/> is Found; <see cref="Problem"/> is a sentence otherwise.</summary>
public sealed record ResolvedMethod(Resolution Outcome, VerificationMethod? Method, ControllerDocument? Controller, string? Problem)
{
    internal static ResolvedMethod Unknown(string problem) => new(Resolution.CouldNotCheck, null, null, problem);

    internal static ResolvedMethod Refused(string problem) => new(Resolution.Refused, null, null, problem);
}

/// <summary>
/// Dereferences verification methods without a network: did:key is read from itself, all else from the documents given.
/// A multibase key in the fragment of a URL is never taken on trust. Safe for concurrent use. Bounds: the first <see cref="MaxKept"/>
/// methods that were found are kept with their keys, because who signs signs more than once.
/// Spec: https://www.w3.org/TR/cid-1.0/#retrieve-verification-method
/// </summary>
public sealed class VerificationMethodResolver(IEnumerable<ControllerDocument> documents)
{
    private const int MaxKept = 64;

    private readonly ConcurrentDictionary<string, ResolvedMethod> _kept = new(StringComparer.Ordinal);
    private readonly ILookup<string, ControllerDocument> _documents = documents.ToLookup(document => document.Id, StringComparer.Ordinal);

    public ResolvedMethod Resolve(string verificationMethodUrl)
    {
        var found = Locate(verificationMethodUrl);
        return found.Method is { Key: null } method ? ResolvedMethod.Unknown($"The key {method.Id} cannot be used: {method.KeyProblem}.") : found;
    }

    /// <summary>As <see cref="Resolve"/>, but a method whose key proofs cannot use is found too.</summary>
    internal ResolvedMethod Locate(string verificationMethodUrl)
    {
        if (_kept.TryGetValue(verificationMethodUrl, out var known)) return known;
        var located = Read(verificationMethodUrl);
        if (located.Outcome == Resolution.Found && _kept.Count < MaxKept) _kept.TryAdd(verificationMethodUrl, located);
        return located;
    }

    /// <summary>The documents at hand of one controller; a did:key is its own.</summary>
    internal IEnumerable<ControllerDocument> DocumentsOf(string controllerId)
        => !DidKey.IsDidKey(controllerId) ? _documents[controllerId] : ResolveDidKey(controllerId).Controller is { } document ? [document] : [];

    private ResolvedMethod Read(string verificationMethodUrl)
    {
        if (DidKey.IsDidKey(verificationMethodUrl)) return ResolveDidKey(verificationMethodUrl);
        var hash = verificationMethodUrl.IndexOf('#', StringComparison.Ordinal);
        var controllerId = hash < 0 ? verificationMethodUrl : verificationMethodUrl[..hash];
        if (!Uri.TryCreate(controllerId, UriKind.Absolute, out _))
            return ResolvedMethod.Refused($"The verification method {verificationMethodUrl} is not a URL.");
        if (!_documents.Contains(controllerId))
            return ResolvedMethod.Unknown($"The controller document of {controllerId} is not at hand, so its key could not be looked up. Save it to a file and give it to the check.");
        var known = _documents[controllerId].Select(document => (Document: document, Method: document.Find(verificationMethodUrl))).FirstOrDefault(pair => pair.Method is not null);
        return known.Method is null
            ? ResolvedMethod.Refused($"The controller document of {controllerId} does not hold the verification method {verificationMethodUrl}.")
            : Judge(known.Document, known.Method);
    }

    private static ResolvedMethod ResolveDidKey(string url)
    {
        try
        {
            var document = ControllerDocument.ForDidKey(DidKey.KeyOf(url));
            return new ResolvedMethod(Resolution.Found, document.VerificationMethods[0], document, null);
        }
        catch (KeyException refusal) when (refusal.Code == KeyErrorCode.UnsupportedAlgorithm)
        {
            return ResolvedMethod.Unknown(refusal.Message);
        }
        catch (KeyException refusal)
        {
            return ResolvedMethod.Refused(refusal.Message);
        }
    }

    private static ResolvedMethod Judge(ControllerDocument document, VerificationMethod method)
    {
        if (method.Controller.Length > 0 && method.Controller != document.Id)
            return ResolvedMethod.Refused($"The verification method {method.Id} belongs to {method.Controller}, not to the controller whose document holds it.");
        return new ResolvedMethod(Resolution.Found, method, document, null);
    }
}
