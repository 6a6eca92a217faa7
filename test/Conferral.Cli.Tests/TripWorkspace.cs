// A workspace with a platform of its own, for whole trips through the command line.
using Conferral.Issuance.Workspaces;
using Conferral.Sandbox;

namespace Conferral.Cli.Tests;

internal sealed class TripWorkspace : IAsyncDisposable
{
    private const string Secret = "trip-secret";
    private readonly TestFolder _folder = new();

    private TripWorkspace()
    {
    }

    public string Path => _folder["w"];

    public SandboxPlatform Platform { get; private set; } = null!;

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Makes the workspace first, so that the platform can trust its issuer document, then starts the platform.</summary>
    public static async Task<TripWorkspace> MakeAsync(string intakePath, string? mappingPath = null, string? issuerId = null, SandboxFaults? faults = null, Action<TripWorkspace>? beforeStart = null, SandboxFace? face = null, string platformLines = "requestsPerMinute: 6000")
    {
        var trip = new TripWorkspace();
        WorkspaceTemplate.Create(new WorkspaceRequest(trip.Path, "Trip University", issuerId ?? "did:web:registrar.trip.example", null, CliRun.WithPassphrase[Passphrase.Variable])
        {
            IntakePath = intakePath,
            MappingPath = mappingPath,
            PlatformsYaml =
                $"""
                platforms:
                  - id: sandbox
                    baseUrl: http://127.0.0.1:0
                    authorization:
                      clientId: trip
                      clientSecret: file:secret
                    {platformLines}
                """,
            WriteBackYaml =
                """
                  crosswalk: out/crosswalk.csv
                  sql:
                    provider: sqlite
                    connection: "Data Source=sis.db"
                    table: clr_crosswalk
                    createTable: true
                """,
        });
        File.WriteAllText(trip["secret"], Secret);
        beforeStart?.Invoke(trip);
        await trip.StartPlatformAsync(faults ?? SandboxFaults.None, face ?? SandboxFace.Sandbox);
        return trip;
    }

    public Task<CliRun> RunAsync(params string[] args) => CliRun.Of([.. args, "--workspace", Path]);

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The platform is gone with all it held; another takes its place.</summary>
    public async Task ReplacePlatformAsync()
    {
        var gone = Platform.BaseUrl;
        await Platform.DisposeAsync();
        var settings = this[Workspace.FileName];
        File.WriteAllText(settings, File.ReadAllText(settings).Replace(gone, "http://127.0.0.1:0", StringComparison.Ordinal));
        await StartPlatformAsync(SandboxFaults.None, SandboxFace.Sandbox);
    }

    private async Task StartPlatformAsync(SandboxFaults faults, SandboxFace face)
    {
        Platform = await SandboxPlatform.StartAsync(new SandboxOptions
        {
            Clients = [new SandboxClient("trip", Secret)],
            TrustedControllers = [File.ReadAllBytes(this["issuer/did.json"])],
            AcceptBadges = true,
            Faults = faults,
            Face = face,
        });
        var settings = this[Workspace.FileName];
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("http://127.0.0.1:0", Platform.BaseUrl, StringComparison.Ordinal));
    }
}
