// A point in time must say its zone: an xsd:dateTimeStamp.
using System.Buffers.Text;
using System.Text.Json;
using Conferral.Credentials.Rules.OpenBadges;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#representing-time</summary>
internal sealed class ZonedDateTime : ValueForm
{
    public static readonly ZonedDateTime Form = new();

    private const int SecondsEnd = 19;
    private const int MaxOffsetMinutes = 14 * 60;

    private ZonedDateTime()
        : base(
            new RuleInfo("VCDM-DATE-TIME", Severity.Error, "every date-time is written with seconds and a zone", "VCDM 2.0, 5.8 Representing Time"),
            "is no date-time with a zone; write it like 2026-06-12T00:00:00Z or 2026-06-12T00:00:00+02:00")
    {
    }

    public override bool Holds(ReadOnlySpan<byte> text) => TryParse(text, out _);

    /// <summary>Reads YYYY-MM-DDThh:mm:ss[.fraction](Z or ±hh:mm); digits beyond 100 ns are read over.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset moment)
    {
        moment = default;
        if (text.Length <= SecondsEnd || text[10] != 'T' || text[13] != ':' || text[16] != ':') return false;
        if (!CalendarDate.TryParse(text[..10], out var day)) return false;
        if (!TryDigits(text.Slice(11, 2), out var hour) || !TryDigits(text.Slice(14, 2), out var minute) || !TryDigits(text.Slice(17, 2), out var second)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        if (!TryFraction(text[SecondsEnd..], out var ticks, out var zone) || !TryZone(zone, out var offset)) return false;
        var utcTicks = day.DayNumber * TimeSpan.TicksPerDay + hour * TimeSpan.TicksPerHour + minute * TimeSpan.TicksPerMinute + second * TimeSpan.TicksPerSecond + ticks - offset * TimeSpan.TicksPerMinute;
        if (utcTicks < 0 || utcTicks > DateTimeOffset.MaxValue.Ticks) return false;
        moment = new DateTimeOffset(utcTicks, TimeSpan.Zero);
        return true;
    }

    /// <summary>The moment a node's member names, where it names one.</summary>
    public static bool TryRead(DocumentNode node, ReadOnlySpan<byte> member, out DateTimeOffset moment)
    {
        moment = default;
        return node.TryGet(member, out var value) && value.ValueKind == JsonValueKind.String && TryParse(Utf8Text.Of(value), out moment);
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out long ticks, out ReadOnlySpan<byte> zone)
    {
        ticks = 0;
        zone = text;
        if (text.IsEmpty || text[0] != '.') return true;
        var digits = 1;
        for (var unit = TimeSpan.TicksPerSecond / 10; digits < text.Length && char.IsAsciiDigit((char)text[digits]); digits++, unit /= 10) ticks += (text[digits] - '0') * unit;
        zone = text[digits..];
        return digits > 1;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out long minutes)
    {
        minutes = 0;
        if (text.Length == 1) return text[0] == 'Z';
        if (text.Length != 6 || text[3] != ':' || text[0] is not ((byte)'+' or (byte)'-')) return false;
        if (!TryDigits(text.Slice(1, 2), out var hour) || !TryDigits(text.Slice(4, 2), out var minute) || minute > 59) return false;
        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return Math.Abs(minutes) <= MaxOffsetMinutes;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
        => Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && char.IsAsciiDigit((char)text[0]);
}
