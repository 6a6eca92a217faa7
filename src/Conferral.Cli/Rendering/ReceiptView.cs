// A receipt's findings as sentences.
using Conferral.Credentials.Verification;
using Conferral.Issuance.Log;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

internal static class ReceiptView
{
    public static void Write(Terminal terminal, string path, IReadOnlyList<ReceiptFinding> findings)
    {
        terminal.Out.MarkupLine($"{VerdictView.Badge(Worst(findings))}  receipt {Markup.Escape(path)}");
        foreach (var finding in findings) terminal.Line($"       {VerdictView.Sign(finding.Verdict)} {finding.Message}");
    }

    public static Verdict Worst(IReadOnlyList<ReceiptFinding> findings) => findings.Max(finding => finding.Verdict);
}
