// The cryptosuites this version knows.
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Finds a suite by the name a proof states, or by the key that is to sign.</summary>
public sealed class Cryptosuites(LinkedDataCanonicalizer canonicalizer)
{
    /// <summary>In order of preference: the first one that takes a key signs with it.</summary>
    private readonly Cryptosuite[] _suites =
    [
        new EddsaRdfc2022(canonicalizer),
        new EddsaRdfc2022(canonicalizer, EddsaRdfc2022.DraftName),
    ];

    public Cryptosuite? Find(string name) => Array.Find(_suites, suite => suite.Name == name);

    public Cryptosuite For(KeyAlgorithm algorithm) => Array.Find(_suites, suite => suite.HashFor(algorithm) is not null)
        ?? throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No cryptosuite signs with such a key.");
}
