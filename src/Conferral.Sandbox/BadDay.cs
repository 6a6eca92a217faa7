// A bad day in a file: the platform's face and the faults it plays.
using System.Text.Json;

namespace Conferral.Sandbox;

/// <summary>
/// Shape: JSON <c>{"profile": "timeback", "faults": ["rate 60/1m", "every 7: drop-after"]}</c>, or the script's lines with
/// <c>profile timeback</c> as one of them.
/// </summary>
public sealed record BadDay(SandboxFace? Face, SandboxFaults Faults)
{
    private const string ProfileWord = "profile ";

    private static readonly string[] Members = ["about", "profile", "faults"];

    /// <summary>Errors: <see cref="FormatException"/> names what is not understood.</summary>
    public static BadDay Parse(string text) => text.TrimStart() is ['{', ..] ? ParseJson(text) : ParseLines(text.Split('\n'));

    public static BadDay ParseLines(IEnumerable<string> lines)
    {
        var all = lines.Select(line => line.Trim()).ToList();
        var faces = all.Where(line => line.StartsWith(ProfileWord, StringComparison.Ordinal) && !line.Contains(':', StringComparison.Ordinal)).ToList();
        if (faces.Count > 1) throw new FormatException("A bad day has one 'profile' line at most.");
        var face = faces.Count == 0 ? null : SandboxFace.Named(faces[0][ProfileWord.Length..].Trim());
        return new BadDay(face, SandboxFaults.Parse(all.Except(faces, StringComparer.Ordinal)));
    }

    private static BadDay ParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Members.Contains(name)) is { } unknown) throw new FormatException($"A bad day has no '{unknown}'; write {string.Join(", ", Members)}.");
            var face = root.TryGetProperty("profile", out var profile) ? SandboxFace.Named(profile.GetString() ?? "") : null;
            var lines = root.TryGetProperty("faults", out var faults) ? faults.EnumerateArray().Select(line => line.GetString() ?? "").ToList() : [];
            return new BadDay(face, SandboxFaults.Parse(lines));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("A bad day is JSON such as {\"profile\": \"timeback\", \"faults\": [\"every 7: drop-after\"]}, or the lines of the fault script.", e);
        }
    }
}
