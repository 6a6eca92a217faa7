// What was reached, and the scale it was measured on.
namespace Conferral.Credentials.Model;

/// <summary>What one learner reached. Spec: Open Badges 3.0, Result.</summary>
public sealed record Result
{
    private static readonly string[] DefaultType = ["Result"];

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    /// <summary>The id of a <see cref="Model.ResultDescription"/> of the same achievement.</summary>
    public string? ResultDescription { get; init; }

    public string? Value { get; init; }

    /// <summary>The id of a <see cref="RubricCriterionLevel"/> of that description.</summary>
    public string? AchievedLevel { get; init; }

    /// <summary>One of <see cref="ResultStatusValue"/>.</summary>
    public string? Status { get; init; }

    public IReadOnlyList<Alignment>? Alignment { get; init => field = Absent.IfEmpty(value); }
}

/// <summary>A scale an achievement is measured on. Spec: Open Badges 3.0, ResultDescription.</summary>
public sealed record ResultDescription
{
    private static readonly string[] DefaultType = ["ResultDescription"];

    public required string Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public required string Name { get; init; }

    /// <summary>One of <see cref="Model.ResultType"/>, or an <c>ext:</c> term.</summary>
    public required string ResultType { get; init; }

    /// <summary>From low to high; its order is signed.</summary>
    public IReadOnlyList<string>? AllowedValue { get; init => field = Absent.IfEmpty(value); }

    public string? RequiredLevel { get; init; }

    public string? RequiredValue { get; init; }

    public IReadOnlyList<RubricCriterionLevel>? RubricCriterionLevel { get; init => field = Absent.IfEmpty(value); }

    public string? ValueMax { get; init; }

    public string? ValueMin { get; init; }

    public IReadOnlyList<Alignment>? Alignment { get; init => field = Absent.IfEmpty(value); }
}

/// <summary>One step of a rubric. Spec: Open Badges 3.0, RubricCriterionLevel.</summary>
public sealed record RubricCriterionLevel
{
    private static readonly string[] DefaultType = ["RubricCriterionLevel"];

    public required string Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Level { get; init; }

    public string? Points { get; init; }
}

/// <summary>The values of <c>resultType</c>; open to <c>ext:</c> terms. Spec: Open Badges 3.0, ResultType enumeration.</summary>
public static class ResultType
{
    public const string GradePointAverage = "GradePointAverage";
    public const string LetterGrade = "LetterGrade";
    public const string Percent = "Percent";
    public const string PerformanceLevel = "PerformanceLevel";
    public const string PredictedScore = "PredictedScore";
    public const string RawScore = "RawScore";
    public const string Result = "Result";
    public const string RubricCriterion = "RubricCriterion";
    public const string RubricCriterionLevel = "RubricCriterionLevel";
    public const string RubricScore = "RubricScore";
    public const string ScaledScore = "ScaledScore";
    public const string Status = "Status";
}

/// <summary>The closed list of a result's <c>status</c>. Without a status an achievement counts as completed.</summary>
public static class ResultStatusValue
{
    public const string Completed = "Completed";
    public const string Enrolled = "Enrolled";
    public const string Failed = "Failed";
    public const string InProgress = "InProgress";
    public const string OnHold = "OnHold";
    public const string Provisional = "Provisional";
    public const string Withdrew = "Withdrew";
}
