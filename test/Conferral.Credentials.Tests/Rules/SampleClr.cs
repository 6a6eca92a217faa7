// A small valid CLR that uses every class of the models once, and the means to break it in one place.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conferral.Credentials.Tests.Rules;

/// <summary>Tests name a place by its JSON pointer; pointers the tests use most are named here.</summary>
internal static class SampleClr
{
    public const string Subject = "/credentialSubject";
    public const string Member = "/credentialSubject/verifiableCredential/0";
    public const string OtherMember = "/credentialSubject/verifiableCredential/1";
    public const string MemberSubject = Member + "/credentialSubject";
    public const string Achievement = MemberSubject + "/achievement";
    public const string Grade = Achievement + "/resultDescription/0";
    public const string Rubric = Achievement + "/resultDescription/1";
    public const string GradeResult = MemberSubject + "/result/0";
    public const string LevelResult = MemberSubject + "/result/1";
    public const string StatusResult = MemberSubject + "/result/2";
    public const string Endorsement = Achievement + "/endorsement/0";

    private const string Json = """
        {
          "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
          ],
          "id": "urn:uuid:6f0c1c5e-0000-4000-8000-000000000001",
          "type": ["VerifiableCredential", "ClrCredential"],
          "name": "Transcript",
          "description": "All courses of the learner.",
          "image": { "id": "https://college.example/logo.png", "type": "Image", "caption": "Seal" },
          "partial": false,
          "awardedDate": "2026-06-01T00:00:00Z",
          "validFrom": "2026-06-12T00:00:00+02:00",
          "validUntil": "2036-06-12T00:00:00.5Z",
          "issuer": {
            "id": "https://college.example/issuer",
            "type": ["Profile"],
            "name": "Example College",
            "url": "https://college.example",
            "phone": "+1 555 0100",
            "description": "A college.",
            "image": { "id": "data:image/png;base64,iVBORw0KGgo=", "type": "Image" },
            "email": "registrar@college.example",
            "address": {
              "type": ["Address"],
              "addressCountry": "Norway",
              "addressCountryCode": "NO",
              "addressRegion": "Vestland",
              "addressLocality": "Bergen",
              "streetAddress": "1 Main Street",
              "postOfficeBoxNumber": "12",
              "postalCode": "5003",
              "geo": { "type": "GeoCoordinates", "latitude": 60.39, "longitude": 5.32 }
            },
            "otherIdentifier": [{ "type": "IdentifierEntry", "identifier": "12345", "identifierType": "ext:opeid" }],
            "official": "The Registrar",
            "parentOrg": { "id": "https://system.example/profile", "type": ["Profile"], "name": "Example System" }
          },
          "credentialSubject": {
            "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000aa",
            "type": ["ClrSubject"],
            "identifier": [
              {
                "type": "IdentityObject",
                "hashed": true,
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
                "identityType": "sisSourcedId",
                "salt": "Kosher"
              }
            ],
            "achievement": [
              {
                "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000d1",
                "type": ["Achievement"],
                "name": "Bachelor of Arts",
                "description": "A degree.",
                "criteria": { "narrative": "180 credits." }
              },
              {
                "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000c1",
                "type": "Achievement",
                "name": "Algebra",
                "description": "An introduction.",
                "criteria": { "id": "https://college.example/algebra", "narrative": "Pass the examination." },
                "tag": ["equations", "mathematics"]
              }
            ],
            "verifiableCredential": [
              {
                "@context": [
                  "https://www.w3.org/ns/credentials/v2",
                  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
                  "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
                ],
                "id": "urn:uuid:6f0c1c5e-0000-4000-8000-000000000011",
                "type": ["VerifiableCredential", "AchievementCredential"],
                "name": "Algebra",
                "description": "One course.",
                "image": { "id": "https://college.example/algebra.png", "type": "Image" },
                "awardedDate": "2026-06-01T00:00:00Z",
                "validFrom": "2026-06-12T00:00:00Z",
                "validUntil": "2036-06-12T00:00:00Z",
                "issuer": { "id": "https://college.example/issuer", "type": ["Profile"], "name": "Example College" },
                "credentialSubject": {
                  "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000aa",
                  "type": ["AchievementSubject"],
                  "activityStartDate": "2026-01-10T00:00:00Z",
                  "activityEndDate": "2026-05-30T00:00:00Z",
                  "creditsEarned": 3.5,
                  "identifier": [
                    { "type": "IdentityObject", "hashed": false, "identityHash": "S-100", "identityType": "sisSourcedId" }
                  ],
                  "image": { "id": "https://college.example/baked.png", "type": "Image" },
                  "licenseNumber": "L-1",
                  "narrative": "Taken\nwith honours.",
                  "role": "Participant",
                  "source": {
                    "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000bb",
                    "type": ["Profile"],
                    "familyName": "Hansen",
                    "givenName": "Kari",
                    "additionalName": "B.",
                    "patronymicName": "Olavsdatter",
                    "honorificPrefix": "Prof.",
                    "honorificSuffix": "PhD",
                    "familyNamePrefix": "van",
                    "dateOfBirth": "1980-02-29"
                  },
                  "term": "Spring 2026",
                  "achievement": {
                    "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000c1",
                    "type": ["Achievement"],
                    "name": "Algebra",
                    "description": "An introduction.",
                    "criteria": { "id": "https://college.example/algebra", "narrative": "Pass the examination." },
                    "achievementType": "Course",
                    "alignment": [
                      {
                        "type": ["Alignment"],
                        "targetCode": "A1",
                        "targetDescription": "Equations",
                        "targetName": "Algebra 1",
                        "targetFramework": "National framework",
                        "targetType": "CFItem",
                        "targetUrl": "https://framework.example/a1"
                      }
                    ],
                    "creator": { "id": "https://college.example/issuer", "type": "Profile" },
                    "creditsAvailable": 4,
                    "endorsement": [
                      {
                        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
                        "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000e1",
                        "type": ["VerifiableCredential", "EndorsementCredential"],
                        "name": "Accredited",
                        "description": "Accreditation of the course.",
                        "awardedDate": "2025-01-01T00:00:00Z",
                        "validFrom": "2025-01-01T00:00:00Z",
                        "validUntil": "2035-01-01T00:00:00Z",
                        "issuer": "https://agency.example/profile",
                        "credentialSubject": {
                          "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000c1",
                          "type": ["EndorsementSubject"],
                          "endorsementComment": "In good standing."
                        }
                      }
                    ],
                    "fieldOfStudy": "Mathematics",
                    "humanCode": "MAT101",
                    "image": { "id": "https://college.example/algebra.png", "type": "Image" },
                    "inLanguage": "en-US",
                    "otherIdentifier": [{ "type": "IdentifierEntry", "identifier": "MAT101", "identifierType": "sourcedId" }],
                    "related": [
                      { "id": "https://college.example/algebra/nb", "type": ["Related"], "inLanguage": "nb-NO", "version": "2025" }
                    ],
                    "resultDescription": [
                      {
                        "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f1",
                        "type": ["ResultDescription"],
                        "name": "Grade",
                        "resultType": "LetterGrade",
                        "allowedValue": ["F", "C", "A"],
                        "requiredValue": "C",
                        "alignment": [{ "type": ["Alignment"], "targetName": "Scale", "targetUrl": "https://framework.example/scale" }]
                      },
                      {
                        "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f2",
                        "type": ["ResultDescription"],
                        "name": "Score",
                        "resultType": "RubricScore",
                        "valueMin": "0",
                        "valueMax": "4",
                        "requiredLevel": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f9",
                        "rubricCriterionLevel": [
                          {
                            "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f9",
                            "type": ["RubricCriterionLevel"],
                            "name": "Mastery",
                            "description": "All of it.",
                            "level": "Mastered",
                            "points": "4",
                            "alignment": [{ "type": ["Alignment"], "targetName": "Level", "targetUrl": "https://framework.example/level" }]
                          }
                        ]
                      },
                      {
                        "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f3",
                        "type": ["ResultDescription"],
                        "name": "Status",
                        "resultType": "Status"
                      }
                    ],
                    "specialization": "Linear algebra",
                    "tag": ["mathematics", "equations"],
                    "version": "2026"
                  },
                  "result": [
                    {
                      "type": ["Result"],
                      "resultDescription": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f1",
                      "value": "A",
                      "alignment": [{ "type": ["Alignment"], "targetName": "Scale", "targetUrl": "https://framework.example/scale" }]
                    },
                    {
                      "type": ["Result"],
                      "resultDescription": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f2",
                      "value": "3.5",
                      "achievedLevel": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f9"
                    },
                    {
                      "type": ["Result"],
                      "resultDescription": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f3",
                      "status": "Completed"
                    }
                  ]
                },
                "credentialStatus": {
                  "id": "https://college.example/status/3#94567",
                  "type": "BitstringStatusListEntry",
                  "statusPurpose": "revocation",
                  "statusListIndex": "94567",
                  "statusListCredential": "https://college.example/status/3"
                },
                "evidence": [
                  {
                    "id": "https://college.example/evidence/1",
                    "type": ["Evidence"],
                    "narrative": "An essay.",
                    "name": "Essay",
                    "description": "On groups.",
                    "genre": "Essay",
                    "audience": "Readers"
                  }
                ]
              },
              {
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "id": "urn:uuid:6f0c1c5e-0000-4000-8000-000000000012",
                "type": ["VerifiableCredential"],
                "issuer": "https://agency.example/profile",
                "validFrom": "2026-06-12T00:00:00Z",
                "validUntil": "2036-06-12T00:00:00Z",
                "credentialSubject": { "id": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000aa" }
              }
            ],
            "association": [
              {
                "type": "Association",
                "associationType": "isPartOf",
                "sourceId": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000c1",
                "targetId": "urn:uuid:6f0c1c5e-0000-4000-8000-0000000000d1"
              }
            ]
          },
          "credentialSchema": [
            {
              "id": "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json",
              "type": "1EdTechJsonSchemaValidator2019"
            }
          ],
          "refreshService": { "id": "https://college.example/refresh/1", "type": "1EdTechCredentialRefresh" },
          "termsOfUse": [{ "id": "https://college.example/terms", "type": "https://college.example/ns#Terms" }],
          "proof": [
            {
              "type": "DataIntegrityProof",
              "created": "2026-06-12T08:00:00.123Z",
              "expires": "2036-06-12T08:00:00Z",
              "cryptosuite": "eddsa-rdfc-2022",
              "challenge": "c",
              "domain": "d",
              "nonce": "n",
              "verificationMethod": "https://college.example/issuer#key-1",
              "proofPurpose": "assertionMethod",
              "proofValue": "z3FXQ"
            }
          ]
        }
        """;

