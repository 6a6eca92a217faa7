// The options of `conferral verify` that hold a document against a receipt.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Log;

namespace Conferral.Cli.Commands;

/// <summary>A receipt, and what whoever checks it already knows of the log. Everything is a file; nothing is fetched.</summary>
internal sealed class ReceiptOptions
{
    private readonly Option<string?> _receipt = new("--receipt") { Description = "A receipt of the one FILE: check that its signing stands in the issuer's transparency log." };
    private readonly Option<string?> _key = new("--log-key") { Description = "The log's key as the issuer publishes it: the line itself, or a file that holds it (issuer/log.vkey)." };
    private readonly Option<string[]> _changes = new("--log-key-change") { Description = "Changes of the log's key (log-keys/*.note of the issuer's site), where the key you know is older or newer than the receipt's." };
    private readonly Option<string?> _held = new("--checkpoint") { Description = "A checkpoint of the log that you kept: the receipt's must be consistent with it." };
    private readonly Option<string?> _consistency = new("--consistency") { Description = "The proof between the two (`conferral log prove-consistency`), unless the receipt carries it." };
    private readonly Option<string[]> _witnesses = new("--witness") { Description = "Keys of witnesses whose signature the receipt's checkpoint must carry." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_receipt, _key, _changes, _held, _consistency, _witnesses]) command.Add(option);
    }

    /// <summary>The receipt's findings, or null when none was asked for.</summary>
    public IReadOnlyList<ReceiptFinding>? Check(ParseResult parse, string[] paths)
    {
        if (parse.GetValue(_receipt) is not { } path)
            return new Option[] { _key, _changes, _held, _consistency, _witnesses }.Any(option => parse.GetResult(option) is not null) ? throw new FormatException("--log-key, --log-key-change, --checkpoint, --consistency and --witness belong to a receipt: give it with --receipt.") : null;
        if (paths.Length != 1) throw new FormatException("A receipt is about one document: give one FILE with --receipt.");
        var receipt = LogFiles.Named(path, () => Receipt.Parse(File.ReadAllBytes(path)));
        return LogFiles.Named(path, () => new ReceiptCheck(Known(parse)).Run(receipt, File.ReadAllBytes(paths[0])));
    }

    public void Write(Terminal terminal, ParseResult parse, IReadOnlyList<ReceiptFinding>? findings)
    {
        if (findings is not null) ReceiptView.Write(terminal, parse.GetValue(_receipt)!, findings);
    }

    private ReceiptKnowledge Known(ParseResult parse) => new()
    {
        LogKey = parse.GetValue(_key) is { } key ? LogFiles.ReadKey(key) : null,
        KeyChanges = [.. (parse.GetValue(_changes) ?? []).Select(LogFiles.ReadNote)],
        Held = parse.GetValue(_held) is { } held ? LogFiles.ReadNote(held) : null,
        Consistency = parse.GetValue(_consistency) is { } proof ? LogFiles.Named(proof, () => ConsistencyProof.Parse(File.ReadAllBytes(proof))) : null,
        Witnesses = [.. (parse.GetValue(_witnesses) ?? []).Select(LogFiles.ReadKey)],
    };
}
