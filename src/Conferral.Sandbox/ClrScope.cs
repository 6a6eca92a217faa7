// The four scopes of the CLR 2.0 service, and the plural spellings seen in the wild.
namespace Conferral.Sandbox;

/// <summary>Scope URIs of the CLR 2.0 service.</summary>
public static class ClrScope
{
    public const string Prefix = "https://purl.imsglobal.org/spec/clr/v2p0/scope/";

    public const string CredentialReadonly = Prefix + "credential.readonly";

    public const string CredentialUpsert = Prefix + "credential.upsert";

    public const string ProfileReadonly = Prefix + "profile.readonly";

    public const string ProfileUpdate = Prefix + "profile.update";

    /// <summary>Asks for a refresh token; part of the standard, though no service description lists it.</summary>
    public const string OfflineAccess = "offline_access";

    public static IReadOnlyList<string> All { get; } = [CredentialReadonly, CredentialUpsert, ProfileReadonly, ProfileUpdate];

    /// <summary>The scope meant by a request: itself, the singular of a plural alias, or null where there is no such scope.</summary>
    internal static string? Resolve(string requested)
    {
        var singular = requested.Replace("/scope/credentials.", "/scope/credential.", StringComparison.Ordinal);
        return All.FirstOrDefault(scope => scope == singular);
    }
}
