// conferral sandbox: runs the receiving platform alone, until it is stopped.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Sandbox;

namespace Conferral.Cli.Commands;

internal static class SandboxCommand
{
    public static Command Create(Terminal terminal)
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1 (default: a free one)." };
        var controllers = new Option<string[]>("--controller") { Description = "Issuer documents (did.json) to trust; did:key issuers need none." };
        var secret = new Option<string?>("--client-secret") { Description = "The client's secret, for repeatable tests (default: a random one)." };
        var noBatch = new Option<bool>("--no-batch") { Description = "Take one credential per request only, as the standard has it." };
        var badges = new Option<bool>("--accept-badges") { Description = "Also take single Open Badges, as hosts of both standards do." };
        var profile = new Option<string?>("--profile") { Description = "The face it wears: sandbox (its own), standard, batch-array, timeback or generic." };
        var faults = new Option<string[]>("--fault") { Description = "Play a bad day; one line of the fault script of docs/sandbox.md. May be given several times." };
        var faultFile = new Option<string?>("--faults") { Description = "Play the bad day of a file: JSON with profile and faults, or the script's lines." };
        var command = new Command("sandbox", "Run a receiving platform on this machine: the CLR 2.0 API, strict, with faults on request.") { port, controllers, secret, noBatch, badges, profile, faults, faultFile };
        command.SetAction(async (parse, cancellation) =>
        {
            var day = parse.GetValue(faultFile) is { } path ? BadDay.Parse(await File.ReadAllTextAsync(path, cancellation)) : BadDay.ParseLines([]);
            var options = new SandboxOptions
            {
                Port = parse.GetValue(port),
                TrustedControllers = [.. (parse.GetValue(controllers) ?? []).Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))],
                Clients = parse.GetValue(secret) is { } given ? [new SandboxClient(ClientId, given) { RedirectUris = [SandboxPlatform.DefaultRedirectUri] }] : [],
                AcceptBadges = parse.GetValue(badges),
                Face = parse.GetValue(profile) is { } name ? SandboxFace.Named(name) : day.Face ?? SandboxFace.Sandbox,
                Faults = SandboxFaults.Parse([.. day.Faults.ToLines(), .. parse.GetValue(faults) ?? []]),
            };
            if (parse.GetValue(noBatch)) options = options with { Batch = null };
            await RunAsync(terminal, options, cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    internal const string ClientId = "conferral-sandbox";

    /// <summary>What leads here: as the client itself, and in comments as a person.</summary>
    private static string[] PlatformSettings(SandboxPlatform platform, SandboxFace face) =>
    [
        "platforms:",
        "  - id: sandbox",
        $"    baseUrl: {platform.BaseUrl}",
        .. face == SandboxFace.Sandbox ? Array.Empty<string>() : [$"    profile: {face.Name}"],
        "    authorization:",
        $"      clientId: {platform.ClientId}",
        "      clientSecret: env:SANDBOX_SECRET",
        "      # and with an account, by `conferral connect sandbox`:",
        "      # grant: authorization-code",
        $"      # redirectPort: {new Uri(SandboxPlatform.DefaultRedirectUri).Port}",
    ];

    private static async Task RunAsync(Terminal terminal, SandboxOptions options, CancellationToken cancellation)
    {
        await using var platform = await SandboxPlatform.StartAsync(options, terminal.Time, cancellation);
        terminal.Line($"Sandbox platform at {platform.BaseUrl}{(options.Face == SandboxFace.Sandbox ? "" : $" with the face of {options.Face.Name}")}");
        terminal.Line($"  client id      {platform.ClientId}");
        terminal.Line($"  client secret  {platform.ClientSecret}");
        terminal.Say("To deliver here, in conferral.yaml:");
        foreach (var line in PlatformSettings(platform, options.Face)) terminal.Line("  " + line);
        terminal.Say("It keeps what it receives in memory. Stop it with Ctrl+C.");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, terminal.Time, cancellation);
        }
        catch (OperationCanceledException)
        {
            SandboxView.Write(terminal, platform.Account);
        }
    }
}
