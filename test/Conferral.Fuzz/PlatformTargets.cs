// What a platform may answer.
using System.Text;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Sign;

namespace Conferral.Fuzz;

internal static class PlatformTargets
{
    private static readonly int[] Statuses = [200, 201, 202, 204, 207, 304, 400, 401, 409, 413, 422, 429, 500, 503];

    private static readonly SignedClr[] Sent = [.. new[] { "urn:uuid:1", "urn:uuid:2" }.Select(id =>
        new SignedClr(new CredentialVersion(id, 1), id, Encoding.UTF8.GetBytes($$$"""{"id": "{{{id}}}", "credentialSubject": {"name": "Ana Lima", "identifier": [{"identityHash": "S-100"}]}, "proof": {}}""")))];

    private static readonly PlatformProfile Platform = new() { Id = "platform", BaseUrl = new Uri("https://platform.example"), Authorization = new() { ClientId = "sis", ClientSecret = "s" } };

    /// <summary>The first byte chooses the status, the rest is the body. Never throws for what a platform says.</summary>
    public static readonly FuzzTarget Answer = new("answer", Read)
    {
        Words = ["\"results\"", "\\ud800", "\"items\"", "\"index\"", "\"id\"", "\"status\"", "\"imsx_codeMajor\"", "\"failure\"", "\"imsx_description\"", "\"error\"", "\"message\"", "\"urn:uuid:1\"", "\"Ana Lima\"", "server_busy", "<html>"],
    };

    private static string Read(byte[] bytes)
    {
        if (bytes.Length == 0) return "nothing";
        using var response = new HttpResponseMessage();
        var answer = new PlatformAnswer(new Uri("https://platform.example/credentials"), Statuses[bytes[0] % Statuses.Length], bytes.Length % 2 == 0 ? "application/json" : "text/plain", bytes.AsMemory(1), Overlong: false, response.Headers);
        var alone = AnswerReader.Read(answer, Sent[0], Platform.Answers, DateTimeOffset.UnixEpoch);
        var together = BatchAnswer.Read(answer, Sent, Platform);
        FuzzTarget.Require(together.Count == Sent.Length, "A batch has a verdict, or its absence, for each credential.");
        FuzzTarget.Require(alone.Detail?.Contains("Ana Lima", StringComparison.Ordinal) != true, "The learner's name is not kept with a verdict.");
        return $"{answer.Status} {alone.Kind} {alone.Code} {together[0]?.Kind} {together[1]?.Kind} {AnswerText.OAuthError(answer) is null}";
    }
}
