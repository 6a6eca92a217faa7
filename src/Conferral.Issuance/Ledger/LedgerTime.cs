// Times in the ledger: microseconds since 1970, the finest step a proof's created shows.
namespace Conferral.Issuance.Ledger;

/// <summary>Converts between <see cref="DateTimeOffset"/> and the ledger's microseconds, losslessly at that step.</summary>
internal static class LedgerTime
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset From(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? FromNullable(long? microseconds) => microseconds is { } value ? From(value) : null;
}
