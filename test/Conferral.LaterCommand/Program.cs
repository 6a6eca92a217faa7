// The real command, so many days later: LaterCommand DAYS COMMAND ARGUMENTS…
using System.Globalization;
using Conferral.Cli;
using Conferral.LaterCommand;

var ahead = TimeSpan.FromDays(int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture));
return await CommandLine.RunAsync(args[1..], Terminal.OfThisProcess() with { Time = new LaterTime(ahead) });
