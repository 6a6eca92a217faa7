// The gate before all rules: the bytes are Unicode text, and no string hides control characters.
using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Conferral.Credentials.Rules.House;

/// <summary>
/// <see cref="Readable"/> (valid UTF-8, no lone surrogate) must hold before any string is read; a document without it is
/// judged on nothing else. <see cref="Clean"/> forbids the control characters but tab and line ends, which Markdown needs.
/// One pass over the raw bytes settles both for nearly every document; strings are looked at singly only when it does not.
/// </summary>
internal static class WellFormedText
{
    public static readonly RuleInfo Readable = new("HOUSE-READABLE-TEXT", Severity.Error, "all text is valid UTF-8 without lone surrogates", "RFC 8259, 8.1 and 8.2");
    public static readonly RuleInfo Clean = new("HOUSE-CONTROL-CHARACTERS", Severity.Error, "no string holds control characters but tab and line ends", "RFC 3987, 2.2; XSD 1.1 string");

    private static readonly SearchValues<byte> Suspects = SearchValues.Create([(byte)'\\', 0x7F, 0xC2]);

    /// <summary>Whether the document may be read on. Reports what it finds.</summary>
    public static bool Check(JsonElement root, FindingSink findings)
    {
        var raw = JsonMarshal.GetRawUtf8Value(root);
        if (!Utf8.IsValid(raw))
        {
            findings.Report(Readable, "", "The document is not valid UTF-8; write the export in UTF-8 and read it as such.");
            return false;
        }

        if (Judge(raw) == Verdict.Clean) return true;
        var readable = true;
        Visit(root, "", findings, ref readable);
        return readable;
    }

    private enum Verdict
    {
        Clean,
        Control,
        Unreadable,
    }

    private static void Visit(JsonElement value, string pointer, FindingSink findings, ref bool readable)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Report(Judge(JsonMarshal.GetRawUtf8Value(value)), pointer, "The string", findings, ref readable);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray()) Visit(item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index++}"), findings, ref readable);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    var verdict = Judge(JsonMarshal.GetRawUtf8PropertyName(member));
                    Report(verdict, pointer, "A member's name", findings, ref readable);
                    var name = verdict == Verdict.Unreadable ? "?" : member.Name;
                    Visit(member.Value, JsonPointer.Below(pointer, name), findings, ref readable);
                }

                break;
        }
    }

    private static void Report(Verdict verdict, string pointer, string subject, FindingSink findings, ref bool readable)
    {
        if (verdict == Verdict.Control) findings.Report(Clean, pointer, $"{subject} holds a control character; remove it from the source.");
        if (verdict != Verdict.Unreadable) return;
        findings.Report(Readable, pointer, $"{subject} holds half of a surrogate pair; the source cut a character in two.");
        readable = false;
    }

    private static Verdict Judge(ReadOnlySpan<byte> raw)
    {
        var verdict = Verdict.Clean;
        for (var at = raw.IndexOfAny(Suspects); at >= 0;)
        {
            var found = JudgeAt(raw[at..], out var length);
            if (found > verdict) verdict = found;
            var next = raw[(at + length)..].IndexOfAny(Suspects);
            at = next < 0 ? -1 : at + length + next;
        }

        return verdict;
    }

    private static Verdict JudgeAt(ReadOnlySpan<byte> raw, out int length)
    {
        length = 1;
        if (raw[0] == 0x7F) return Verdict.Control;
        if (raw[0] == 0xC2) return raw[1] < 0xA0 ? Verdict.Control : Verdict.Clean;
        length = 2;
        if (raw[1] is (byte)'b' or (byte)'f') return Verdict.Control;
        if (raw[1] != 'u') return Verdict.Clean;
        length = 6;
        var unit = CodeUnit(raw);
        if (char.IsLowSurrogate(unit)) return Verdict.Unreadable;
        if (char.IsHighSurrogate(unit))
        {
            if (raw.Length < 12 || raw[6] != '\\' || raw[7] != 'u' || !char.IsLowSurrogate(CodeUnit(raw[6..]))) return Verdict.Unreadable;
            length = 12;
            return Verdict.Clean;
        }

        return char.IsControl(unit) && unit is not ('\t' or '\n' or '\r') ? Verdict.Control : Verdict.Clean;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) => (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
