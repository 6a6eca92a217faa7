// Whether and how several credentials go in one request, and how the platform answers for each.
namespace Conferral.Issuance.Deliver;

/// <summary>Whether several credentials go in one POST.</summary>
public enum BatchMode
{
    /// <summary>One credential per request, as CLR 2.0 has it.</summary>
    Off,

    /// <summary>Arrays are sent because the platform's people said so.</summary>
    On,

    /// <summary>Arrays are sent where the platform's discovery document advertises <c>info.x-conferral-batch</c>.</summary>
    Auto,
}

/// <summary>What tells which result of a batch answer belongs to which credential.</summary>
public enum BatchResults
{
    /// <summary>Whatever is beyond doubt: the credential's id, else a whole set of indexes, else the place where the counts agree.</summary>
    Any,

    /// <summary>The credential's id, or an index from 0; a place means nothing.</summary>
    Keyed,

    /// <summary>The place; a result that names another credential's id belongs to nobody.</summary>
    Ordered,

    /// <summary>As <see cref="Any"/>; and by agreement a success without results means that every credential was stored.</summary>
    AllOrNothing,
}

/// <summary>How credentials are put together into one POST. Units: bytes of the request's body.</summary>
public sealed record BatchProfile
{
    /// <summary>Small enough that one refused chunk is cheap to send again one by one.</summary>
    public const int DefaultMaxItems = 100;

    /// <summary>Below the 5 to 10 MB at which gateways begin to answer 413.</summary>
    public const int DefaultMaxBytes = 4 * 1024 * 1024;

    public BatchMode Mode { get; init; } = BatchMode.Auto;

    /// <summary>Where arrays go, below the platform's base; null: where single credentials go.</summary>
    public string? Path { get; init; }

    public int MaxItems { get; init; } = DefaultMaxItems;

    public int MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>The member that holds the array, where the platform takes an object around it; null: the bare array.</summary>
    public string? Wrapper { get; init; }

    public BatchResults Results { get; init; }

    /// <summary>JSON pointer to the list of results; null: the answer itself, or its <c>results</c>, <c>items</c>, <c>credentials</c> or <c>credential</c>.</summary>
    public string? ResultsPointer { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (MaxItems < 1) yield return "Batch.MaxItems must be at least 1.";
        if (MaxBytes < 1024) yield return "Batch.MaxBytes must be at least 1024.";
        if (Path is not null && !Path.StartsWith('/')) yield return "Batch.Path must start with a slash.";
        if (Wrapper is not null && (Wrapper.Length == 0 || !Wrapper.All(char.IsAsciiLetterOrDigit))) yield return "Batch.Wrapper must be one member's name, such as credentials.";
        if (ResultsPointer is not null && !AnswerPointer.IsValid(ResultsPointer)) yield return "Batch.ResultsPointer must be a JSON pointer, such as /results.";
    }
}
