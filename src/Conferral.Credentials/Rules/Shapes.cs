// The register of shapes: which one describes which class.
using Conferral.Credentials.Rules.Clr;
using Conferral.Credentials.Rules.OpenBadges;
using Conferral.Credentials.Rules.Vcdm;

namespace Conferral.Credentials.Rules;

/// <summary>All shapes, in the order the rules are documented.</summary>
internal static class Shapes
{
    public static readonly IReadOnlyList<Shape> All =
    [
        CredentialShape.Shape, CredentialSubjectShape.Shape, ProofShape.Shape, CredentialSchemaShape.Shape,
        CredentialStatusShape.Shape, RefreshServiceShape.Shape, TermsOfUseShape.Shape,
        AchievementCredentialShape.Shape, AchievementSubjectShape.Shape, AchievementShape.Shape, CriteriaShape.Shape,
        AlignmentShape.Shape, RelatedShape.Shape, IdentifierEntryShape.Shape, IdentityObjectShape.Shape,
        ResultDescriptionShape.Shape, RubricCriterionLevelShape.Shape, ResultShape.Shape, ProfileShape.Shape,
        AddressShape.Shape, GeoCoordinatesShape.Shape, ImageShape.Shape, EvidenceShape.Shape,
        EndorsementCredentialShape.Shape, EndorsementSubjectShape.Shape,
        ClrCredentialShape.Shape, ClrSubjectShape.Shape, AssociationShape.Shape,
        new(ModelClass.Extension, "", ""),
    ];

    private static readonly Shape[] ByClass = [.. Enum.GetValues<ModelClass>().Select(modelClass => All.Single(shape => shape.Class == modelClass))];

    public static Shape Of(ModelClass modelClass) => ByClass[(int)modelClass];
}
