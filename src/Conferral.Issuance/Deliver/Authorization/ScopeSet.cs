// Scopes asked for and granted, compared as the standard spells them.
namespace Conferral.Issuance.Deliver;

/// <summary>Spec: RFC 6749 §3.3; CLR 2.0 §5 scopes.</summary>
internal static class ScopeSet
{
    public const string Prefix = "https://purl.imsglobal.org/spec/clr/v2p0/scope/";
    public const string ProfileReadonly = Prefix + "profile.readonly";
    public const string OfflineAccess = "offline_access";

    public static IReadOnlyList<string> Split(string? scope) => scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>What was asked and not granted; a plural alias counts as the scope it stands for. A server that names no scope granted what was asked.</summary>
    public static IReadOnlyList<string> Missing(string asked, string? granted)
    {
        if (string.IsNullOrWhiteSpace(granted)) return [];
        var have = Split(granted).Select(Singular).ToHashSet(StringComparer.Ordinal);
        return [.. Split(asked).Where(scope => !have.Contains(Singular(scope)))];
    }

    /// <summary>The scope's own words, without the standard's prefix.</summary>
    public static string Short(IEnumerable<string> scopes) => string.Join(", ", scopes.Select(scope => scope.StartsWith(Prefix, StringComparison.Ordinal) ? scope[Prefix.Length..] : scope));

    /// <summary>
    /// What is asked of a person: the settings' scopes, and where these are the default also what lets Conferral renew the
    /// token by itself and say whose account it is, unless the server lists its scopes without them.
    /// </summary>
    public static string ForAccount(string configured, IReadOnlyList<string> offered)
    {
        if (configured != AuthorizationProfile.DefaultScope) return configured;
        if (offered.Count == 0) return $"{configured} {OfflineAccess}";
        return string.Join(' ', [configured, .. ((string[])[ProfileReadonly, OfflineAccess]).Where(offered.Contains)]);
    }

    private static string Singular(string scope) => scope.Replace("/scope/credentials.", "/scope/credential.", StringComparison.Ordinal);
}
