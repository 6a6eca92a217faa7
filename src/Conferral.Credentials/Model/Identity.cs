// How a learner, an institution or an achievement is known elsewhere.
namespace Conferral.Credentials.Model;

/// <summary>
/// One way a learner is known: the value itself, or its salted hash.
/// Spec: Open Badges 3.0, IdentityObject (closed: no further members).
/// </summary>
public sealed record IdentityObject
{
    public string Type { get; init; } = "IdentityObject";

    public required bool Hashed { get; init; }

    /// <summary>Shape: <c>sha256$</c> and lower-case hex when <see cref="Hashed"/>, otherwise the plain value.</summary>
    public required string IdentityHash { get; init; }

    /// <summary>One of <see cref="Model.IdentityType"/>, or an <c>ext:</c> term.</summary>
    public required string IdentityType { get; init; }

    public string? Salt { get; init; }

    /// <summary>The identity as a salted SHA-256 hash.</summary>
    public static IdentityObject Sha256(string identityType, string value, string salt) => new()
    {
        Hashed = true,
        IdentityHash = Model.IdentityHash.Sha256(value, salt),
        IdentityType = identityType,
        Salt = salt,
    };

    /// <summary>The identity in plain sight.</summary>
    public static IdentityObject Plain(string identityType, string value) => new()
    {
        Hashed = false,
        IdentityHash = value,
        IdentityType = identityType,
    };
}

/// <summary>A further identifier of an achievement or a profile. Spec: Open Badges 3.0, IdentifierEntry (closed).</summary>
public sealed record IdentifierEntry(string Identifier, string IdentifierType)
{
    [System.Text.Json.Serialization.JsonPropertyOrder(-1)]
    public string Type { get; init; } = "IdentifierEntry";
}

/// <summary>The values of <c>identityType</c> and <c>identifierType</c>; open to <c>ext:</c> terms.</summary>
public static class IdentityType
{
    public const string AccountId = "accountId";
    public const string EmailAddress = "emailAddress";
    public const string Identifier = "identifier";
    public const string Isbn = "isbn";
    public const string Issn = "issn";
    public const string LisSourcedId = "lisSourcedId";
    public const string LtiContextId = "ltiContextId";
    public const string LtiDeploymentId = "ltiDeploymentId";
    public const string LtiPlatformId = "ltiPlatformId";
    public const string LtiToolId = "ltiToolId";
    public const string LtiUserId = "ltiUserId";
    public const string Name = "name";
    public const string NationalIdentityNumber = "nationalIdentityNumber";
    public const string OneRosterSourcedId = "oneRosterSourcedId";
    public const string ProductId = "productId";
    public const string SisSourcedId = "sisSourcedId";
    public const string SourcedId = "sourcedId";
    public const string SystemId = "systemId";
    public const string UserName = "userName";
}
