// The classes of the three data models that rules know by name.
using System.Text.Json;

namespace Conferral.Credentials.Rules;

/// <summary>What an object of the document is, decided by where it stands (and, for embedded credentials, by its type).</summary>
internal enum ModelClass
{
    /// <summary>An object no model declares: an extension's. Only the rules for all JSON hold in it.</summary>
    Extension,
    ClrCredential,
    ClrSubject,
    Association,
    AchievementCredential,
    AchievementSubject,
    Achievement,
    Criteria,
    Alignment,
    Related,
    IdentifierEntry,
    IdentityObject,
    ResultDescription,
    RubricCriterionLevel,
    Result,
    Profile,
    Address,
    GeoCoordinates,
    Image,
    Evidence,
    EndorsementCredential,
    EndorsementSubject,
    VerifiableCredential,
    CredentialSubject,
    CredentialSchema,
    CredentialStatus,
    RefreshService,
    TermsOfUse,
    Proof,
}

/// <summary>The classes that are credentials, and which of them a <c>type</c> names.</summary>
internal static class CredentialClasses
{
    public static readonly ModelClass[] All =
        [ModelClass.ClrCredential, ModelClass.AchievementCredential, ModelClass.EndorsementCredential, ModelClass.VerifiableCredential];

    public static bool IsCredential(this ModelClass modelClass) => modelClass is ModelClass.ClrCredential
        or ModelClass.AchievementCredential or ModelClass.EndorsementCredential or ModelClass.VerifiableCredential;

    /// <summary>The most specific class a credential's <c>type</c> names; a plain verifiable credential where it names none.</summary>
    public static ModelClass Of(JsonElement credential)
    {
        if (!credential.TryGetProperty("type"u8, out var type)) return ModelClass.VerifiableCredential;
        if (TypeSet.Contains(type, "ClrCredential"u8)) return ModelClass.ClrCredential;
        if (TypeSet.Contains(type, "AchievementCredential"u8) || TypeSet.Contains(type, "OpenBadgeCredential"u8)) return ModelClass.AchievementCredential;
        return TypeSet.Contains(type, "EndorsementCredential"u8) ? ModelClass.EndorsementCredential : ModelClass.VerifiableCredential;
    }
}
