// Where the checkout is that the tests were built from.
namespace Conferral.TestKit;

public static class Checkout
{
    /// <summary>The folder that holds <c>Conferral.slnx</c>.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Conferral.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run from a checkout: Conferral.slnx was not found above them.");
    }
}
