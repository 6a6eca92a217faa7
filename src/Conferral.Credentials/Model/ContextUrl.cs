// The JSON-LD contexts of what we issue, in the order the specifications ask for.
namespace Conferral.Credentials.Model;

/// <summary>
/// Context addresses. One Open Badges version throughout a document: mixing versions redefines protected terms.
/// CLR 2.0.1 is used because the earlier context lets the learner's identifiers fall out of the signature.
/// </summary>
public static class ContextUrl
{
    public const string Credentials = "https://www.w3.org/ns/credentials/v2";
    public const string Clr = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";
    public const string OpenBadges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

    /// <summary>Defines 1EdTech's types of credentialSchema, credentialStatus and refreshService; needed wherever one of them is used.</summary>
    public const string Extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

    public static IReadOnlyList<string> OfClr { get; } = [Credentials, Clr, OpenBadges, Extensions];

    public static IReadOnlyList<string> OfAchievementCredential { get; } = [Credentials, OpenBadges, Extensions];
}
