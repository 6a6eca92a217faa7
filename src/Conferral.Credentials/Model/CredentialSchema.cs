// What a credential says about its own checking: schema, status, and where a newer version is.
namespace Conferral.Credentials.Model;

/// <summary>The schema a credential promises to satisfy. Spec: VCDM 2.0, 4.11; 1EdTech JSON Schema Validator 2019.</summary>
public sealed record CredentialSchema(string Id, string Type)
{
    private const string EdTechValidator = "1EdTechJsonSchemaValidator2019";

    /// <summary>The published schema of a CLR. Its type is a term of <see cref="ContextUrl.Extensions"/>.</summary>
    public static CredentialSchema OfClr { get; } =
        new("https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json", EdTechValidator);

    /// <summary>The published schema of an AchievementCredential.</summary>
    public static CredentialSchema OfAchievementCredential { get; } =
        new("https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", EdTechValidator);
}

/// <summary>Where the status of a credential is kept. Spec: VCDM 2.0, 4.10; Bitstring Status List 1.0, BitstringStatusListEntry.</summary>
public sealed record CredentialStatus
{
    public string? Id { get; init; }

    public required string Type { get; init; }

    public string? StatusPurpose { get; init; }

    /// <summary>A whole number, as a string.</summary>
    public string? StatusListIndex { get; init; }

    public string? StatusListCredential { get; init; }
}

/// <summary>Where the newest version of a credential is to be had. Spec: VCDM 2.0, 5.4.</summary>
public sealed record RefreshService(string Id, string Type);
