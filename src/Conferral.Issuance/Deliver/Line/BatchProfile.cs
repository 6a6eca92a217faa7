// Whether and how several credentials go in one request.
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

    internal IEnumerable<string> Problems()
    {
        if (MaxItems < 1) yield return "Batch.MaxItems must be at least 1.";
        if (MaxBytes < 1024) yield return "Batch.MaxBytes must be at least 1024.";
        if (Path is not null && !Path.StartsWith('/')) yield return "Batch.Path must start with a slash.";
    }
}
