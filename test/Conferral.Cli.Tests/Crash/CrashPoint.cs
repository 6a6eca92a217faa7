// Where a run of the command is killed.
namespace Conferral.Cli.Tests.Crash;

/// <summary>What of an HTTP exchange had happened when the command died.</summary>
internal enum HttpMoment
{
    /// <summary>Nothing of the request had reached the platform.</summary>
    BeforeRequest,

    /// <summary>Half of its bytes had.</summary>
    HalfRequest,

    /// <summary>The platform had answered, and nothing of the answer had come back.</summary>
    BeforeAnswer,

    /// <summary>Half of the answer's bytes had.</summary>
    HalfAnswer,

    /// <summary>The whole answer had; whether it was recorded is a race.</summary>
    AfterAnswer,
}

/// <summary>One kill: at a moment of the n-th ledger write, or of the n-th HTTP request.</summary>
internal abstract record CrashPoint(int Ordinal)
{
    /// <summary>Any point of a small run, as the seed would have it.</summary>
    public static CrashPoint Random(Random random) => random.Next(2) == 0
        ? new AtWrite(random.Next(1, 14), random.Next(3) switch { 0 => "before", 1 => "after", _ => random.Next(1, 30).ToString() })
        : new AtRequest(random.Next(1, 8), (HttpMoment)random.Next(5));

    /// <summary>Every point with this ordinal: before, half way and after a write, and every moment of an exchange.</summary>
    public static IEnumerable<CrashPoint> WritesAt(int ordinal) => ((string[])["before", "10", "after"]).Select(moment => new AtWrite(ordinal, moment));

    public static IEnumerable<CrashPoint> RequestsAt(int ordinal) => Enum.GetValues<HttpMoment>().Select(moment => new AtRequest(ordinal, moment));
}

/// <summary><see cref="Moment"/> as <c>LedgerCrash</c> reads it: before, after, or a number of statements.</summary>
internal sealed record AtWrite(int Ordinal, string Moment) : CrashPoint(Ordinal);

internal sealed record AtRequest(int Ordinal, HttpMoment Moment) : CrashPoint(Ordinal);
