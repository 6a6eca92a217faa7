// A member counts as the learner's only by the same id or a shared identity.
using System.Text.Json;
using Conferral.Credentials.Verification;

namespace Conferral.Credentials.Tests.Verification;

public sealed class SubjectBindingTests
{
    private const string Plain = """{"type":"IdentityObject","hashed":false,"identityHash":"a@example.com","identityType":"emailAddress"}""";
    private const string Hashed = """{"type":"IdentityObject","hashed":true,"identityHash":"sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399","identityType":"emailAddress","salt":"Kosher"}""";
    private const string OtherSalt = """{"type":"IdentityObject","hashed":true,"identityHash":"sha256$00","identityType":"emailAddress","salt":"Himalaya"}""";
    private const string OtherPlain = """{"type":"IdentityObject","hashed":false,"identityHash":"b@example.com","identityType":"emailAddress"}""";
    private const string OtherKind = """{"type":"IdentityObject","hashed":false,"identityHash":"a@example.com","identityType":"sisSourcedId"}""";
    private const string Name = """{"type":"IdentityObject","hashed":false,"identityHash":"Ann Other","identityType":"name"}""";

    [Theory]
    [InlineData("\"id\":\"x:a\"", "\"id\":\"x:a\"", Verdict.Valid)]
    [InlineData("\"id\":\"x:a\"", "\"id\":\"x:b\"", Verdict.Invalid)]
    [InlineData("\"id\":\"x:a\"", "\"name\":\"x:a\"", Verdict.CouldNotCheck)]
    [InlineData("\"identifier\":[" + Plain + "]", "\"identifier\":" + Plain, Verdict.Valid)]
    [InlineData("\"identifier\":[" + Hashed + "]", "\"identifier\":[" + Hashed + "]", Verdict.Valid)]
    [InlineData("\"identifier\":[]", "\"identifier\":[]", Verdict.CouldNotCheck)]
    [InlineData("\"id\":\"x:a\",\"identifier\":[" + Hashed + "]", "\"id\":\"x:b\",\"identifier\":[" + Plain + "]", Verdict.Valid)]
    [InlineData("\"identifier\":[" + Plain + "]", "\"identifier\":[" + Hashed + "]", Verdict.Valid)]
    [InlineData("\"identifier\":[" + Hashed + "]", "\"identifier\":[" + OtherPlain + "]", Verdict.Invalid)]
    [InlineData("\"identifier\":[" + Plain + "]", "\"identifier\":[" + OtherPlain + "]", Verdict.Invalid)]
    [InlineData("\"identifier\":[" + Hashed + "]", "\"identifier\":[" + OtherSalt + "]", Verdict.CouldNotCheck)]
    [InlineData("\"identifier\":[" + Plain + "]", "\"identifier\":[" + OtherKind + "]", Verdict.CouldNotCheck)]
    [InlineData("\"identifier\":[" + Name + "]", "\"identifier\":[" + Name + "]", Verdict.CouldNotCheck)]
    public void Subjects_are_compared(string member, string record, Verdict verdict)
    {
        var check = new SubjectBinding(Json($"{{{record}}}")).Judge(Json($"{{\"credentialSubject\":{{{member}}}}}"));
        Assert.Equal((CheckId.Subject, verdict), (check.Id, check.Verdict));
    }

    [Fact]
    public void A_member_with_several_subjects_is_not_compared()
        => Assert.Equal(Verdict.CouldNotCheck, new SubjectBinding(Json("{\"id\":\"x:a\"}")).Judge(Json("{\"credentialSubject\":[{\"id\":\"x:a\"}]}")).Verdict);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
