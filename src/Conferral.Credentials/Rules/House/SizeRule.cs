// A record should stay within what platforms take in one request.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Conferral.Credentials.Rules.House;

/// <summary>Units: bytes of the document's own UTF-8 text. Images as data URIs are the usual cause.</summary>
internal sealed class SizeRule(int maxBytes)
{
    public static readonly RuleInfo Info = new("HOUSE-SIZE", Severity.Warning, "the document keeps within the size budget", "house");

    public void Check(JsonElement document, FindingSink findings)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(document).Length;
        if (bytes > maxBytes) findings.Report(Info, "", string.Create(CultureInfo.InvariantCulture, $"The document has {bytes} bytes, over the budget of {maxBytes}; refer to images by URL, or issue the record in parts with `partial`."));
    }
}
