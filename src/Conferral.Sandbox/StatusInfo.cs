// Imsx_StatusInfo, the one shape in which the CLR service reports failures.
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>Spec: Imsx_StatusInfo of the CLR 2.0 / OB 3.0 service model.</summary>
internal sealed record ImsxStatusInfo(
    [property: JsonPropertyName("imsx_codeMajor")] string CodeMajor,
    [property: JsonPropertyName("imsx_severity")] string Severity,
    [property: JsonPropertyName("imsx_description")] string Description,
    [property: JsonPropertyName("imsx_codeMinor")] ImsxCodeMinor CodeMinor);

internal sealed record ImsxCodeMinor([property: JsonPropertyName("imsx_codeMinorField")] IReadOnlyList<ImsxCodeMinorField> Fields);

internal sealed record ImsxCodeMinorField(
    [property: JsonPropertyName("imsx_codeMinorFieldName")] string Name,
    [property: JsonPropertyName("imsx_codeMinorFieldValue")] string Value);

/// <summary>Status info as a host writes it that spells it its own way: a capital in imsx_CodeMinor, values of its own.</summary>
internal sealed record CapitalStatusInfo(
    [property: JsonPropertyName("imsx_codeMajor")] string CodeMajor,
    [property: JsonPropertyName("imsx_severity")] string Severity,
    [property: JsonPropertyName("imsx_description")] string Description,
    [property: JsonPropertyName("imsx_CodeMinor")] ImsxCodeMinor CodeMinor,
    [property: JsonPropertyName("imsx_error_details")] IReadOnlyList<FailureDetail> Details)
{
    public static CapitalStatusInfo Of(Refusal refusal) => new(refusal.Major, "error", refusal.Description, new([new("TargetEndSystem", Word(refusal.Minor))]), [new(refusal.Minor, refusal.Description)]);

    private static string Word(string minor) => minor switch
    {
        Sandbox.CodeMinor.Unauthorized => "unauthorisedrequest",
        Sandbox.CodeMinor.NotFound => "unknownobject",
        _ => minor.Replace("_", "", StringComparison.Ordinal),
    };
}

/// <summary>A failure without any of the standard's words.</summary>
internal sealed record PlainFailure(bool Success, FailureDetail Error);

internal sealed record FailureDetail(string Code, string Message);

/// <summary>A success without any of the standard's words.</summary>
internal sealed record PlainSuccess(bool Success, string ClrCredentialId);

/// <summary>The code minor vocabulary, as far as the sandbox uses it.</summary>
internal static class CodeMinor
{
    public const string Forbidden = "forbidden";
    public const string InternalServerError = "internal_server_error";
    public const string InvalidData = "invalid_data";
    public const string InvalidQueryParameter = "invalid_query_parameter";
    public const string NotAcceptable = "not_acceptable";
    public const string NotAllowed = "not_allowed";
    public const string NotFound = "not_found";
    public const string ServerBusy = "server_busy";
    public const string Unauthorized = "unauthorizedrequest";
    public const string Unknown = "unknown";
}

/// <summary>A refusal on its way out: HTTP status, code minor, and a sentence that says what to do.</summary>
internal sealed record Refusal(int Status, string Minor, string Description, string Major = "failure")
{
    public static Refusal InvalidData(string description) => new(StatusCodes.Status400BadRequest, CodeMinor.InvalidData, description);

    /// <summary>The refusal for a bare status, such as a fault asks for.</summary>
    public static Refusal ForStatus(int status, string description) => new(status, MinorFor(status), description);

    public ImsxStatusInfo ToStatusInfo() => new(Major, "error", Description, new([new("conferral-sandbox", Minor)]));

    /// <summary>The status this platform gives it: hosts differ in what they answer to a document they judge.</summary>
    public int StatusAt(SandboxFace face) => Status == StatusCodes.Status400BadRequest && Minor == CodeMinor.InvalidData ? face.InvalidStatus : Status;

    public Task WriteAsync(HttpContext context)
    {
        var face = FaceGate.Of(context);
        context.Response.StatusCode = StatusAt(face);
        return face.Refusals switch
        {
            RefusalForm.ImsxCapital => context.Response.WriteAsJsonAsync(CapitalStatusInfo.Of(this), SandboxJson.Readable.CapitalStatusInfo, cancellationToken: context.RequestAborted),
            RefusalForm.Success => context.Response.WriteAsJsonAsync(new PlainFailure(false, new(Minor, Description)), SandboxJson.Readable.PlainFailure, cancellationToken: context.RequestAborted),
            _ => context.Response.WriteAsJsonAsync(ToStatusInfo(), SandboxJson.Readable.ImsxStatusInfo, cancellationToken: context.RequestAborted),
        };
    }

    private static string MinorFor(int status) => status switch
    {
        400 or 413 or 422 => CodeMinor.InvalidData,
        401 => CodeMinor.Unauthorized,
        403 => CodeMinor.Forbidden,
        404 => CodeMinor.NotFound,
        405 => CodeMinor.NotAllowed,
        406 or 415 => CodeMinor.NotAcceptable,
        429 or 503 => CodeMinor.ServerBusy,
        >= 500 => CodeMinor.InternalServerError,
        _ => CodeMinor.Unknown,
    };
}
