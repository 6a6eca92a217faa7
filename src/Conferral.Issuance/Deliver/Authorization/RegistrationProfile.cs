// What a client tells of itself when it registers at a platform.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// The client metadata CLR 2.0 asks for beside what Conferral knows itself; addresses must be https and on one host.
/// Spec: RFC 7591 §2; CLR 2.0 §5.1 dynamic client registration.
/// </summary>
public sealed record RegistrationProfile
{
    /// <summary>What people see when they are asked to agree.</summary>
    public string ClientName { get; init; } = "Conferral";

    public Uri? ClientUri { get; init; }

    public Uri? LogoUri { get; init; }

    public Uri? TermsUri { get; init; }

    public Uri? PolicyUri { get; init; }

    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Everything that keeps a platform from accepting this, one sentence each.</summary>
    internal IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        var given = new (string Name, Uri? Url)[] { ("clientUri", ClientUri), ("logoUri", LogoUri), ("tosUri", TermsUri), ("policyUri", PolicyUri) };
        var missing = given.Where(entry => entry.Url is null).Select(entry => entry.Name).ToList();
        if (missing.Count > 0) problems.Add($"To register, the platform asks for {string.Join(", ", missing)}: set authorization.registration.");
        var urls = given.Select(entry => entry.Url).OfType<Uri>().ToList();
        if (urls.Exists(url => url.Scheme != Uri.UriSchemeHttps)) problems.Add("The addresses of authorization.registration must begin with https://.");
        if (urls.Select(url => url.Host).Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any()) problems.Add("The addresses of authorization.registration must all be on one host.");
        return problems;
    }
}
