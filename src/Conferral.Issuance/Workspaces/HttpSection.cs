// How one platform is reached, as conferral.yaml writes it, nothing resolved yet.
namespace Conferral.Issuance.Workspaces;

/// <summary><c>http:</c> of one platform. Property names are the file's keys; null means "not set".</summary>
public sealed class HttpSection
{
    public bool? CompressRequests { get; set; }

    public string? Proxy { get; set; }

    public string? Authorities { get; set; }

    public string? ClientCertificate { get; set; }

    public string? ClientKey { get; set; }

    public string? ClientKeyPassphrase { get; set; }

    public double? ConnectSeconds { get; set; }

    public double? AnswerSeconds { get; set; }

    public double? BodySeconds { get; set; }
}
