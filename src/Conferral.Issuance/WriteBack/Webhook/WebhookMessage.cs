// One message to a webhook: some rows of the crosswalk as JSON, and an id that the same rows always have.
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// Shape: <c>{"type":"conferral.crosswalk.rows","rows":[{…}]}</c>, UTF-8; a row has the crosswalk's columns without the times of
/// writing, numbers as numbers, and none that are absent. The id is of the rows: sent again, it is the same message.
/// </summary>
internal sealed class WebhookMessage
{
    private const string Type = "conferral.crosswalk.rows";

    private WebhookMessage(IReadOnlyList<OutboxRow> rows, byte[] body) => (Rows, Body, Id) = (rows, body, "crosswalk_" + Convert.ToHexStringLower(SHA256.HashData(body))[..32]);

    public IReadOnlyList<OutboxRow> Rows { get; }

    public byte[] Body { get; }

    public string Id { get; }

    public static WebhookMessage Of(IReadOnlyList<OutboxRow> rows)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", Type);
            json.WriteStartArray("rows");
            foreach (var row in rows) Write(json, row.Row);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new WebhookMessage(rows, body.WrittenSpan.ToArray());
    }

    private static void Write(Utf8JsonWriter json, CrosswalkRow row)
    {
        json.WriteStartObject();
        foreach (var column in CrosswalkColumn.Facts)
        {
            if (column.Of(row) is not { } text) continue;
            if (column.IsNumber) json.WriteNumber(column.Name, int.Parse(text, CultureInfo.InvariantCulture));
            else json.WriteString(column.Name, text);
        }

        json.WriteEndObject();
    }
}
