// The form a value must have, written as an example: 9 for a digit, a for a letter, x for either.
namespace Conferral.Issuance.Read;

/// <summary>One or several forms, of which a value must have one. Every other sign stands for itself: <c>A99999999</c> is an A and eight digits.</summary>
internal sealed class ValuePattern(IReadOnlyList<string> forms)
{
    /// <summary>For messages: <c>9999999 or A999999</c>.</summary>
    public string Text { get; } = string.Join(" or ", forms);

    public bool Holds(ReadOnlySpan<char> value)
    {
        foreach (var form in forms)
        {
            if (Fits(form, value)) return true;
        }

        return false;
    }

    private static bool Fits(string form, ReadOnlySpan<char> value)
    {
        if (form.Length != value.Length) return false;
        for (var i = 0; i < form.Length; i++)
        {
            var fits = form[i] switch
            {
                '9' => char.IsAsciiDigit(value[i]),
                'a' => char.IsLetter(value[i]),
                'x' => char.IsAsciiDigit(value[i]) || char.IsLetter(value[i]),
                var sign => sign == value[i],
            };
            if (!fits) return false;
        }

        return true;
    }
}
