// A folder of its own for one test.
namespace Conferral.Cli.Tests;

internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-cli-");

    public string Path => _folder.FullName;

    public string this[string relative] => System.IO.Path.Combine(_folder.FullName, relative);

    public void Dispose() => _folder.Delete(recursive: true);
}
