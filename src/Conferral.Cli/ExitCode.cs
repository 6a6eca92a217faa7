// What a command's exit status means.
namespace Conferral.Cli;

/// <summary>The exit statuses of every command, documented in the README.</summary>
internal static class ExitCode
{
    /// <summary>Done; for <c>verify</c>: valid.</summary>
    public const int Done = 0;

    /// <summary>Finished, and something needs a person: a learner refused, waiting or in doubt; a document invalid; an account that does not add up.</summary>
    public const int NeedsAttention = 1;

    /// <summary>Not done: settings, input, key, ledger or platform stand in the way; for <c>verify</c>: could not check.</summary>
    public const int NotDone = 2;

    /// <summary>Stopped by the person; what was done is kept and the same command goes on.</summary>
    public const int Stopped = 130;
}
