// The batch extension: an array of credentials in one POST, one ordered result for each.
using System.Text.Json;
using Conferral.LinkedData;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

internal sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);

/// <summary>One item's outcome; <see cref="Location"/> when stored, <see cref="StatusInfo"/> when not.</summary>
internal sealed record BatchResult(int Index, string? Id, int Status, string? Location, ImsxStatusInfo? StatusInfo);

/// <summary>Bounds: <see cref="BatchLimits"/>. Errors: 413 beyond them, 400 where the extension is off; both store nothing.</summary>
internal sealed class BatchEndpoint(CredentialIntake intake, BatchLimits? limits, FaultGate faults)
{
    public BatchLimits? Limits => limits;

    public static bool IsArray(ReadOnlySpan<byte> utf8Json)
    {
        var start = utf8Json.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && utf8Json[start] == '[';
    }

    public async Task PostAsync(HttpContext context, string owner, ReadOnlyMemory<byte> body)
    {
        if (Judge(context, body) is { } refusal)
        {
            await refusal.WriteAsync(context);
            return;
        }

        if (Split(body) is not { Count: > 0 } items)
        {
            await Refusal.InvalidData("The body is not a JSON array of at least one credential.").WriteAsync(context);
            return;
        }

        ReceivedRequest.Of(context).CredentialCount = items.Count;
        if (items.Count > limits!.MaxItems)
        {
            await new Refusal(StatusCodes.Status413PayloadTooLarge, CodeMinor.InvalidData, $"The batch holds {items.Count} credentials; send at most {limits.MaxItems} at once.").WriteAsync(context);
            return;
        }

        var taken = PlayedFault.Is(context, FaultKind.DropMidway) ? items[..(items.Count / 2)] : items;
        var results = taken.Select((item, index) => Report(index, intake.Take(context, owner, item), FaceGate.Of(context))).ToList();
        await BatchReport.WriteAsync(context, results, PlayedFault.Is(context, FaultKind.Later) ? BatchForm.Later : faults.Faults.BatchForm ?? BatchForm.Results);
    }

    private Refusal? Judge(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (limits is null || !FaceGate.Of(context).TakesArrays) return Refusal.InvalidData("The body is an array; this platform takes one credential per request.");
        if (faults.Faults.BatchRefusal is { } status) return Refusal.ForStatus(status, "This platform takes one credential per request.");
        return body.Length <= limits.MaxBytes ? null : new(StatusCodes.Status413PayloadTooLarge, CodeMinor.InvalidData, $"The batch is larger than {limits.MaxBytes} bytes; send fewer credentials at once.");
    }

    private static BatchResult Report(int index, IntakeOutcome outcome, SandboxFace face)
        => new(index, outcome.Id, outcome.Refusal?.StatusAt(face) ?? outcome.Status, outcome.Location, outcome.Refusal?.ToStatusInfo());

    /// <summary>The items' own bytes, cut out of the body untouched; null where it is not one JSON array.</summary>
    private static List<ReadOnlyMemory<byte>>? Split(ReadOnlyMemory<byte> body)
    {
        // as deep as a credential may be by itself, and the array around it
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = JsonLdInput.MaxDepth + 1 });
        List<ReadOnlyMemory<byte>> items = [];
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                items.Add(body[start..(int)reader.BytesConsumed]);
            }

            // the end of the body: anything after the array throws
            return reader.Read() ? null : items;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
