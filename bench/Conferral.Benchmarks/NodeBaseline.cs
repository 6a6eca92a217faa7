// Runs the Node libraries on the same documents, by interop/bench/node-issue.mjs.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Conferral.Benchmarks;

internal static class NodeBaseline
{
    /// <summary>The sets of packages the script knows: as published, with context cloning left out, the Digital Credentials Consortium's.</summary>
    public static IReadOnlyList<string> Stacks { get; } = ["stock", "patched", "dcc"];

    /// <summary>What one document costs one Node process of one worker.</summary>
    public static Cost Measure(string script, string stack, IReadOnlyList<byte[]> documents, bool members)
    {
        var folder = Directory.CreateTempSubdirectory("conferral-node-");
        try
        {
            for (var i = 0; i < documents.Count; i++) File.WriteAllBytes(Path.Combine(folder.FullName, i.ToString("D4", CultureInfo.InvariantCulture) + ".json"), documents[i]);
            string[] which = members ? [] : ["--outer-only"];
            var result = Run([script, "--json", "--stack", stack, .. which, folder.FullName]);
            var learners = result.GetProperty("learners").GetInt32();
            return new Cost(result.GetProperty("cpuSeconds").GetDouble() * 1000 / learners, result.GetProperty("seconds").GetDouble() * 1000 / learners, 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonElement Run(string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("node did not start. Install Node 20, or leave the comparison out with --without-node.");
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        if (node.ExitCode != 0) throw new InvalidOperationException($"node ended with status {node.ExitCode}. Run `npm ci --prefix interop` and set CONFERRAL_CONFORMANCE (docs/conformance.md).");
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }
}
