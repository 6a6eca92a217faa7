// Where the published vectors and the export samples are, and the sentence shown where they are not.
using Xunit;

namespace Conferral.TestKit;

/// <summary>Finds the folder of published documents (<c>CONFERRAL_CONFORMANCE</c>, else <c>shared/conformance</c> next to the checkout).</summary>
public static class Shared
{
    public const string Absent = "The published vectors are not here: set CONFERRAL_CONFORMANCE to their folder (docs/conformance.md names where each is published).";

    public static string? ConformanceRoot { get; } = Find();

    public static string? SamplesRoot { get; } = ConformanceRoot is null ? null : ExistingOrNull(Path.Combine(Path.GetDirectoryName(ConformanceRoot)!, "sis-samples"));

    /// <summary>The path of one published file; skips the calling test where the folder is absent.</summary>
    public static string Conformance(params string[] parts) => Path.Combine([ConformanceRoot ?? Skip(), .. parts]);

    /// <summary>The path of one export sample; skips the calling test where the folder is absent.</summary>
    public static string SisSample(params string[] parts) => Path.Combine([SamplesRoot ?? Skip(), .. parts]);

    private static string Skip()
    {
        Assert.Skip(Absent);
        return "";
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CONFERRAL_CONFORMANCE") is { Length: > 0 } given) return ExistingOrNull(given);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (ExistingOrNull(Path.Combine(folder.FullName, "shared", "conformance")) is { } found) return found;
        }

        return null;
    }

    private static string? ExistingOrNull(string path) => Directory.Exists(path) ? Path.GetFullPath(path) : null;
}
