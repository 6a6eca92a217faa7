// conferral generate-cohort: an invented college's export of any size, for rehearsals and measurements.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Samples;

namespace Conferral.Cli.Commands;

internal static class GenerateCohortCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write the export to." };
        var learners = new Option<int>("--learners") { Description = "How many graduates.", DefaultValueFactory = _ => CohortGenerator.SampleLearners };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same export.", DefaultValueFactory = _ => CohortGenerator.SampleSeed };
        var shuffled = new Option<bool>("--shuffled") { Description = "Write the rows in no order, as many systems do." };
        var faults = new Option<bool>("--faults") { Description = "With rows that are wrong in the ways real ones are." };
        var command = new Command("generate-cohort", "Write an invented college's export of any size.") { folder, learners, seed, shuffled, faults };
        command.Hidden = true;
        command.SetAction((parse, cancellation) =>
        {
            var options = new CohortOptions(parse.GetValue(learners), parse.GetValue(seed), parse.GetValue(shuffled), parse.GetValue(faults));
            CohortGenerator.Write(parse.GetRequiredValue(folder), options, cancellation);
            terminal.Line($"Wrote an export of {FindingsView.Count(options.Learners, "graduate")} to {Path.GetFullPath(parse.GetRequiredValue(folder))}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
