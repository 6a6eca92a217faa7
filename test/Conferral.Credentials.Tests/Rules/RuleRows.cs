// One row per way to break a rule: the rule, what is wrong, the edit that makes it wrong, where it must be found.
using System.Text.Json.Nodes;
using static Conferral.Credentials.Tests.Rules.SampleClr;

namespace Conferral.Credentials.Tests.Rules;

/// <summary>Rules on single values and across the document. The rules of the shapes are broken by <see cref="ShapeTests"/>.</summary>
internal static class RuleRows
{
    private const string OtherId = "\"urn:uuid:6f0c1c5e-0000-4000-8000-000000009999\"";

    public static readonly IReadOnlyList<RuleRow> All =
    [
        .. Vcdm(), .. OpenBadges(), .. Clr(), .. House(),
    ];

    private static IEnumerable<RuleRow> Vcdm() =>
    [
        new("VCDM-KNOWN-TYPE", "no kind of credential", "", d => d.Put("/type", "[\"VerifiableCredential\", \"OtherCredential\"]")),
        new("VCDM-CONTEXT-FIRST", "another context first", "/@context/0", d => d.Put("/@context/0", "\"https://example.org/context\"")),
        new("VCDM-CONTEXT-FIRST", "a member without it", $"{OtherMember}/@context/0", d => d.Put($"{OtherMember}/@context", "[\"https://example.org/context\"]")),
        new("VCDM-CONTEXT-REPEATED", "the last again", "/@context/4", d => d.Put("/@context/4", "\"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json\"")),
        new("VCDM-VERSION-1", "the 1.1 context", $"{OtherMember}/@context", d => d.Put($"{OtherMember}/@context/0", "\"https://www.w3.org/2018/credentials/v1\"")),
        new("VCDM-VERSION-1", "issuanceDate", "/issuanceDate", d => d.Put("/issuanceDate", "\"2026-06-12T00:00:00Z\"")),
        new("VCDM-VERSION-1", "expirationDate", $"{Member}/expirationDate", d => d.Put($"{Member}/expirationDate", "\"2026-06-12T00:00:00Z\"")),
        new("VCDM-DATE-TIME", "no zone", "/validFrom", d => d.Put("/validFrom", "\"2026-06-12T00:00:00\"")),
        new("VCDM-DATE-TIME", "only a date", $"{MemberSubject}/activityEndDate", d => d.Put($"{MemberSubject}/activityEndDate", "\"2026-06-12\"")),
        new("VCDM-VALIDITY-PERIOD", "ends before it starts", $"{OtherMember}/validUntil", d => d.Put($"{OtherMember}/validUntil", "\"2026-06-11T23:59:59Z\"")),
        new("VCDM-DATA-INTEGRITY-PROOF", "no cryptosuite", "/proof/0", d => d.Drop("/proof/0/cryptosuite")),
        new("VCDM-BITSTRING-STATUS", "index as a number", $"{Member}/credentialStatus/statusListIndex", d => d.Put($"{Member}/credentialStatus/statusListIndex", "94567")),
        new("VCDM-BITSTRING-STATUS", "no purpose", $"{Member}/credentialStatus", d => d.Drop($"{Member}/credentialStatus/statusPurpose")),
        new("VCDM-BITSTRING-STATUS", "no list", $"{Member}/credentialStatus", d => d.Drop($"{Member}/credentialStatus/statusListCredential")),
        new("VCDM-BITSTRING-STATUS", "the list's URL as id", $"{Member}/credentialStatus/id", d => d.Put($"{Member}/credentialStatus/id", "\"https://college.example/status/3\"")),
    ];

