// How a string must look: a rule on a value's text, whatever property holds it.
namespace Conferral.Credentials.Rules;

/// <summary>A form of text with its own rule id. <see cref="Holds"/> gets the unescaped UTF-8 bytes; <see cref="Advice"/> ends the message.</summary>
internal abstract class ValueForm(RuleInfo info, string advice)
{
    public RuleInfo Info { get; } = info;

    public string Advice { get; } = advice;

    public abstract bool Holds(ReadOnlySpan<byte> text);
}
