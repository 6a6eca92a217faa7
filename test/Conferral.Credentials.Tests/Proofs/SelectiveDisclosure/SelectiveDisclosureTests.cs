// Selective disclosure from issuer to verifier: whatever a holder chooses verifies and shows that and nothing else.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using Conferral.LinkedData;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Proofs.SelectiveDisclosure;

public sealed class SelectiveDisclosureTests : IDisposable
{
    private const string Members = "/credentialSubject/verifiableCredential";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SigningKey _key = SigningKey.FromScalar(KeyAlgorithm.P256, [.. new byte[31], 7]);
    private readonly CredentialDeriver _deriver = new(Published.Canonicalizer);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void One_course_of_forty_is_shown_and_nothing_of_the_others()
    {
        var signed = Sign(Samples.Clr(members: 40));
        var derived = _deriver.Derive(signed, [$"{Members}/17"]);
        var report = Verify(derived);
        Assert.True(report.Verdict == Verdict.Valid, Problems(report));
        Assert.Equal(2, report.Documents.Count);
        Assert.Equal((EcdsaSd2023.SuiteName, EcdsaRdfc2019.SuiteName), (report.Outer.Proofs[0].Cryptosuite, report.Documents[1].Proofs[0].Cryptosuite));
        var text = Encoding.UTF8.GetString(derived);
        Assert.All(Enumerable.Range(0, 40), number => Assert.Equal(number == 17, text.Contains($"\"Course {number}\"", StringComparison.Ordinal)));
        Assert.True(derived.Length < signed.Length / 10);
    }

    [Fact]
    public void Any_selection_verifies_holds_what_was_chosen_and_what_is_mandatory_and_nothing_else()
    {
        var signed = Sign(Samples.Clr(members: 3));
        using var json = JsonDocument.Parse(signed);
        var pointers = DocumentPlaces.PointersOf(json.RootElement).Where(pointer => !pointer.StartsWith("/proof", StringComparison.Ordinal)).ToArray();
        var verifier = Verifier(rules: false);
        Gen.Shuffle(pointers).Select(Gen.Int[0, 6]).Sample(
            (shuffled, count) =>
            {
                var chosen = shuffled[..count];
                using var derived = JsonDocument.Parse(_deriver.Derive(signed, chosen));
                var report = verifier.Verify(Encoding.UTF8.GetBytes(derived.RootElement.GetRawText()));
                Assert.Equal(Verdict.Valid, report.Outer.Proofs[0].Verdict);
                string[] expected = [.. chosen, "/issuer", "/validFrom", "/name", "/credentialSubject/id"];
                Assert.Equal(DocumentPlaces.Leaves(json.RootElement, expected).Order(), DocumentPlaces.Leaves(derived.RootElement, [""]).Order());
            },
            iter: 60);
    }

    [Fact]
    public void One_flipped_bit_never_verifies()
    {
        var derived = _deriver.Derive(Sign(Samples.Clr(members: 3)), [$"{Members}/1"]);
        var verifier = Verifier();
        Assert.Equal(Verdict.Valid, verifier.Verify(derived).Verdict);
        FlippedBits.NeverVerify(verifier, derived, times: 500);
    }

    [Fact]
    public void Every_class_of_the_models_can_be_shown_whole_or_member_by_member()
    {
        var unsigned = Rules.SampleClr.Create();
        unsigned.Remove("proof");
        var signed = Sign(Bytes(unsigned), signMembers: false);
        using var json = JsonDocument.Parse(signed);
        var verifier = Verifier(rules: false);
        foreach (var pointer in DocumentPlaces.PointersOf(json.RootElement).Where(pointer => !pointer.StartsWith("/proof", StringComparison.Ordinal)))
        {
            if (pointer.Contains("/allowedValue/", StringComparison.Ordinal))
            {
                Assert.Equal(DisclosureErrorCode.Indivisible, Assert.Throws<DisclosureException>(() => _deriver.Derive(signed, [pointer])).Code);
                continue;
            }

            var signature = verifier.Verify(_deriver.Derive(signed, [pointer])).Outer.Proofs[0].Checks.Single(check => check.Id == CheckId.Signature);
            Assert.True(signature.Verdict == Verdict.Valid, $"{pointer}: {signature.Message}");
        }
    }

