// How one platform is signed in to, as conferral.yaml writes it, nothing resolved yet.
namespace Conferral.Issuance.Workspaces;

/// <summary><c>authorization:</c> of one platform. Property names are the file's keys; null means "not set".</summary>
public sealed class AuthorizationSection
{
    public string? Grant { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    public string? TokenUrl { get; set; }

    public string? Scope { get; set; }

    public string? TokenAuth { get; set; }
}
