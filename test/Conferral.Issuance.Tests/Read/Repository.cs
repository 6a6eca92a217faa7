// Where the repository's own samples and pages are, and folders that vanish.
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Read;

internal static class Repository
{
    public static string Sample(params string[] parts) => Path.Combine([Checkout.Root, "samples", .. parts]);

    public static string Page(string name) => Path.Combine(Checkout.Root, "docs", name);
}

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("conferral-read-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
