// One reader of foreign bytes, and what it may answer.
namespace Conferral.Fuzz;

/// <summary>
/// <see cref="Run"/> reads an input, checks what must hold of the result, and returns the outcome in a word, so that inputs with
/// outcomes not seen before are worth mutating further. It lets nothing escape but a fault: a documented refusal is an outcome.
/// </summary>
internal sealed record FuzzTarget(string Name, Func<byte[], string> Run)
{
    /// <summary>Whether the corpus is JSON, for mutations that keep it well-formed.</summary>
    public bool IsJson { get; init; }

    /// <summary>Words of the format, put in where bytes alone would seldom make them.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Makes a refusal an outcome; every other exception goes through.</summary>
    public static string Outcome<TRefusal>(Func<string> read)
        where TRefusal : Exception
    {
        try
        {
            return read();
        }
        catch (TRefusal refusal)
        {
            return Wording(refusal);
        }
    }

    /// <summary>The refusal without what it quotes: its type, and of its message the words of letters alone.</summary>
    public static string Wording(Exception refusal)
        => $"{refusal.GetType().Name} {string.Join(' ', refusal.Message.Split(' ').Where(word => word.Length > 3 && word.All(char.IsAsciiLetter)).Take(6))}";

    public static void Require(bool holds, string promise)
    {
        if (!holds) throw new BrokenPromiseException(promise);
    }
}

/// <summary>A result that must not be: the readers gave no refusal, and still something does not hold.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
