// Locations a sender must neither follow nor believe.
namespace Conferral.Sandbox;

internal static class HostileLocations
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["relative"] = "credentials/000001",
        ["foreign"] = "https://elsewhere.example/credentials/000001",
        ["javascript"] = "javascript:alert(1)",
        ["file"] = "file:///etc/passwd",
        ["sign-in"] = "https://user:password@elsewhere.example/000001",
        ["long"] = "https://elsewhere.example/" + new string('a', 6000),
    };
}