    /// <summary>A fresh copy.</summary>
    public static JsonObject Create() => JsonNode.Parse(Json)!.AsObject();

    /// <summary>The first member as a document of its own.</summary>
    public static JsonObject CreateBadge() => Create().At(Member).DeepClone().AsObject();

    /// <summary>The endorsement as a document of its own.</summary>
    public static JsonObject CreateEndorsement() => Create().At(Endorsement).DeepClone().AsObject();

    /// <summary>The value at a JSON pointer.</summary>
    public static JsonNode At(this JsonNode document, string pointer)
    {
        var node = document;
        foreach (var step in pointer.Split('/').Skip(1))
            node = (node is JsonArray array ? array[int.Parse(step)] : node[step.Replace("~1", "/").Replace("~0", "~")]) ?? throw new InvalidOperationException($"The sample has nothing at {pointer}.");
        return node;
    }

    /// <summary>Puts a value, given as JSON text, at a JSON pointer; the parent must be there.</summary>
    public static void Put(this JsonNode document, string pointer, string json) => document.Replace(pointer, JsonNode.Parse(json));

    public static void Replace(this JsonNode document, string pointer, JsonNode? value)
    {
        var (parent, name) = Split(document, pointer);
        if (parent is JsonArray array && int.Parse(name) is var index)
        {
            if (index == array.Count) array.Add(value);
            else array[index] = value;
        }
        else parent[name] = value;
    }

    public static void Drop(this JsonNode document, string pointer)
    {
        var (parent, name) = Split(document, pointer);
        if (parent is JsonArray array) array.RemoveAt(int.Parse(name));
        else if (!parent.AsObject().Remove(name)) throw new InvalidOperationException($"The sample has nothing at {pointer}.");
    }

    public static JsonElement ToElement(this JsonNode document) => JsonSerializer.SerializeToElement(document);

    private static (JsonNode Parent, string Name) Split(JsonNode document, string pointer)
    {
        var cut = pointer.LastIndexOf('/');
        return (document.At(pointer[..cut]), pointer[(cut + 1)..]);
    }
}
