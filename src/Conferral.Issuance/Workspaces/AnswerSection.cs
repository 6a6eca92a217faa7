// How a platform answers, as conferral.yaml writes it.
namespace Conferral.Issuance.Workspaces;

/// <summary><c>answers:</c> of one platform. Property names are the file's keys; null means "not set".</summary>
public sealed class AnswerSection
{
    public List<int>? Accepted { get; set; }

    public List<string>? HostIdPointers { get; set; }

    public List<string>? HostIdHeaders { get; set; }

    public List<string>? CodePointers { get; set; }

    public List<string>? MessagePointers { get; set; }

    public string? ReSigned { get; set; }

    public string? Differing { get; set; }
}