    private static IEnumerable<RuleRow> OpenBadges() =>
    [
        new("OB-CONTEXT", "no Open Badges context", $"{Member}/@context/1", d => d.Drop($"{Member}/@context/1")),
        new("OB-CONTEXT", "an endorsement without it", $"{Endorsement}/@context", d => d.Drop($"{Endorsement}/@context/1")),
        new("OB-CONTEXT-PREFERRED", "an older version", "/@context/1", d => d.Put("/@context/1", "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json\"")) { Start = CreateBadge },
        new("OB-EXTENSION-CONTEXT", "without extensions.json", "/credentialSchema/0/type", d => d.Drop("/@context/3")),
        new("OB-EXTENSION-CONTEXT", "the member's own list lacks it", $"{Endorsement}/refreshService/type", d => d.Put($"{Endorsement}/refreshService", "{ \"id\": \"https://agency.example/r\", \"type\": \"1EdTechCredentialRefresh\" }")),
        new("OB-ISSUER-PROFILE", "a bare URL", "/issuer", d => d.Put("/issuer", "\"https://college.example/issuer\"")),
        new("OB-SUBJECT-IDENTITY", "neither id nor identifier", MemberSubject, d =>
        {
            d.Drop($"{MemberSubject}/id");
            d.Drop($"{MemberSubject}/identifier");
        }),
        new("OB-IDENTITY-HASH", "no algorithm", $"{Subject}/identifier/0/identityHash", d => d.Put($"{Subject}/identifier/0/identityHash", "\"b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399\"")),
        new("OB-IDENTITY-HASH", "a digest too short", $"{Subject}/identifier/0/identityHash", d => d.Put($"{Subject}/identifier/0/identityHash", "\"sha256$b580\"")),
        new("OB-LANGUAGE-TAG", "a language's name", $"{Achievement}/inLanguage", d => d.Put($"{Achievement}/inLanguage", "\"English\"")),
        new("OB-DATE", "no leap year", $"{MemberSubject}/source/dateOfBirth", d => d.Put($"{MemberSubject}/source/dateOfBirth", "\"1981-02-29\"")),
        new("OB-COMPACT-JWS", "two parts", "/endorsementJwt/0", d => d.Put("/endorsementJwt", "[\"abc.def\"]")),
        new("OB-ENDORSEMENT-JWT", "a JWT", "/endorsementJwt", d => d.Put("/endorsementJwt", "[\"abc.def.ghi\"]")),
        new("OB-CRITERIA", "empty", $"{Subject}/achievement/0/criteria", d => d.Put($"{Subject}/achievement/0/criteria", "{}")),
        new("OB-RESULT-RESOLVES", "another id", $"{GradeResult}/resultDescription", d => d.Put($"{GradeResult}/resultDescription", OtherId)),
        new("OB-RESULT-LEVEL", "another id", $"{LevelResult}/achievedLevel", d => d.Put($"{LevelResult}/achievedLevel", OtherId)),
        new("OB-RESULT-LEVEL", "a level of another description", $"{GradeResult}/achievedLevel", d => d.Put($"{GradeResult}/achievedLevel", "\"urn:uuid:6f0c1c5e-0000-4000-8000-0000000000f9\"")),
        new("OB-RESULT-STATUS", "no status", StatusResult, d => d.Drop($"{StatusResult}/status")),
        new("OB-REQUIRED-LEVEL", "another id", $"{Rubric}/requiredLevel", d => d.Put($"{Rubric}/requiredLevel", OtherId)),
    ];

