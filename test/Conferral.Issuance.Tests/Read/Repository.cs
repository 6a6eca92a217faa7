// Where the repository's own samples and pages are, and folders that vanish.
namespace Conferral.Issuance.Tests.Read;

internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Sample(params string[] parts) => Path.Combine([Root, "samples", .. parts]);

    public static string Page(string name) => Path.Combine(Root, "docs", name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Conferral.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("Conferral.slnx is not above the test's folder.");
    }
}

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("conferral-read-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
