// Reads a JSON text by the letter of its grammar, in one pass, and says no more than whether it is one.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Fills a tape with a text that no two readers can see differently: RFC 8259, no member twice, bounded nesting, all of it Unicode.
/// False for everything else, and for what is so unusual that the general parser had better judge it (escapes in names, escaped
/// surrogates, objects of more than <see cref="MaxMembers"/> members). Whether the text is UTF-8 is left to be asked where it is
/// not <see cref="IsAscii"/>.
/// </summary>
/// <param name="tape">Filled from its beginning.</param>
/// <param name="text">The text, and behind it <see cref="JsonTape.Margin"/> bytes of zero, so that reading ends without looking where.</param>
/// <param name="maxDepth">How many objects and arrays may be open at once.</param>
internal ref struct StrictJsonReader(JsonTape tape, ReadOnlySpan<byte> text, int maxDepth)
{
    /// <summary>Names are compared each with each.</summary>
    private const int MaxMembers = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly int _end = text.Length - JsonTape.Margin;
    private int _at;
    private bool _inObject;
    private uint _beyondAscii;

    /// <summary>Whether no text that was read has anything but ASCII.</summary>
    public readonly bool IsAscii => _beyondAscii == 0;

    /// <summary>Reads the whole text. Its outermost value may be of any kind.</summary>
    public bool TryRead()
    {
        SkipSpace();
        while (true)
        {
            if (_inObject && !TryReadName()) return false;
            if (!TryReadValue(out var isOpened)) return false;
            SkipSpace();
            if (isOpened && !IsAtEndOfContainer()) continue; // with its first member or item
            if (isOpened && !TryClose()) return false;
            while (tape.Depth > 0 && IsAtEndOfContainer())
            {
                if (!TryClose()) return false;
            }

            if (tape.Depth == 0) return _at == _end;
            if (!TryTake((byte)',')) return false;
            SkipSpace();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsAtEndOfContainer() => IsAt(_inObject ? (byte)'}' : (byte)']');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsAt(byte character) => _text[_at] == character;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTake(byte character)
    {
        if (!IsAt(character)) return false;
        _at++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        if (_text[_at] > (byte)' ') return;
        while (_text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
    }

    /// <summary>Reads a value, of an object or array only the bracket that opens it.</summary>
    private bool TryReadValue(out bool isOpened)
    {
        isOpened = false;
        switch (_text[_at])
        {
            case (byte)'"':
                return TryReadString(out _);
            case (byte)'{' or (byte)'[':
                if (tape.Depth == maxDepth) return false;
                _inObject = _text[_at] == (byte)'{';
                tape.Open(_at++, _inObject ? JsonValueKind.Object : JsonValueKind.Array);
                return isOpened = true;
            case (byte)'t':
                return TryReadWord("true"u8, JsonValueKind.True);
            case (byte)'f':
                return TryReadWord("false"u8, JsonValueKind.False);
            case (byte)'n':
                return TryReadWord("null"u8, JsonValueKind.Null);
            default:
                return TryReadNumber();
        }
    }

    /// <summary>Closes the innermost object or array at its bracket.</summary>
    private bool TryClose()
    {
        var container = tape.Close(++_at);
        var wasObject = _inObject;
        _inObject = tape.IsInObject;
        SkipSpace();
        return !wasObject || HasEachNameOnce(container);
    }

    private bool TryReadName()
    {
        if (!IsAt((byte)'"') || !TryReadString(out var hasEscapes) || hasEscapes) return false;
        SkipSpace();
        if (!TryTake((byte)':')) return false;
        SkipSpace();
        return true;
    }

    private bool TryReadString(out bool hasEscapes)
    {
        hasEscapes = false;
        var start = ++_at;
        while (true)
        {
            SkipPlainText();
            if (_text[_at] == (byte)'"') break;
            hasEscapes = true;
            if (!TrySkipEscape()) return false;
        }

        tape.Add(start, _at++ - start, JsonValueKind.String, hasEscapes);
        return true;
    }

    /// <summary>Goes to the next quotation mark, backslash or control character; there is one, in the margin.</summary>
    private void SkipPlainText()
    {
        ref var start = ref MemoryMarshal.GetReference(_text);
        while (true)
        {
            var block = Vector256.LoadUnsafe(ref start, (nuint)_at);
            var ends = (Vector256.Equals(block, Vector256.Create((byte)'"')) | Vector256.Equals(block, Vector256.Create((byte)'\\')) | Vector256.LessThan(block, Vector256.Create((byte)0x20))).ExtractMostSignificantBits();
            _beyondAscii |= block.ExtractMostSignificantBits();
            if (ends != 0)
            {
                _at += BitOperations.TrailingZeroCount(ends);
                return;
            }

            _at += Vector256<byte>.Count;
        }
    }

    /// <summary>Skips an escape; false for half of a character, for anything that may be one, and for a bare control character.</summary>
    private bool TrySkipEscape()
    {
        const int UnicodeLength = 6;
        if (_text[_at] != (byte)'\\') return false;
        if (_text[_at + 1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
        {
            _at += 2;
            return true;
        }

        if (_text[_at + 1] != (byte)'u') return false;
        foreach (var digit in _text.Slice(_at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        var isSurrogate = _text[_at + 2] is (byte)'d' or (byte)'D' && _text[_at + 3] is not (>= (byte)'0' and <= (byte)'7');
        _at += UnicodeLength;
        return !isSurrogate;
    }

    private bool TryReadWord(ReadOnlySpan<byte> word, JsonValueKind kind)
    {
        if (!_text[_at..].StartsWith(word)) return false;
        tape.Add(_at, word.Length, kind, hasEscapes: false);
        _at += word.Length;
        return true;
    }

    /// <summary>Grammar: https://www.rfc-editor.org/rfc/rfc8259#section-6</summary>
    private bool TryReadNumber()
    {
        var start = _at;
        TryTake((byte)'-');
        if (!TryTake((byte)'0') && !TrySkipDigits()) return false;
        if (TryTake((byte)'.') && !TrySkipDigits()) return false;
        if (TryTake((byte)'e') || TryTake((byte)'E'))
        {
            if (!TryTake((byte)'+')) TryTake((byte)'-');
            if (!TrySkipDigits()) return false;
        }

        tape.Add(start, _at - start, JsonValueKind.Number, hasEscapes: false);
        return true;
    }

    private bool TrySkipDigits()
    {
        var start = _at;
        while (char.IsAsciiDigit((char)_text[_at])) _at++;
        return _at > start;
    }

    [SkipLocalsInit]
    private readonly bool HasEachNameOnce(int container)
    {
        Span<ulong> marks = stackalloc ulong[MaxMembers];
        Span<int> names = stackalloc int[MaxMembers];
        var count = 0;
        var end = tape.After(container);
        for (var name = container + 1; name < end; name = tape.After(name + 1))
        {
            if (count == MaxMembers) return false;
            var spelled = tape.Text(name);
            var mark = MarkOf(spelled);
            for (var i = 0; i < count; i++)
            {
                if (marks[i] == mark && tape.Text(names[i]).SequenceEqual(spelled)) return false;
            }

            (marks[count], names[count++]) = (mark, name);
        }

        return true;
    }

    /// <summary>Enough of a name to tell most from each other: its length and its last bytes.</summary>
    private static ulong MarkOf(ReadOnlySpan<byte> name)
    {
        const int Taken = sizeof(ulong);
        if (name.Length >= Taken) return MemoryMarshal.Read<ulong>(name[^Taken..]) ^ (ulong)name.Length;
        var andMore = Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(name)); // the tape's text goes on, or its margin
        return (andMore & ((1UL << (8 * name.Length)) - 1)) ^ ((ulong)name.Length << 56);
    }
}
