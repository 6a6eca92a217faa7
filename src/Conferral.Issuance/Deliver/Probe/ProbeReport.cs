// What a probe asked a platform, what it was answered, and what follows for the settings.
namespace Conferral.Issuance.Deliver;

/// <summary>One request of a probe. Shape: <see cref="Answer"/> holds status and kind of body, never the body; <see cref="Meaning"/> is a sentence or empty.</summary>
public sealed record ProbeStep(string Request, string Answer, string Meaning);

/// <summary>One setting a probe would write. Shape: <see cref="Key"/> as in conferral.yaml, <see cref="Value"/> a plain YAML scalar.</summary>
public sealed record ProbedSetting(string Key, string Value);

/// <summary>A probe's findings. <see cref="Doubts"/> are sentences a person should read before trusting the settings.</summary>
public sealed record ProbeReport(string PlatformId, IReadOnlyList<ProbeStep> Steps, IReadOnlyList<ProbedSetting> Settings, IReadOnlyList<string> Doubts);
