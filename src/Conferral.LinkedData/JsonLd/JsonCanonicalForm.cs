// JSON in its canonical form (RFC 8785, JCS): the lexical form of JSON literals, and what the JCS cryptosuites hash.
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// The one spelling of a JSON value. Shape: UTF-8, no white space, members in the order of their names' UTF-16 code units.
/// Numbers are IEEE doubles: digits beyond what a double holds are not part of the form.
/// Errors: <see cref="JsonLdException"/> for a member that stands twice, half a character, a number no double can hold, bytes that are not UTF-8.
/// Bounds: nesting of <see cref="JsonLdOptions.DefaultMaxDepth"/>.
/// Spec: https://www.rfc-editor.org/rfc/rfc8785, https://www.w3.org/TR/json-ld11/#the-rdf-json-datatype
/// </summary>
public static class JsonCanonicalForm
{
    /// <summary>What RFC 8785 writes as an escape: quotation mark, backslash and the control characters.</summary>
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    /// <summary>Units: bytes. What is longer is encoded on the heap.</summary>
    private const int StackLimit = 256;

    private readonly record struct Member(string Name, JsonElement Value);

    public static byte[] Of(JsonElement value) => Of(new JsonLdInput(value));

    /// <summary>The form of the value as the input shows it: without a member, or with another <c>@context</c>.</summary>
    public static byte[] Of(JsonLdInput input)
    {
        if (input.Root.ValueKind == JsonValueKind.Undefined) input = input with { Root = JsonText.Element(input.Text) };
        var output = new ArrayBufferWriter<byte>(256);
        Accept(input.Root);
        if (input.Context is { } context) Accept(context);
        if (input.Root.ValueKind == JsonValueKind.Object) WriteObject(MembersOf(input), output);
        else Write(input.Root, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Accept(JsonElement value)
    {
        if (!Utf8.IsValid(JsonText.Raw(value)))
            throw new JsonLdException(ErrorCode.LoadingDocumentFailed, "", "The JSON text is not valid UTF-8. Save it as UTF-8 and try again.");
        JsonText.CheckDepth(JsonText.Raw(value), JsonLdOptions.DefaultMaxDepth);
    }

    private static Member[] MembersOf(JsonLdInput input)
    {
        var members = MembersOf(input.Root).Where(member => member.Name != input.WithoutMember);
        return input.Context is { } context
            ? [.. members.Where(member => member.Name != "@context"), new Member("@context", context)]
            : [.. members];
    }

    private static IEnumerable<Member> MembersOf(JsonElement value)
        => value.EnumerateObject().Select(member => new Member(Encoding.UTF8.GetString(JsonText.Name(member)), member.Value));

    private static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject([.. MembersOf(value)], output);
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
    private static void WriteObject(Member[] members, ArrayBufferWriter<byte> output)
    {
        Array.Sort(members, static (one, two) => string.CompareOrdinal(one.Name, two.Name));
        output.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                if (members[i].Name == members[i - 1].Name)
                    throw new JsonLdException(ErrorCode.LoadingDocumentFailed, "", "An object of the JSON text has two members of one name. Remove one at its source.");
                output.Write(","u8);
            }

            WriteString(members[i].Name, output);
            output.Write(":"u8);
            Write(members[i].Value, output);
        }

        output.Write("}"u8);
    }

    /// <summary>Writes a string's one spelling, with its quotation marks. For those who write an object of known members in their canonical order.</summary>
    public static void WriteString(string text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (length > StackLimit)
        {
            WriteString(Encoding.UTF8.GetBytes(text), output);
            return;
        }

        Span<byte> utf8 = stackalloc byte[StackLimit];
        WriteString(utf8[..Encoding.UTF8.GetBytes(text, utf8)], output);
    }

    private static void WriteString(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            output.Write(text[..at]);
            WriteEscape(text[at], output);
            text = text[(at + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static void WriteEscape(byte character, IBufferWriter<byte> output)
        => output.Write(character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\r' => "\\r"u8,
            _ => Encoding.ASCII.GetBytes($"\\u{(int)character:x4}"),
        });
}
