// The forms in which platforms answer an array, true and false ones.
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>How an array is answered; from <see cref="Short"/> on the answer is not the truth.</summary>
public enum BatchForm
{
    /// <summary>Index, id, status and Location for each, in order.</summary>
    Results,

    /// <summary>Id and status for each, in backward order.</summary>
    Keyed,

    /// <summary>A bare list of statuses and Locations, in order.</summary>
    Ordered,

    /// <summary>Index from 1, and status.</summary>
    OneBased,

    /// <summary>201 and one Location header for each, no body; the results where something was refused.</summary>
    Locations,

    /// <summary>201 and not a word, whatever was stored.</summary>
    Bare,

    /// <summary>202 and not a word; everything is stored all the same.</summary>
    Later,

    /// <summary>As <see cref="Keyed"/>, the last one left out.</summary>
    Short,

    /// <summary>As <see cref="Keyed"/>, the first one twice and with two statuses.</summary>
    Doubled,

    /// <summary>As <see cref="Ordered"/> with ids, the first of which is nobody's.</summary>
    Foreign,
}

internal static class BatchReport
{
    public static async Task WriteAsync(HttpContext context, IReadOnlyList<BatchResult> results, BatchForm form)
    {
        var whole = results.All(result => result.StatusInfo is null);
        context.Response.StatusCode = form switch
        {
            BatchForm.Later => StatusCodes.Status202Accepted,
            BatchForm.Bare => StatusCodes.Status201Created,
            _ when !whole => StatusCodes.Status207MultiStatus,
            BatchForm.Locations => StatusCodes.Status201Created,
            _ => FaceGate.Of(context).ArraySuccess,
        };
        if (form is BatchForm.Later or BatchForm.Bare) return;
        if (form == BatchForm.Locations && whole)
        {
            context.Response.Headers.Location = results.Select(result => result.Location).ToArray();
            return;
        }

        if (form is BatchForm.Results or BatchForm.Locations) await context.Response.WriteAsJsonAsync(new(results), SandboxJson.Readable.BatchAnswer, cancellationToken: context.RequestAborted);
        else await WriteBareListAsync(context, results, form);
    }

    private static async Task WriteBareListAsync(HttpContext context, IReadOnlyList<BatchResult> results, BatchForm form)
    {
        var entries = form switch
        {
            BatchForm.Ordered => results.Select(result => new BareResult(null, null, result)),
            BatchForm.OneBased => results.Select(result => new BareResult(null, result.Index + 1, result)),
            BatchForm.Foreign => results.Select(result => new BareResult(result.Index == 0 ? "urn:uuid:00000000-0000-4000-8000-ffffffffffff" : result.Id, null, result)),
            BatchForm.Short => Backward(results).Take(results.Count - 1),
            BatchForm.Doubled => Backward(results).Append(new BareResult(results[0].Id, null, results[0] with { Status = 500 })),
            _ => Backward(results),
        };
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartArray();
        foreach (var entry in entries) entry.Write(writer);
        writer.WriteEndArray();
    }

    private static IEnumerable<BareResult> Backward(IReadOnlyList<BatchResult> results) => results.Reverse().Select(result => new BareResult(result.Id, null, result));

    /// <summary>An entry that names its credential in one way only, or not at all.</summary>
    private sealed record BareResult(string? Id, int? Index, BatchResult Result)
    {
        public void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            if (Id is not null) writer.WriteString("id", Id);
            if (Index is { } index) writer.WriteNumber("index", index);
            writer.WriteString("status", Result.Status.ToString(CultureInfo.InvariantCulture));
            if (Result.Location is not null) writer.WriteString("location", Result.Location);
            if (Result.StatusInfo is { } info) writer.WriteString("message", info.Description);
            writer.WriteEndObject();
        }
    }
}
