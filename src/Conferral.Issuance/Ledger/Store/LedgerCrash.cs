// Ends the process at one moment of one ledger write, for tests that prove such an end does no harm.
using System.Diagnostics;
using System.Globalization;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// Set by the environment variable <see cref="Variable"/>, absent in a real run. Shape: <c>N:before</c>, <c>N:after</c> or
/// <c>N:K</c>: the process kills itself before the transaction N begins, after it is committed, or after K of its statements
/// (at the latest when only the commit is missing). Transactions count from 1, the opening of the ledger.
/// </summary>
public sealed class LedgerCrash
{
    public const string Variable = "CONFERRAL_CRASH_AT_LEDGER_WRITE";

    private const int Before = 0;
    private const int After = int.MaxValue;

    private readonly int _transaction;
    private readonly int _statements;
    private int _begun;
    private int _run;

    private LedgerCrash(int transaction, int statements) => (_transaction, _statements) = (transaction, statements);

    /// <summary>Errors: <see cref="FormatException"/>.</summary>
    public static LedgerCrash? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return text.Split(':') is [var transaction, var moment]
            ? new LedgerCrash(Number(transaction), moment switch { "before" => Before, "after" => After, _ => Number(moment) })
            : throw new FormatException($"{Variable} is '{text}'. Write it as 3:before, 3:after or 3:2, or unset it.");
    }

    internal void Begin()
    {
        _begun++;
        _run = 0;
        EndIf(_statements == Before);
    }

    internal void StatementRan() => EndIf(++_run == _statements);

    internal void Commit() => EndIf(_statements is not (Before or After));

    internal void Committed() => EndIf(_statements == After);

    private void EndIf(bool moment)
    {
        if (!moment || _begun != _transaction) return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
