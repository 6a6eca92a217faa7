// conferral-fuzz [TARGET|all] [SECONDS] [SEED]: runs targets for a while; keeps the input of a fault, also of one that ends the process.
using System.Diagnostics;
using System.Globalization;
using Conferral.Fuzz;

const int DefaultSeconds = 60;
var name = args.ElementAtOrDefault(0) ?? "all";
var seconds = args.ElementAtOrDefault(1) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : DefaultSeconds;
var seed = args.ElementAtOrDefault(2) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : Environment.TickCount;
var chosen = Targets.All.Where(target => name == "all" || target.Name == name).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"There is no target {name}. Targets: {string.Join(", ", Targets.All.Select(target => target.Name))}.");
    return 2;
}

var folder = Directory.CreateDirectory(Path.Combine("artifacts", "fuzz")).FullName;
var failed = false;
foreach (var target in chosen)
{
    var clock = Stopwatch.StartNew();
    using var last = new LastInput(Path.Combine(folder, $"{target.Name}.last"));
    var result = FuzzRun.Of(target, seed, _ => clock.Elapsed < TimeSpan.FromSeconds(seconds), last.Keep);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {result.Executions:N0} inputs, {result.Outcomes} outcomes, slowest {result.Slowest.TotalMilliseconds:0} ms, seed {seed}"));
    if (result.SlowestInput is { } slow) File.WriteAllBytes(Path.Combine(folder, $"{target.Name}.slowest"), slow);
    if (result.Fault is null) continue;
    failed = true;
    var path = Path.Combine(folder, $"{target.Name}.fault");
    File.WriteAllBytes(path, result.FaultyInput!);
    Console.WriteLine($"  FAULT, input in {path}:\n{result.Fault}");
}

return failed ? 1 : 0;
