// The cryptosuites this version knows.
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Finds a suite by what a proof says of itself, or by the key that is to sign.</summary>
public sealed class Cryptosuites(LinkedDataCanonicalizer canonicalizer)
{
    /// <summary>In order of preference: the first one that takes a key signs with it.</summary>
    private readonly Cryptosuite[] _suites =
    [
        new EddsaRdfc2022(canonicalizer),
        new EddsaJcs2022(),
        new EcdsaRdfc2019(canonicalizer),
        new EcdsaJcs2019(),
        new EcdsaSd2023(canonicalizer),
        new EddsaRdfc2022(canonicalizer, EddsaRdfc2022.DraftName),
        new Ed25519Signature2020(canonicalizer),
    ];

    /// <summary>The suite of a proof, or null. A proof of type <c>DataIntegrityProof</c> names its suite; an older one is known by its type alone.</summary>
    public Cryptosuite? Find(string proofType, string? cryptosuite)
        => Array.Find(_suites, suite => suite.ProofType == proofType && (proofType != DataIntegrity.ProofType || suite.Name == cryptosuite));

    /// <summary>The names of the suites that sign with keys of that kind, the usual one first.</summary>
    public IReadOnlyList<string> NamesFor(KeyAlgorithm algorithm)
        => [.. _suites.Where(suite => suite.MakesProofs && suite.HashFor(algorithm) is not null).Select(suite => suite.Name)];

    /// <summary>The suite that signs with keys of that kind: the one of that name, which must be among <see cref="NamesFor"/>, or the usual one.</summary>
    public Cryptosuite For(KeyAlgorithm algorithm, string? name = null)
        => Array.Find(_suites, suite => suite.MakesProofs && suite.HashFor(algorithm) is not null && (name is null || suite.Name == name))
            ?? throw new ArgumentOutOfRangeException(nameof(name), name, $"No cryptosuite of that name signs with a key of kind {algorithm}.");
}
