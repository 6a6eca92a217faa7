// How one platform is signed in to, as conferral.yaml writes it, nothing resolved yet.
namespace Conferral.Issuance.Workspaces;

/// <summary><c>authorization:</c> of one platform. Property names are the file's keys; null means "not set".</summary>
public sealed class AuthorizationSection
{
    public string? Grant { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    public string? Issuer { get; set; }

    public string? TokenUrl { get; set; }

    public string? AuthorizationUrl { get; set; }

    public string? RegistrationUrl { get; set; }

    public string? RevocationUrl { get; set; }

    public string? Scope { get; set; }

    public string? TokenAuth { get; set; }

    public string? PrivateKey { get; set; }

    public string? PrivateKeyPassphrase { get; set; }

    public string? KeyId { get; set; }

    public string? AssertionAudience { get; set; }

    public int? RedirectPort { get; set; }

    public RegistrationSection? Registration { get; set; }

    public sealed class RegistrationSection
    {
        public string? ClientName { get; set; }

        public string? ClientUri { get; set; }

        public string? LogoUri { get; set; }

        public string? TosUri { get; set; }

        public string? PolicyUri { get; set; }

        public List<string>? Contacts { get; set; }
    }
}
