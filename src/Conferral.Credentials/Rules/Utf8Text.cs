// Reads strings and types out of a JSON element as UTF-8, without copying where nothing is escaped.
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Conferral.Credentials.Rules;

/// <summary>The bytes behind a JSON string or a member's name. The text must be well formed (<see cref="House.WellFormedText"/> goes first).</summary>
internal static class Utf8Text
{
    public static ReadOnlySpan<byte> Of(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(value.GetString()!) : raw;
    }

    public static ReadOnlySpan<byte> NameOf(JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(member.Name) : raw;
    }

    public static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;
}

/// <summary>Questions to a <c>type</c>, which may be one string or an array of them.</summary>
internal static class TypeSet
{
    public static bool Contains(JsonElement type, ReadOnlySpan<byte> name)
    {
        if (type.ValueKind == JsonValueKind.String) return type.ValueEquals(name);
        if (type.ValueKind != JsonValueKind.Array) return false;
        foreach (var item in type.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.ValueEquals(name)) return true;
        }

        return false;
    }

    /// <summary>Whether the type holds one of the names.</summary>
    public static bool ContainsAny(JsonElement type, ReadOnlySpan<byte[]> names)
    {
        foreach (var name in names)
        {
            if (Contains(type, name)) return true;
        }

        return false;
    }
}
