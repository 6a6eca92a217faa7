// What an issuer requires every holder to show, unless it says otherwise.
using System.Globalization;
using System.Text.Json;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>
/// Without these a credential would say less than it must: who issued it, of what kind it is, to whom, for how long, and
/// whether it was taken back (docs/decisions/mandatory-pointers.md). <c>id</c> and <c>type</c> come with every selection.
/// </summary>
public static class MandatoryPointers
{
    private static readonly string[] OfCredential = ["issuer", "validFrom", "validUntil", "issuanceDate", "expirationDate", "credentialStatus", "name"];

    /// <summary>The pointers that lead somewhere in this document. Shape: JSON pointers.</summary>
    public static IReadOnlyList<string> For(JsonElement document)
    {
        var pointers = OfCredential.Where(name => document.TryGetProperty(name, out _)).Select(name => "/" + name).ToList();
        if (!document.TryGetProperty("credentialSubject", out var subject)) return pointers;
        if (subject.ValueKind == JsonValueKind.Object) pointers.AddRange(OfSubject("/credentialSubject", subject));
        if (subject.ValueKind == JsonValueKind.Array)
            pointers.AddRange(subject.EnumerateArray().SelectMany((one, index) => OfSubject(string.Create(CultureInfo.InvariantCulture, $"/credentialSubject/{index}"), one)));
        return pointers;
    }

    /// <summary>A subject without id is shown by its type, so that it is not taken for absent.</summary>
    private static IEnumerable<string> OfSubject(string pointer, JsonElement subject)
    {
        if (subject.ValueKind != JsonValueKind.Object) yield return pointer;
        else if (subject.TryGetProperty("id", out _)) yield return pointer + "/id";
        else if (subject.TryGetProperty("type", out _)) yield return pointer + "/type";
    }
}
