// The table: what a platform does to a request, and what must stand in the ledger afterwards. The rows are in files by theme.
using System.Text.Json;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>
/// One row. <see cref="States"/> has a letter per learner: D delivered, F failed, P pending, I in doubt.
/// <see cref="Posts"/> is the exact number of POSTs of credentials; <see cref="Code"/> the reason of the first learner.
/// </summary>
internal sealed record Behaviour(string Name, string States, int Posts, Func<Received, Reply> Answer)
{
    public string? Code { get; init; }

    public string? Stop { get; init; }

    public string? Detail { get; init; }

    public string? HostId { get; init; }

    public string? Location { get; init; }

    public Func<PlatformProfile, PlatformProfile> Tweak { get; init; } = profile => profile;

    public Func<int, Reply>? Token { get; init; }

    public int? Tokens { get; init; }

    /// <summary>How many credentials each POST held, in order: what was sent next.</summary>
    public string? Sizes { get; init; }

    /// <summary>Whether the platform's copy of the first learner's credential is kept.</summary>
    public bool Copy { get; init; }

    public override string ToString() => Name;
}

internal static partial class Behaviours
{
    private const string Html = "<!DOCTYPE html><html><body>Sign in</body></html>";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One request at a time, so that counts are exact.</summary>
    private static PlatformProfile OneByOne(PlatformProfile profile) => profile with { MaxConcurrency = 1 };

    private static PlatformProfile NoUpsert(PlatformProfile profile) => profile with { MaxConcurrency = 1, UpsertsById = false };

    public static IReadOnlyList<Behaviour> All { get; } = [.. Accepting(), .. Locating(), .. Copying(), .. Refusing(), .. Closed(), .. Failing(), .. Losing(), .. Tokens(), .. Redirecting(), .. LookingUp(), .. Arrays(), .. ArrayFaults(), .. Profiles()];

    private static Reply Stored(Received request) => new(201, request.Text);

    /// <summary>The first POST meets <paramref name="first"/>, every later one is stored.</summary>
    private static Func<Received, Reply> First(Reply first) => request => request.Number == 0 ? first : Stored(request);

    private static Reply Imsx(int status, string minor, string description, string spelling = "imsx_codeMinor") => new(status, $$$"""
        {"imsx_codeMajor":"failure","imsx_severity":"error","imsx_description":"{{{description}}}","{{{spelling}}}":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"TargetEndSystem","imsx_codeMinorFieldValue":"{{{minor}}}"}]}}
        """);
}
