// A language tag in the form the models allow: language, script, region.
namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, LanguageCode (a BCP 47 tag without variants): ll..llll, then -Ssss, then -RR or -999.</summary>
internal sealed class LanguageTag : ValueForm
{
    public static readonly LanguageTag Form = new();

    private LanguageTag()
        : base(
            new RuleInfo("OB-LANGUAGE-TAG", Severity.Error, "every language tag is language[-Script][-REGION]", "OB 3.0, derived type LanguageCode"),
            "is no language tag; write it like en, pt-BR or zh-Hant-TW")
    {
    }

    public override bool Holds(ReadOnlySpan<byte> text)
    {
        var rest = text;
        var language = NextPart(ref rest);
        if (language.Length is < 2 or > 4 || !AreLower(language)) return false;
        if (text.Length == language.Length) return true;
        var part = NextPart(ref rest);
        if (IsScript(part))
        {
            if (text.Length == language.Length + 1 + part.Length) return true;
            part = NextPart(ref rest);
        }

        return rest.IsEmpty && IsRegion(part) && text[^1] != '-';
    }

    private static ReadOnlySpan<byte> NextPart(ref ReadOnlySpan<byte> rest)
    {
        var hyphen = rest.IndexOf((byte)'-');
        var part = hyphen < 0 ? rest : rest[..hyphen];
        rest = hyphen < 0 ? [] : rest[(hyphen + 1)..];
        return part;
    }

    private static bool IsScript(ReadOnlySpan<byte> part) => part.Length == 4 && char.IsAsciiLetterUpper((char)part[0]) && AreLower(part[1..]);

    private static bool IsRegion(ReadOnlySpan<byte> part)
        => (part.Length == 2 && !part.ContainsAnyExceptInRange((byte)'A', (byte)'Z')) || (part.Length == 3 && !part.ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    private static bool AreLower(ReadOnlySpan<byte> part) => !part.ContainsAnyExceptInRange((byte)'a', (byte)'z');
}
