// Counts the steps of one canonicalization and stops it at the bound.
using System.Runtime.CompilerServices;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>What a run may still spend. Errors: <see cref="CanonicalizationBoundException"/> when it is used up.</summary>
internal sealed class WorkBudget
{
    private long _bound;
    private long _spent;

    public void Begin(long bound)
    {
        _bound = bound;
        _spent = 0;
    }

    public void Spend(long steps)
    {
        _spent += steps;
        if (_spent > _bound) throw new CanonicalizationBoundException(_bound);
    }

    /// <summary>A long chain of nodes that are all alike recurses once per node; it must end as a refusal, not as a crash.</summary>
    public void RefuseWhenStackIsShort()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new CanonicalizationBoundException(_bound);
    }
}