    private static IEnumerable<RuleRow> Clr() =>
    [
        new("CLR-CONTEXT", "no CLR context", "/@context/1", d => d.Drop("/@context/1")),
        new("CLR-CONTEXT", "the order reversed", "/@context/1", d =>
        {
            d.Put("/@context/1", "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"");
            d.Put("/@context/2", "\"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json\"");
        }),
        new("CLR-CONTEXT-PREFERRED", "the first CLR context", "/@context/1", d => d.Put("/@context/1", "\"https://purl.imsglobal.org/spec/clr/v2p0/context.json\"")),
        new("CLR-CONTEXT-PREFERRED", "an older Open Badges context", "/@context/2", d => d.Put("/@context/2", "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json\"")),
        new("CLR-UNSIGNED-TERMS", "partial", "/partial", d => d.Put("/@context/1", "\"https://purl.imsglobal.org/spec/clr/v2p0/context.json\"")),
        new("CLR-UNSIGNED-TERMS", "identifier", $"{Subject}/identifier", d => d.Put("/@context/1", "\"https://purl.imsglobal.org/spec/clr/v2p0/context.json\"")),
        new("CLR-ONE-OB-CONTEXT", "a member with another", $"{Member}/@context", d => d.Put($"{Member}/@context/1", "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json\"")),
        new("CLR-ONE-OB-CONTEXT", "an endorsement with another", $"{Endorsement}/@context", d => d.Put($"{Endorsement}/@context/1", "\"https://purl.imsglobal.org/spec/ob/v3p0/context.json\"")),
        new("CLR-SUBJECT-IDENTITY", "neither id nor identifier", Subject, d =>
        {
            d.Drop($"{Subject}/id");
            d.Drop($"{Subject}/identifier");
        }),
        new("CLR-MEMBER-FORM", "a compact JWS", $"{Subject}/verifiableCredential/2", d => d.Put($"{Subject}/verifiableCredential/2", "\"abc.def.ghi\"")),
        new("CLR-MEMBER-FORM", "an envelope", $"{Subject}/verifiableCredential/2", d => d.Put($"{Subject}/verifiableCredential/2", "{ \"id\": \"data:application/vc+jwt,abc.def.ghi\", \"type\": \"EnvelopedVerifiableCredential\" }")),
        new("CLR-MEMBER-FORM", "a number", $"{Subject}/verifiableCredential/2", d => d.Put($"{Subject}/verifiableCredential/2", "7")),
        new("CLR-REFUSED-NAMES", "learnerOf", $"{Subject}/learnerOf", d => d.Put($"{Subject}/learnerOf", "[{}]")),
        new("CLR-REFUSED-NAMES", "achievements", $"{Subject}/achievements", d => d.Put($"{Subject}/achievements", "[{}]")),
    ];

    private static IEnumerable<RuleRow> House() =>
    [
        new("HOUSE-ABSOLUTE-URI", "a relative id", "/id", d => d.Put("/id", "\"credentials/1\"")),
        new("HOUSE-ABSOLUTE-URI", "a web address without host", $"{Subject}/id", d => d.Put($"{Subject}/id", "\"https:///1\"")),
        new("HOUSE-ABSOLUTE-URI", "a space", "/issuer/url", d => d.Put("/issuer/url", "\"https://college.example/a b\"")),
        new("HOUSE-ABSOLUTE-URI", "a key without scheme", "/proof/0/verificationMethod", d => d.Put("/proof/0/verificationMethod", "\"z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x\"")),
        new("HOUSE-ABSOLUTE-URI", "an issuer that is no URL", "/issuer", d => d.Put("/issuer", "\"college\"")),
        new("HOUSE-ABSOLUTE-URI", "a context that is no URL", "/@context/3", d => d.Put("/@context/3", "\"extensions.json\"")),
        new("HOUSE-NULL", "a null member", "/description", d => d.Replace("/description", null)),
        new("HOUSE-NULL", "a null item", $"{Achievement}/tag/0", d => d.Replace($"{Achievement}/tag/0", null)),
        new("HOUSE-NULL", "a null deep in an extension", "/extra/a~1b/0/1/c", d => d.Put("/extra", "{ \"a/b\": [[0, { \"c\": null }]] }")),
        new("HOUSE-EMPTY-ARRAY", "no tags", $"{Achievement}/tag", d => d.Put($"{Achievement}/tag", "[]")),
        new("HOUSE-EMPTY-ARRAY", "no members", $"{Subject}/verifiableCredential", d => d.Put($"{Subject}/verifiableCredential", "[]")),
        new("HOUSE-LANGUAGE-MAP", "two languages", $"{Achievement}/name", d => d.Put($"{Achievement}/name", "{ \"en\": \"Algebra\", \"nb-NO\": \"Algebra\" }")),
        new("HOUSE-ASSOCIATION-ENDS", "a source that is not there", $"{Subject}/association/0/sourceId", d => d.Put($"{Subject}/association/0/sourceId", OtherId)),
        new("HOUSE-ASSOCIATION-ENDS", "a target that is a credential", $"{Subject}/association/0/targetId", d => d.Put($"{Subject}/association/0/targetId", "\"urn:uuid:6f0c1c5e-0000-4000-8000-000000000011\"")),
        new("HOUSE-ASSOCIATION-SELF", "both ends the same", $"{Subject}/association/0", d => d.Put($"{Subject}/association/0/targetId", "\"urn:uuid:6f0c1c5e-0000-4000-8000-0000000000c1\"")),
        new("HOUSE-ACHIEVEMENT-CONFLICT", "another name", $"{Achievement}/name", d => d.Put($"{Achievement}/name", "\"Geometry\"")),
        new("HOUSE-ACHIEVEMENT-CONFLICT", "another tag", $"{Achievement}/tag", d => d.Put($"{Achievement}/tag/0", "\"sums\"")),
        new("HOUSE-ACHIEVEMENT-CONFLICT", "criteria of another id", $"{Achievement}/criteria", d => d.Put($"{Achievement}/criteria/id", "\"https://college.example/geometry\"")),
        new("HOUSE-ACHIEVEMENT-CONFLICT", "criteria of one id that contradict", $"{Achievement}/criteria", d => d.Put($"{Achievement}/criteria/narrative", "\"Attend.\"")),
        new("HOUSE-PROFILE-CONFLICT", "another name", $"{Member}/issuer/name", d => d.Put($"{Member}/issuer/name", "\"Sample College\"")),
        new("HOUSE-MEMBER-SUBJECT", "another learner", MemberSubject, d => d.Put($"{MemberSubject}/id", OtherId)),
        new("HOUSE-MEMBER-SUBJECT", "a plain member about another", $"{OtherMember}/credentialSubject", d => d.Put($"{OtherMember}/credentialSubject/id", OtherId)),
        new("HOUSE-MEMBER-SUBJECT", "a whole record of another learner", $"{Subject}/verifiableCredential/2/credentialSubject", d =>
        {
            d.Replace($"{Subject}/verifiableCredential/2", Create());
            d.Put($"{Subject}/verifiableCredential/2/credentialSubject/id", OtherId);
            d.Put($"{Subject}/verifiableCredential/2/credentialSubject/identifier/0/salt", "\"Sea\"");
        }),
        new("HOUSE-MEMBER-REPEATED", "the same id", $"{Subject}/verifiableCredential/1", d => d.Put($"{OtherMember}/id", "\"urn:uuid:6f0c1c5e-0000-4000-8000-000000000011\"")),
        new("HOUSE-AWARDED-DATE", "valid before awarded", $"{Member}/validFrom", d => d.Put($"{Member}/awardedDate", "\"2026-06-12T00:00:01Z\"")),
        new("HOUSE-ACTIVITY-PERIOD", "ends before it starts", $"{MemberSubject}/activityEndDate", d => d.Put($"{MemberSubject}/activityEndDate", "\"2025-05-30T00:00:00Z\"")),
        new("HOUSE-FAR-FUTURE", "awarded in another century", $"{Member}/awardedDate", d => d.Put($"{Member}/awardedDate", "\"2126-06-01T00:00:00Z\"")),
        new("HOUSE-FAR-FUTURE", "valid in twenty years", "/validFrom", d => d.Put("/validFrom", "\"2046-06-01T00:00:00Z\"")),
        new("HOUSE-CREDITS-NEGATIVE", "earned", $"{MemberSubject}/creditsEarned", d => d.Put($"{MemberSubject}/creditsEarned", "-1")),
        new("HOUSE-CREDITS-NEGATIVE", "available", $"{Achievement}/creditsAvailable", d => d.Put($"{Achievement}/creditsAvailable", "-0.5")),
        new("HOUSE-CREDITS", "more than there are", $"{MemberSubject}/creditsEarned", d => d.Put($"{MemberSubject}/creditsEarned", "4.5")),
        new("HOUSE-CREDITS", "more than any number", $"{MemberSubject}/creditsEarned", d => d.Put($"{MemberSubject}/creditsEarned", "1e999")),
        new("HOUSE-RESULT-ALLOWED", "a grade the scale lacks", $"{GradeResult}/value", d => d.Put($"{GradeResult}/value", "\"B\"")),
        new("HOUSE-RESULT-ALLOWED", "a score over the maximum", $"{LevelResult}/value", d => d.Put($"{LevelResult}/value", "\"4.01\"")),
        new("HOUSE-IDENTITY-STRENGTH", "no salt", $"{Subject}/identifier/0", d => d.Drop($"{Subject}/identifier/0/salt")),
        new("HOUSE-IDENTITY-STRENGTH", "MD5", $"{Subject}/identifier/0/identityHash", d => d.Put($"{Subject}/identifier/0/identityHash", "\"md5$0123456789abcdef0123456789ABCDEF\"")),
        new("HOUSE-CONTROL-CHARACTERS", "a bell", "/name", d => d.Put("/name", "\"Trans\\u0007cript\"")),
        new("HOUSE-CONTROL-CHARACTERS", "a C1 control", $"{Achievement}/tag/1", d => d.Put($"{Achievement}/tag/1", "\"\\u0085\"")),
        new("HOUSE-SIZE", "a megabyte of image", "", d => d.Put("/image/id", $"\"data:image/png;base64,{new string('A', 1024 * 1024)}\"")),
    ];
}

/// <summary>One way to break a rule. <see cref="Start"/> is the valid document it starts from.</summary>
internal sealed record RuleRow(string RuleId, string Fault, string Pointer, Action<JsonObject> Break)
{
    public Func<JsonObject> Start { get; init; } = Create;

    public override string ToString() => $"{RuleId}: {Fault}";
}
