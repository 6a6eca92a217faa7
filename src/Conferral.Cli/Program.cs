// The conferral command.
using Conferral.Cli;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess());
