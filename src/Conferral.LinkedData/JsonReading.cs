// A JSON text that was read strictly, once, for everybody who looks at it.
using System.Collections.Concurrent;
using System.Text.Json;
using Conferral.LinkedData.JsonLd;

namespace Conferral.LinkedData;

/// <summary>
/// A strictly read text, which canonicalization takes as it is (<see cref="JsonLdInput.Of"/>) instead of reading it again.
/// Safe for concurrent reading. Bounds: keeps one text's memory per thread that worked at the same time; give it back with <see cref="Dispose"/>.
/// </summary>
public sealed class JsonReading : IDisposable
{
    private static readonly ConcurrentBag<JsonTape> Tapes = [];
    private JsonTape? _tape;

    private JsonReading(JsonTape tape) => _tape = tape;

    /// <summary>The outermost value.</summary>
    public JsonPlace Root => new(Tape, JsonTape.Root);

    internal JsonTape Tape => _tape ?? throw new ObjectDisposedException(nameof(JsonReading));

    /// <summary>
    /// Reads a text on which no two parsers can differ: UTF-8, no member twice, no comments, no trailing commas, no half characters,
    /// nesting within <see cref="JsonLdInput.MaxDepth"/>. Null for any other, whose fault <see cref="JsonLdInput.Parse(ReadOnlyMemory{byte})"/>
    /// tells, and for some that only it reads: it is asked where this gives null.
    /// </summary>
    public static JsonReading? TryRead(ReadOnlySpan<byte> utf8)
    {
        if (!Tapes.TryTake(out var tape)) tape = new JsonTape();
        if (tape.TryReadStrictly(utf8, JsonLdInput.MaxDepth)) return new JsonReading(tape);
        Keep(tape);
        return null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _tape, null) is { } tape) Keep(tape);
    }

    private static void Keep(JsonTape tape)
    {
        tape.Forget();
        Tapes.Add(tape);
    }
}

/// <summary>A value of a <see cref="JsonReading"/>, valid until that is disposed. Offsets are in its text. Units: bytes.</summary>
public readonly struct JsonPlace
{
    private readonly JsonTape _tape;
    private readonly int _value;

    internal JsonPlace(JsonTape tape, int value) => (_tape, _value) = (tape, value);

    public JsonValueKind Kind => _tape.KindOf(_value);

    /// <summary>The JSON of the value, as it stands.</summary>
    public ReadOnlySpan<byte> Raw => _tape.Raw(_value);

    /// <summary>Where an object or array begins.</summary>
    public int Start => _tape.StartOf(_value);

    /// <summary>Where an object or array ends: behind its closing bracket.</summary>
    public int End => Start + Raw.Length;

    /// <summary>Whether the value is this text.</summary>
    public bool Is(ReadOnlySpan<byte> text) => _tape.Is(_value, text);

    /// <summary>Whether both are the same text; false where one is no text.</summary>
    public bool IsSameText(JsonPlace other) => other.Kind == JsonValueKind.String && Is(other._tape.Text(other._value));

    /// <summary>A member of an object; false where there is none, and where this is no object.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out JsonPlace value)
    {
        if (Kind == JsonValueKind.Object)
        {
            var end = _tape.After(_value);
            for (var at = _value + 1; at < end; at = _tape.After(at + 1))
            {
                if (!_tape.Text(at).SequenceEqual(name)) continue;
                value = new JsonPlace(_tape, at + 1);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The items of an array, or the value itself as the only one.</summary>
    public IEnumerable<JsonPlace> Items()
    {
        var (first, end) = _tape.OneOrMany(_value);
        for (var item = first; item < end; item = _tape.After(item)) yield return new JsonPlace(_tape, item);
    }
}
