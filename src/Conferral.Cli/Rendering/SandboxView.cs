// The sandbox's account as it stands when it is stopped.
using Conferral.Sandbox;

namespace Conferral.Cli.Rendering;

internal static class SandboxView
{
    public static void Write(Terminal terminal, SandboxAccount account)
    {
        terminal.Say($"Stopped. {FindingsView.Count(account.Stored, "credential")} stored, from {FindingsView.Count(account.Posts, "POST")} with {account.CredentialsPosted} in them; {account.Requests} requests in all.");
        terminal.Line($"  answered       {Pairs(account.ByStatus)}");
        terminal.Line($"  most at once   {Pairs(account.MostWithin)}");
        terminal.Line($"  received again {account.ReceivedAgain}, stored twice {account.Doubled}, under one id with other bytes {account.Changed}");
        if (account.Faults.Count > 0) terminal.Line($"  faults played  {Pairs(account.Faults)}");
    }

    private static string Pairs(IReadOnlyDictionary<string, int> counts) => counts.Count == 0 ? "nothing" : string.Join(", ", counts.Select(pair => $"{pair.Key}: {pair.Value}"));
}
