// A part of a document that is a document of its own, as a credential in a learner's record.
namespace Conferral.LinkedData.JsonLd;

/// <summary>One object of a document with an <c>@context</c> of its own, and what the walk found there.</summary>
/// <param name="start">Where the object begins in the text. Units: bytes.</param>
internal sealed class DocumentPart(int start)
{
    public int Start => start;

    /// <summary>The term number of the object's node.</summary>
    public int Root { get; set; } = Place.Nothing;

    /// <summary>The context in which the object's members are read.</summary>
    public ActiveContext Active { get; set; } = null!;

    /// <summary>Its quads in <see cref="Rdf.RdfDataset.Parts"/>.</summary>
    public int FirstQuad { get; set; }

    public int EndQuad { get; set; }
}

/// <summary>Alone, the part might say something else than where it is. What is to be said of it has to be found out by reading it alone.</summary>
internal sealed class PartDiffersException() : LinkedDataException("A part of the document may say something else alone than within the document.");
