// The words of the published selective disclosure documents, which use a context that is not among the published files.
using System.Text;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Credentials.Tests.Proofs.SelectiveDisclosure;

/// <summary>
/// Written from the published canonical quads, and judged by them: were a term wrong, no vector would come out.
/// </summary>
internal static class CitizenshipTerms
{
    private const string Url = "https://w3id.org/citizenship/v4rc1";

    private const string Context = """
        {
          "@context": {
            "@protected": true, "id": "@id", "type": "@type",
            "citizenship": "https://w3id.org/citizenship#", "schema": "https://schema.org/", "xsd": "http://www.w3.org/2001/XMLSchema#",
            "Person": "schema:Person",
            "EmployablePerson": "citizenship:EmployablePerson",
            "EmploymentAuthorizationDocument": "citizenship:EmploymentAuthorizationDocument",
            "EmploymentAuthorizationDocumentCredential": "citizenship:EmploymentAuthorizationDocumentCredential",
            "PermanentResident": "citizenship:PermanentResident",
            "PermanentResidentCard": "citizenship:PermanentResidentCard",
            "PermanentResidentCardCredential": "citizenship:PermanentResidentCardCredential",
            "additionalName": "schema:additionalName", "familyName": "schema:familyName", "givenName": "schema:givenName",
            "gender": "schema:gender", "identifier": "schema:identifier",
            "birthDate": {"@id": "schema:birthDate", "@type": "xsd:dateTime"},
            "image": {"@id": "schema:image", "@type": "@id"},
            "birthCountry": "citizenship:birthCountry",
            "commuterClassification": "citizenship:commuterClassification",
            "employmentAuthorizationDocument": {"@id": "citizenship:employmentAuthorizationDocument", "@type": "@id"},
            "permanentResidentCard": {"@id": "citizenship:permanentResidentCard", "@type": "@id"},
            "lprCategory": "citizenship:lprCategory", "lprNumber": "citizenship:lprNumber",
            "residentSince": {"@id": "citizenship:residentSince", "@type": "xsd:dateTime"}
          }
        }
        """;

    public static LinkedDataCanonicalizer Canonicalizer { get; } = new(Store());

    private static ContextStore Store()
    {
        var store = new ContextStore(ContextStore.BuiltIn);
        store.Add(Url, Encoding.UTF8.GetBytes(Context));
        return store;
    }
}
