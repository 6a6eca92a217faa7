// What `conferral sign` was asked for, held against the key before the first document is read.
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.LinkedData;

namespace Conferral.Cli.Commands;

/// <summary>The options of the command.</summary>
internal sealed record SigningRequest(string? VerificationMethod, bool SignMembers)
{
    public string? Suite { get; init; }

    public IReadOnlyList<string>? MandatoryPointers { get; init; }

    public bool AsToken { get; init; }

    public bool EmbedsKey { get; init; }
}

/// <summary>Signs one document after another as asked. Safe for concurrent use until disposed, which disposes the key.</summary>
internal sealed class SigningJob : IDisposable
{
    private readonly SigningRequest _request;
    private readonly TokenSigningKey _key;
    private readonly CredentialSigner _signer;

    private SigningJob(SigningRequest request, TokenSigningKey key, LinkedDataCanonicalizer canonicalizer)
        => (_request, _key, Canonicalizer, _signer) = (request, key, canonicalizer, new CredentialSigner(canonicalizer));

    public LinkedDataCanonicalizer Canonicalizer { get; }

    /// <summary>Errors: <see cref="KeyException"/>; <see cref="FormatException"/> where options do not fit the key or each other.</summary>
    public static SigningJob Open(SigningRequest request, string keyPath, string passphrase, LinkedDataCanonicalizer canonicalizer)
    {
        if (request.EmbedsKey && (!request.AsToken || request.VerificationMethod is not null)) throw new FormatException("--jwk puts the key into a token in place of its URL: use it with --jwt and without --verification-method.");
        if (request.AsToken && request.Suite is not null) throw new FormatException("--suite is for embedded proofs. A token's algorithm follows from its key; leave --suite out.");
        if (request.MandatoryPointers is not null && request.Suite != EcdsaSd2023.SuiteName) throw new FormatException($"--mandatory is for proofs of which holders show parts: add --suite {EcdsaSd2023.SuiteName}.");
        var key = request.AsToken ? TokenSigningKey.Open(keyPath, passphrase) : TokenSigningKey.Of(KeyFile.Open(keyPath, passphrase));
        if (key.ForProofs is null || Misfit(canonicalizer, key.ForProofs, request.Suite) is not { } misfit) return new SigningJob(request, key, canonicalizer);
        key.Dispose();
        throw misfit;
    }

    public string NameOf(Unsigned document) => _request.AsToken ? Path.GetFileNameWithoutExtension(document.Path) + ".jwt" : Path.GetFileName(document.Path);

    /// <summary>Errors: <see cref="SigningException"/>, <see cref="LinkedDataException"/>, <see cref="DisclosureException"/>; <see cref="FormatException"/> where the document needs an option.</summary>
    public byte[] Sign(Unsigned document, DateTimeOffset created)
    {
        if (!_request.AsToken) return _signer.Sign(document.Utf8, _key.ForProofs!, Options(document, created));
        var ready = _request.SignMembers && document.ProofCount > 1 ? _signer.SignMembers(document.Utf8, KeyOfMembers(), Options(document, created)) : document.Utf8;
        return JwtSigner.Sign(ready, _key, _request.EmbedsKey ? null : MethodOf(document));
    }

    public void Dispose() => _key.Dispose();

    private SigningOptions Options(Unsigned document, DateTimeOffset created)
        => new(MethodOf(document), created) { SignMembers = _request.SignMembers, Suite = _request.Suite, MandatoryPointers = _request.MandatoryPointers };

    private string MethodOf(Unsigned document)
        => _request.VerificationMethod
            ?? (_key.ForProofs is { } key ? document.DefaultVerificationMethod(key) : throw new FormatException("An RSA key has no name of its own; give --verification-method, or --jwk to carry the key in the token."))
            ?? throw new FormatException(document.Fault ?? "The document names no issuer id; give --verification-method.");

    private SigningKey KeyOfMembers()
        => _key.ForProofs ?? throw new FormatException("An RSA key signs tokens alone, and the document holds embedded credentials. Sign those first, or leave them as they are with --no-member-proofs.");

    private static FormatException? Misfit(LinkedDataCanonicalizer canonicalizer, SigningKey key, string? suite)
    {
        var names = new Cryptosuites(canonicalizer).NamesFor(key.Algorithm);
        return suite is null || names.Contains(suite)
            ? null
            : new FormatException($"--suite is '{suite}', and this key ({key.Algorithm}) signs with {string.Join(" or ", names)}. Choose one of these, or another key.");
    }
}