    [Fact]
    public void A_part_put_in_from_another_proof_of_the_same_issuer_does_not_verify()
    {
        var one = JsonNode.Parse(_deriver.Derive(Sign(Samples.Clr(members: 2)), [$"{Members}/0"]))!;
        var other = JsonNode.Parse(_deriver.Derive(Sign(Samples.Clr(members: 2)), [$"{Members}/1"]))!;
        one["credentialSubject"]!["verifiableCredential"] = other["credentialSubject"]!["verifiableCredential"]!.DeepClone();
        Assert.Equal(Verdict.Invalid, Of(Verify(Bytes(one)), CheckId.Signature));
    }

    [Fact]
    public void One_thing_cannot_be_shown_as_two()
    {
        var signed = Sign(Samples.Achievement(1));
        using var json = JsonDocument.Parse(signed);
        var baseValue = BaseProofValue.Read(json.RootElement.GetProperty("proof")[0])!;
        var statements = new BlindedStatements(Published.Canonicalizer, json.RootElement, baseValue.HmacKey);
        var mandatory = statements.PlacesOf(baseValue.MandatoryPointers);
        var signatures = EcdsaSd2023.Others(statements.Lines, mandatory).Zip(baseValue.Signatures).ToDictionary(pair => Encoding.UTF8.GetString(pair.First), pair => pair.Second);

        var forged = JsonNode.Parse(_deriver.Derive(signed, [""]))!;
        var achievement = forged["credentialSubject"]!["achievement"]!;
        achievement["criteria"] = new JsonArray(achievement["criteria"]!.DeepClone(), achievement["criteria"]!.DeepClone());
        var blinded = signatures.Keys.Single(line => line.Contains("#narrative", StringComparison.OrdinalIgnoreCase)).Split(' ')[0][2..];
        var labels = new Dictionary<string, string> { ["c14n0"] = blinded, ["c14n1"] = blinded };
        var proof = forged["proof"]!;
        using var shown = JsonDocument.Parse(Bytes(forged));
        var lines = Published.Canonicalizer.Relabel(new JsonLdInput(shown.RootElement) { WithoutMember = "proof" }, label => labels[label]).Lines;
        Assert.Equal(statements.Lines.Count + 2, lines.Count); // two lines are there twice, and each has a true signature
        var isMandatory = mandatory.Select(place => Encoding.UTF8.GetString(statements.Lines[place])).ToHashSet();
        var value = new DerivedProofValue(
            baseValue.BaseSignature, baseValue.ProofKey,
            [.. lines.Select(Encoding.UTF8.GetString).Where(line => !isMandatory.Contains(line)).Select(line => signatures[line])], labels,
            [.. Enumerable.Range(0, lines.Count).Where(index => isMandatory.Contains(Encoding.UTF8.GetString(lines[index])))]);
        proof["proofValue"] = value.Write();
        Assert.Equal(Verdict.Invalid, Of(Verify(Bytes(forged)), CheckId.Signature));
    }

    [Fact]
    public void A_base_proof_is_told_from_a_derived_one_and_whether_it_holds_is_told_too()
    {
        var signed = Sign(Samples.Clr(members: 1));
        var report = Verify(signed);
        Assert.Equal((Verdict.CouldNotCheck, Verdict.Valid, Verdict.CouldNotCheck), (report.Verdict, Of(report, CheckId.Signature), Of(report, CheckId.Disclosure)));
        Assert.Contains("for the holder alone", Message(report, CheckId.Disclosure), StringComparison.Ordinal);
        Assert.True(report.Outer.Proofs[0].Disclosure is { IsBase: true, RequiredByIssuer: > 0, ChosenByHolder: > 0 });

        var altered = JsonNode.Parse(signed)!;
        altered["name"] = "Another";
        Assert.Equal((Verdict.Invalid, Verdict.Invalid), (Verify(Bytes(altered)).Outer.Verdict, Of(Verify(Bytes(altered)), CheckId.Signature)));
        altered["name"] = null;
        altered.AsObject().Remove("name"); // which is mandatory
        Assert.Equal(Verdict.Invalid, Of(Verify(Bytes(altered)), CheckId.Signature));
    }

