// The built-in profiles against platforms of their kind.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Tests.Deliver;

internal static partial class Behaviours
{
    /// <summary>The settings of a built-in profile, with a test's address, sign-in and patience.</summary>
    private static Func<PlatformProfile, PlatformProfile> Profile(string name) => profile =>
    {
        var section = BuiltInProfile.Find(name)!.Read();
        return profile with
        {
            MaxConcurrency = 1,
            CredentialsPath = section.CredentialsPath!,
            TrailingSlash = section.TrailingSlash!.Value,
            ContentType = section.ContentType!,
            UpsertsById = section.UpsertsById!.Value,
            Batch = AnswerSettings.Read(section.Batch, "batch"),
            Answers = AnswerSettings.Read(section.Answers, "answers"),
        };
    };

    private static Reply AtSlash(Received request, Func<Received, Reply> answer) => request.Target == "/ims/clr/v2p0/credentials/" ? answer(request) : new(404);

    private static IEnumerable<Behaviour> Profiles() =>
    [
        new("standard: 201 with the credential", "DDD", 3, Stored) { Tweak = Profile("standard"), Sizes = "1 1 1" },
        new("standard: a refusal in its own words", "FDD", 3, First(Imsx(400, "invalid_data", "no proof"))) { Tweak = Profile("standard"), Code = "refused", Detail = "invalid_data: no proof" },
        new("standard: a copy that differs is a changed record", "I", 1, request => new(201, request.Text.Replace("2026-05-01", "2026-05-02"))) { Tweak = Profile("standard"), Code = "copy-differs", Copy = true },
        new("batch-array: 201 and a Location for each", "DDD", 1, Listed(ids => $$"""{"results":{{Entries(ids.Select(id => $$"""{"id":"{{id}}","status":201,"location":"/c/1"}"""))}}}""", status: 201)) { Tweak = Profile("batch-array"), Sizes = "3", Location = "/c/1" },
        new("batch-array: a platform that takes none after all", "DDD", 4, ToArray(Imsx(400, "invalid_data", "one credential per request"))) { Tweak = Profile("batch-array"), Sizes = "3 1 1 1" },
        new("timeback: the slash, and a signature of its own", "DDD", 3, request => AtSlash(request, taken => new(201, taken.Text.Replace("\"z0\"", "\"zTimeback\"")))) { Tweak = Profile("timeback"), Detail = "another proof", Copy = true },
        new("timeback: 422 in its words", "FDD", 3, request => AtSlash(request, First(new(422, """{"imsx_codeMajor":"failure","imsx_severity":"error","imsx_description":"name is missing","imsx_CodeMinor":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"TargetEndSystem","imsx_codeMinorFieldValue":"invaliddata"}]},"imsx_error_details":[{"path":"/name"}]}""")))) { Tweak = Profile("timeback"), Code = "refused", Detail = "invaliddata: name is missing" },
        new("timeback: 429 once", "DDD", 4, request => AtSlash(request, First(new(429)))) { Tweak = Profile("timeback") },
        new("timeback: 204 is nothing it answers", "I", 3, request => AtSlash(request, _ => new(204))) { Tweak = Profile("timeback"), Code = "unreadable-answer" },
        new("timeback: without the slash it is nowhere", "PPPP", 3, request => AtSlash(request, Stored)) { Tweak = profile => Profile("timeback")(profile) with { TrailingSlash = false }, Code = "wrong-address", Stop = "wrong-address" },
        new("generic: an id in the body and nothing else", "DDD", 3, _ => new(200, """{"success":true,"clrCredentialId":"h-1"}""")) { Tweak = Profile("generic"), HostId = "h-1" },
        new("generic: an empty 204", "DDD", 3, _ => new(204)) { Tweak = Profile("generic") },
    ];
}
