// JSON in its canonical form (RFC 8785, JCS): the lexical form of JSON literals.
using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc8785, https://www.w3.org/TR/json-ld11/#the-rdf-json-datatype</summary>
internal static class JsonCanonicalForm
{
    public static byte[] Of(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        JsonText.CheckDepth(value, JsonLdOptions.DefaultMaxDepth);
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                var separator = "["u8;
                foreach (var item in value.EnumerateArray())
                {
                    output.Write(separator);
                    Write(item, output);
                    separator = ","u8;
                }

                output.Write(separator[0] == (byte)'[' ? "[]"u8 : "]"u8);
                break;
            case JsonValueKind.String:
                WriteString(JsonText.Utf8(value), output);
                break;
            case JsonValueKind.Number:
                output.Write(JsonNumber.EcmaScript(value));
                break;
            default:
                output.Write(JsonText.Raw(value)); // true, false, null
                break;
        }
    }

    /// <summary>Members in the order of their names' UTF-16 code units, which is not UTF-8's.</summary>
    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> output)
    {
        var members = value.EnumerateObject().Select(member => (Name: Encoding.UTF8.GetString(JsonText.Name(member)), member.Value)).ToArray();
        Array.Sort(members, static (one, two) => string.CompareOrdinal(one.Name, two.Name));
        output.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0) output.Write(","u8);
            WriteString(Encoding.UTF8.GetBytes(members[i].Name), output);
            output.Write(":"u8);
            Write(members[i].Value, output);
        }

        output.Write("}"u8);
    }

    private static void WriteString(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        foreach (var b in text)
        {
            switch (b)
            {
                case (byte)'"': output.Write("\\\""u8); break;
                case (byte)'\\': output.Write("\\\\"u8); break;
                case (byte)'\b': output.Write("\\b"u8); break;
                case (byte)'\t': output.Write("\\t"u8); break;
                case (byte)'\n': output.Write("\\n"u8); break;
                case (byte)'\f': output.Write("\\f"u8); break;
                case (byte)'\r': output.Write("\\r"u8); break;
                case < 0x20: output.Write(Encoding.ASCII.GetBytes($"\\u{(int)b:x4}")); break;
                default: output.Write([b]); break;
            }
        }

        output.Write("\""u8);
    }
}
