// Checks the values of documents that are not tables: transcripts, fixed-width records, records in JSON.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Typed values with their places. A method gives null where the value is absent or wrong; wrong values add a finding, so that
/// all problems of a learner come out in one pass. Values are quoted in messages only where they are codes, dates or numbers.
/// </summary>
internal sealed class DocumentValues
{
    public List<Finding> Findings { get; } = [];

    /// <summary>Adds a finding, once: a part that is read for two purposes has one fault.</summary>
    public void Report(ReadRule rule, SourceLocation at, string message)
    {
        var finding = rule.At(at, message);
        if (!Findings.Contains(finding)) Findings.Add(finding);
    }

    /// <summary>The trimmed text, or null where there is none or it is damaged.</summary>
    public string? Text(string? raw, SourceLocation at, ColumnKind kind)
    {
        var value = raw?.Trim();
        if (string.IsNullOrEmpty(value)) return null;
        if ((TextDamage.Of(value, kind) ?? (kind == ColumnKind.Key ? SpreadsheetDamage.Of(value, CellOrigin.Text) : null)) is not { } damage) return value;
        Report(damage.Rule, at, damage.Message(value));
        return null;
    }

    public string? Required(string? raw, SourceLocation at, ColumnKind kind, string what)
    {
        if (!string.IsNullOrWhiteSpace(raw)) return Text(raw, at, kind);
        Report(ReadRules.Required, at, $"There is no {what}. Fill it in.");
        return null;
    }

    /// <summary>A date in exactly one of the formats.</summary>
    public DateOnly? Date(string? raw, SourceLocation at, string format, bool personal = false)
    {
        if (Text(raw, at, ColumnKind.Date) is not { } value) return null;
        if (DateOnly.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Report(ReadRules.Date, at, $"{(personal ? "The value" : RowValues.Quoted(value, wantsDigit: true))} is not a date in the form {format}. Correct it.");
        return null;
    }

    public decimal? Number(string? raw, SourceLocation at)
    {
        if (Text(raw, at, ColumnKind.Number) is not { } value) return null;
        if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return number;
        Report(ReadRules.Number, at, $"{RowValues.Quoted(value, wantsDigit: true)} is not a number: write a plain number from 0 up, such as 3 or 3.5.");
        return null;
    }
}
