// The statements of a document under labels that say nothing about each other.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>
/// The quads of a document as issuer and holder see them. Canonical labels would count the things left out; these are
/// HMACs of them, so that their order tells nothing. Where the specification renames nodes to find them again in a
/// part of the document, we name them by their place, which leaves the document's own words alone.
/// Errors: <see cref="LinkedDataException"/>, <see cref="DisclosureException"/>.
/// Spec: https://www.w3.org/TR/vc-di-ecdsa/#canonicalizeandgroup, #createhmacidlabelmapfunction
/// </summary>
internal sealed class BlindedStatements
{
    private readonly LinkedDataCanonicalizer _canonicalizer;
    private readonly JsonElement _document;
    private readonly IReadOnlyDictionary<string, string> _labels;

    /// <summary>The document is seen without its proof.</summary>
    public BlindedStatements(LinkedDataCanonicalizer canonicalizer, JsonElement document, byte[] hmacKey)
    {
        (_canonicalizer, _document) = (canonicalizer, document);
        var whole = canonicalizer.Relabel(new JsonLdInput(document) { WithoutMember = "proof", NamesNodesByPlace = true }, label => Blind(label, hmacKey));
        (Lines, _labels) = (whole.Lines, whole.Labels);
    }

    /// <summary>Every statement. Shape: N-Quads lines with their line feeds, sorted.</summary>
    public IReadOnlyList<byte[]> Lines { get; }

    /// <summary>The places in <see cref="Lines"/> of the statements that the selected parts make, ascending.</summary>
    public int[] PlacesOf(IReadOnlyCollection<string> pointers)
    {
        if (Selection.Of(_document, pointers) is not { } selection) return [];
        var selected = _canonicalizer.Quads(InPlace(selection), _labels);
        var places = new int[selected.Count];
        for (int next = 0, place = 0; next < places.Length; place++)
        {
            var order = place == Lines.Count ? 1 : Lines[place].AsSpan().SequenceCompareTo(selected[next]);
            if (order > 0) throw new DisclosureException(DisclosureErrorCode.Indivisible, "A pointer leads into something that was signed as one: a list whose order counts, or a JSON value. Point at the whole of it.");
            if (order == 0) places[next++] = place;
        }

        return places;
    }

    /// <summary>From the canonical labels that the selection has as a document of its own to the blinded ones.</summary>
    public IReadOnlyDictionary<string, string> LabelsOf(Selection selection)
        => _canonicalizer.Relabel(InPlace(selection), label => label).Labels.ToDictionary(pair => pair.Value, pair => _labels[pair.Key], StringComparer.Ordinal);

    private static JsonLdInput InPlace(Selection selection) => new(selection.InPlace()) { NamesNodesByPlace = true };

    private static string Blind(string label, byte[] hmacKey) => "u" + Base64Url.EncodeToString(HMACSHA256.HashData(hmacKey, Encoding.ASCII.GetBytes(label)));
}
