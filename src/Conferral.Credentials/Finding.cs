// What a check has to say about a document: one finding, its place, its source and its reason.
namespace Conferral.Credentials;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; stops nothing.</summary>
    Warning,

    /// <summary>The learner's document cannot go on.</summary>
    Error,
}

/// <summary>Where a value came from in the institution's export. Row 1 is the header line of a CSV; null where it does not apply.</summary>
public sealed record SourceLocation(string File, long? Row = null, string? Column = null)
{
    public override string ToString() => (Row, Column) switch
    {
        (null, null) => File,
        (null, _) => $"{File}, column {Column}",
        (_, null) => $"{File}, row {Row}",
        _ => $"{File}, row {Row}, column {Column}",
    };
}

/// <summary>
/// One thing a rule found. Shape: <see cref="RuleId"/> is stable and greppable (<c>CLR-ASSOC-ENDS</c>);
/// <see cref="Pointer"/> is a JSON pointer into the document, empty for the whole;
/// <see cref="Message"/> is a sentence that says what is wrong and what to do, without personal data;
/// <see cref="Section"/> names the specification section it rests on.
/// </summary>
public sealed record Finding(string RuleId, Severity Severity, string Pointer, string Message, string Section)
{
    public SourceLocation? Source { get; init; }

    public static Finding Error(string ruleId, string pointer, string message, string section)
        => new(ruleId, Severity.Error, pointer, message, section);

    public static Finding Warning(string ruleId, string pointer, string message, string section)
        => new(ruleId, Severity.Warning, pointer, message, section);
}
