// Small hand-made documents for tests of the transport; they carry no proof.
using System.Text;

namespace Conferral.Sandbox.Tests;

internal static class SampleClr
{
    public const string Issuer = "did:web:college.example";

    public static byte[] Bytes(string id = "urn:uuid:1", string validFrom = "2026-05-01T00:00:00Z", string issuer = Issuer, string name = "Transcript")
        => Encoding.UTF8.GetBytes(Json(id, validFrom, issuer, name));

    /// <summary>Spacing and escapes are odd on purpose: a host that serialises anew would lose them.</summary>
    public static string Json(string id = "urn:uuid:1", string validFrom = "2026-05-01T00:00:00Z", string issuer = Issuer, string name = "Transcript")
        => $$"""{ "id":"{{id}}",  "type" : ["VerifiableCredential","ClrCredential"], "name":"{{name}} \u00e9\/", "issuer":{"id":"{{issuer}}","type":["Profile"]}, "validFrom":"{{validFrom}}", "credits": 3.0 }""";

    public static string Array(params IEnumerable<string> documents) => $"[ {string.Join(" ,\n", documents)} ]";
}
