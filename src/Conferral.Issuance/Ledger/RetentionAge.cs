// How long documents are kept, as people write it: 5y, 18m, 90d.
using System.Globalization;

namespace Conferral.Issuance.Ledger;

/// <summary>An age in whole years, months or days. Shape: a number and one of y, m, d.</summary>
public readonly record struct RetentionAge
{
    private readonly int _number;
    private readonly char _unit;

    private RetentionAge(int number, char unit) => (_number, _unit) = (number, unit);

    /// <summary>Errors: <see cref="FormatException"/>.</summary>
    public static RetentionAge Parse(string text)
        => text is [.., 'y' or 'm' or 'd'] && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1000
            ? new RetentionAge(number, text[^1])
            : throw new FormatException($"'{text}' is no age. Write how long to keep as 5y, 18m or 90d.");

    /// <summary>What was signed before this is older.</summary>
    public DateTimeOffset Before(DateTimeOffset now) => _unit switch
    {
        'y' => now.AddYears(-_number),
        'm' => now.AddMonths(-_number),
        _ => now.AddDays(-_number),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_number}{_unit}");
}