    [Fact]
    public void A_derived_document_says_how_much_it_shows_and_is_not_blamed_for_what_it_leaves_out()
    {
        var report = Verify(_deriver.Derive(Sign(Samples.Clr(members: 3)), []));
        Assert.True(report.Verdict == Verdict.Valid, Problems(report));
        Assert.Contains("left out what a whole document has", report.Outer.Checks.Single(check => check.Id == CheckId.Conformance).Message, StringComparison.Ordinal);
        Assert.All(report.Findings, finding => Assert.Equal(Severity.Warning, finding.Severity));
        Assert.Equal(["id", "type", "issuer", "validFrom", "name", "credentialSubject/id", "credentialSubject/type"], report.Outer.Proofs[0].Disclosure!.Outline);
        Assert.Equal(0, report.Outer.Proofs[0].Disclosure!.ChosenByHolder);
    }

    [Fact]
    public void A_member_shown_in_part_is_vouched_for_by_the_record_alone()
    {
        var derived = _deriver.Derive(Sign(Samples.Clr(members: 2)), [$"{Members}/1/name", $"{Members}/1/credentialSubject/achievement/name"]);
        var report = Verify(derived);
        Assert.Equal((Verdict.Valid, Verdict.CouldNotCheck), (report.Outer.Verdict, report.Documents[1].Verdict));
        Assert.Contains("shown in part", report.Documents[1].Checks[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("A course.", Encoding.UTF8.GetString(derived), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lie_about_what_was_left_out_does_not_excuse_a_document_without_the_proof_for_it()
    {
        var unsigned = JsonNode.Parse(Samples.Clr(members: 1))!;
        unsigned["credentialSubject"]!.AsObject().Remove("verifiableCredential");
        var signed = new CredentialSigner(Published.Canonicalizer).Sign(Bytes(unsigned), _key, new SigningOptions(Method, Now));
        Assert.Equal(Verdict.Invalid, Verify(signed).Verdict);
    }

    [Fact]
    public void Of_a_proof_set_the_base_proof_is_derived_and_the_others_are_left_out()
    {
        var signer = new CredentialSigner(Published.Canonicalizer);
        var twice = signer.Sign(Sign(Samples.Clr(members: 1)), _key, new SigningOptions(Method, Now) { AddToProofSet = true });
        Assert.Equal(Verdict.Valid, Verify(twice).Verdict); // by its other proof
        var derived = JsonNode.Parse(_deriver.Derive(twice, [$"{Members}/0"]))!;
        Assert.Equal(EcdsaSd2023.SuiteName, derived["proof"]!["cryptosuite"]!.GetValue<string>());
        Assert.Equal(Verdict.Valid, Verify(Bytes(derived)).Verdict);
    }

    [Fact]
    public void Two_base_proofs_of_one_document_have_nothing_in_common()
    {
        var (one, other) = (Value(), Value());
        Assert.NotEqual(one.HmacKey, other.HmacKey);
        Assert.NotEqual(one.ProofKey, other.ProofKey);
        Assert.Empty(one.Signatures.Select(Convert.ToHexString).Intersect(other.Signatures.Select(Convert.ToHexString)));

        BaseProofValue Value() => BaseProofValue.Read(JsonDocument.Parse(Sign(Samples.Achievement(1))).RootElement.GetProperty("proof")[0])!;
    }

    [Theory]
    [InlineData(DisclosureErrorCode.MalformedPointer, "name")]
    [InlineData(DisclosureErrorCode.MalformedPointer, "/a~2")]
    [InlineData(DisclosureErrorCode.MalformedPointer, "/a~")]
    [InlineData(DisclosureErrorCode.NothingThere, "/gone")]
    [InlineData(DisclosureErrorCode.NothingThere, "/name/0")]
    [InlineData(DisclosureErrorCode.NothingThere, "/proof")]
    [InlineData(DisclosureErrorCode.NothingThere, "/proof/0/created")]
    [InlineData(DisclosureErrorCode.NothingThere, Members + "/2")]
    [InlineData(DisclosureErrorCode.NothingThere, Members + "/01")]
    [InlineData(DisclosureErrorCode.NothingThere, Members + "/-")]
    [InlineData(DisclosureErrorCode.NothingThere, Members + "/-1")]
    public void A_pointer_that_leads_nowhere_is_refused_with_the_reason(DisclosureErrorCode code, string pointer)
        => Assert.Equal(code, Assert.Throws<DisclosureException>(() => _deriver.Derive(Sign(Samples.Clr(members: 2)), [pointer])).Code);

    [Fact]
    public void What_cannot_be_derived_is_refused_with_the_reason()
    {
        var signed = Sign(Samples.Clr(members: 1));
        Expect(DisclosureErrorCode.NoBaseProof, Samples.Clr(members: 1));
        Expect(DisclosureErrorCode.AlreadyDerived, _deriver.Derive(signed, [""]));
        Expect(DisclosureErrorCode.MalformedDocument, "[]"u8.ToArray());
        Expect(DisclosureErrorCode.NothingSelected, Sign(Samples.Clr(members: 1), mandatory: []));
        var altered = JsonNode.Parse(signed)!;
        altered.AsObject().Remove("validFrom");
        Expect(DisclosureErrorCode.BadBaseProof, Bytes(altered));
        altered = JsonNode.Parse(signed)!;
        altered["partial"] = true; // one statement more than was signed
        Expect(DisclosureErrorCode.BadBaseProof, Bytes(altered));

        void Expect(DisclosureErrorCode code, byte[] document) => Assert.Equal(code, Assert.Throws<DisclosureException>(() => _deriver.Derive(document, [])).Code);
    }

    [Fact]
    public void An_issuer_may_require_nothing_and_a_holder_then_shows_what_it_likes()
        => Assert.Equal(Verdict.Valid, Of(Verify(_deriver.Derive(Sign(Samples.Clr(members: 1), mandatory: []), ["/issuer"])), CheckId.Signature));

    [Fact]
    public void Mandatory_pointers_that_lead_nowhere_are_refused_while_signing()
        => Assert.Equal(DisclosureErrorCode.NothingThere, Assert.Throws<DisclosureException>(() => Sign(Samples.Achievement(1), mandatory: ["/gone"])).Code);

    [Fact]
    public void Such_a_proof_builds_on_no_other()
        => Assert.Equal(SigningErrorCode.UnfitForDisclosure, Assert.Throws<SigningException>(() => new CredentialSigner(Published.Canonicalizer).Sign(
            new CredentialSigner(Published.Canonicalizer).Sign(Samples.Achievement(1), _key, new SigningOptions(Method, Now) { ProofId = "urn:example:first" }),
            _key,
            new SigningOptions(Method, Now) { Suite = EcdsaSd2023.SuiteName, PreviousProof = ["urn:example:first"] })).Code);

    [Fact]
    public void By_default_validity_status_and_subject_are_mandatory_where_they_are_there()
    {
        using var json = JsonDocument.Parse("""{"id":"urn:a","issuer":"urn:b","validUntil":"x","credentialStatus":{},"credentialSubject":[{"id":"urn:c"},{"type":"T","name":"N"},"urn:d",{"name":"N"}]}""");
        Assert.Equal(["/issuer", "/validUntil", "/credentialStatus", "/credentialSubject/0/id", "/credentialSubject/1/type", "/credentialSubject/2"], MandatoryPointers.For(json.RootElement));
    }

    private string Method => VerificationMethod.IdOf(Samples.Issuer, _key.VerificationKey);

    private byte[] Sign(byte[] unsigned, bool signMembers = true, IReadOnlyList<string>? mandatory = null)
        => new CredentialSigner(Published.Canonicalizer).Sign(unsigned, _key, new SigningOptions(Method, Now.AddDays(-1)) { Suite = EcdsaSd2023.SuiteName, SignMembers = signMembers, MandatoryPointers = mandatory });

    private CredentialVerifier Verifier(bool rules = true)
    {
        var clock = new FakeTimeProvider(Now);
        var issuer = ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, _key.VerificationKey)]);
        return new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver([issuer]), clock, rules ? new RuleSet(clock, Published.Canonicalizer.CheckLossless) : null);
    }

    private VerificationReport Verify(byte[] document) => Verifier().Verify(document);

    private static Verdict Of(VerificationReport report, string check) => report.Outer.Proofs[0].Checks.Single(one => one.Id == check).Verdict;

    private static string Message(VerificationReport report, string check) => report.Outer.Proofs[0].Checks.Single(one => one.Id == check).Message;

    private static string Problems(VerificationReport report)
        => string.Join('\n', report.Documents.SelectMany(document => document.Proofs.SelectMany(proof => proof.Checks).Concat(document.Checks)).Where(check => check.Verdict != Verdict.Valid).Select(check => check.Message).Concat(report.Findings.Select(finding => finding.ToString())));

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
