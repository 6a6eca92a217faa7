// VerifiableCredential: what VCDM 2.0 and CLR 2.0 ask of any embedded credential.
using System.Collections.Immutable;
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>The shape of a credential of no class we know, and the properties every credential shares. Spec: https://www.w3.org/TR/vc-data-model-2.0/#verifiable-credentials</summary>
internal static class CredentialShape
{
    /// <summary>What each kind of credential may carry besides its own properties.</summary>
    public static readonly ImmutableArray<Property> Shared =
    [
        Context(),
        ObjectOrUri("issuer", ModelClass.Profile).Required(),
        DateTime("validFrom").Required(),
        DateTime("validUntil"),
        Object("proof", ModelClass.Proof).ManyOrCollapsed(),
        Object("credentialSchema", ModelClass.CredentialSchema).ManyOrCollapsed(),
        Object("credentialStatus", ModelClass.CredentialStatus),
        Object("refreshService", ModelClass.RefreshService),
        Object("termsOfUse", ModelClass.TermsOfUse).ManyOrCollapsed(),
        Object("evidence", ModelClass.Evidence).Many(),
    ];

    public static readonly Shape Shape = new(ModelClass.VerifiableCredential, "VCDM-CREDENTIAL", "CLR 2.0, VerifiableCredential; VCDM 2.0, 4.2 Verifiable Credentials",
    [
        .. Shared,
        Type("VerifiableCredential"),
        Uri("id"),
        Object("credentialSubject", ModelClass.CredentialSubject).Required(),
    ]);
}
