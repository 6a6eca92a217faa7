// Every target there is.
namespace Conferral.Fuzz;

internal static class Targets
{
    public static readonly IReadOnlyList<FuzzTarget> All =
    [
        LinkedDataTargets.JsonLd, LinkedDataTargets.Context, LinkedDataTargets.NQuads,
        CredentialTargets.Verify, CredentialTargets.Token, CredentialTargets.Image, CredentialTargets.Key, CredentialTargets.Controller, CredentialTargets.StatusList, DisclosureTarget.Disclosure,
        PlatformTargets.Answer, IntakeTargets.Mapping, IntakeTargets.Csv, IntakeTargets.Documents,
        SourceTargets.Workbook, SourceTargets.DegreeVerify, SourceTargets.Transcript, SourceTargets.Records, SourceTargets.Manifest, SourceTargets.Clearance, SourceTargets.Proposal,
    ];
}
