// The site's folder: what in it is not as it should be, and making it so.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;
using Conferral.Issuance.Ledger;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Publish;

/// <summary>A file that is not as it should be. <see cref="IsMissing"/>, or <see cref="Problem"/> says in a sentence what is there instead.</summary>
public sealed record SiteDifference(SiteFile File, bool IsMissing, string Problem)
{
    /// <summary>What is there is newer than this ledger: writing would put something old back.</summary>
    public bool IsNewer { get; init; }
}

/// <summary>
/// A published site on disk, held against what the ledger says. Files that are none of ours are left alone.
/// Errors: <see cref="LedgerException"/> with <see cref="LedgerCode.LogBroken"/> where writing would contradict what was published.
/// </summary>
public sealed class PublishedSite(string folder, LedgerStore? ledger, string issuerId)
{
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Everything that differs, in the order of writing.</summary>
    public IReadOnlyList<SiteDifference> Compare(SiteContent content) => [.. content.Files.Select(Compare).OfType<SiteDifference>()];

    /// <summary>
    /// Writes what differs. Each file is found whole, old or new, at any moment; tiles come before the checkpoint.
    /// Durability: on return everything is on disk.
    /// </summary>
    public async Task<IReadOnlyList<SiteDifference>> WriteAsync(SiteContent content, CancellationToken cancellationToken)
    {
        var differences = Compare(content);
        if (differences.FirstOrDefault(difference => difference.IsNewer) is { } newer)
            throw new LedgerException(LedgerCode.LogBroken, $"{On(newer.File)} {newer.Problem} The ledger is an older copy: restore the newest one. Nothing was written.");
        foreach (var difference in differences)
        {
            var path = On(difference.File);
            if (difference.File.Kind == SiteFileKind.Tile)
            {
                if (!await DurableFile.AppendOnce(path, difference.File.Bytes, cancellationToken))
                    throw new LedgerException(LedgerCode.LogBroken, $"{path} is another tile than the log's, and published tiles never change. Run `conferral audit`; if the log is whole, move that file away and publish again.");
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await DurableFile.ReplaceDurably(path, file => file.WriteAsync(difference.File.Bytes, cancellationToken).AsTask());
        }

        return differences;
    }

    private string On(SiteFile file) => Path.Combine(Folder, file.Path);

    private SiteDifference? Compare(SiteFile file)
    {
        if (!File.Exists(On(file))) return new SiteDifference(file, IsMissing: true, "is missing.");
        var there = File.ReadAllBytes(On(file));
        if (file.Bytes.Span.SequenceEqual(there)) return null;
        return file.Kind switch
        {
            SiteFileKind.StatusList => OfList(file, there),
            SiteFileKind.Checkpoint => OfCheckpoint(file, there),
            SiteFileKind.Tile => new SiteDifference(file, false, "is not the log's tile, and tiles never change."),
            _ => new SiteDifference(file, false, "is not what the workspace holds now."),
        };
    }

    private SiteDifference OfList(SiteFile file, byte[] there)
    {
        var forms = ledger is null ? [] : new StatusLedger(ledger).SignedForms(file.Url!);
        var newest = forms[^1];
        if (forms.FirstOrDefault(form => form.Utf8.AsSpan().SequenceEqual(there)) is { } older)
            return new SiteDifference(file, false, $"is an older list: {older}, and the newest is {newest}.");
        try
        {
            using var document = StrictJson.ParseObject(there);
            var root = document.RootElement;
            if (CredentialParts.IssuerIdOf(root) is var other && other != issuerId) return new SiteDifference(file, false, $"is a list of {other ?? "nobody"}, not of {issuerId}.");
            if (SignedAt(root) is { } signedAt && signedAt > newest.SignedAt) return new SiteDifference(file, false, $"is a list from {XsdDateTime.Write(signedAt)}, newer than the newest this ledger knows ({newest}).") { IsNewer = true };
            return new SiteDifference(file, false, $"is no list that was signed here{Bits(root, newest)}.");
        }
        catch (Exception e) when (e is StrictJsonException or StatusListException)
        {
            return new SiteDifference(file, false, $"cannot be read as a status list. {e.Message}");
        }
    }

    /// <summary>By its proof, whose time no two lists share; <c>validFrom</c> counts whole seconds, in which there is room for two.</summary>
    private static DateTimeOffset? SignedAt(JsonElement list)
        => list.TryGetProperty("proof", out var proof) && CredentialParts.Items(proof) is [var own, ..] && XsdDateTime.TryRead(CredentialParts.Text(own, "created"), out var created) ? created : null;

    /// <summary>How its bits differ from those that were signed; empty where it has none.</summary>
    private static string Bits(JsonElement there, SignedList newest)
    {
        using var signed = JsonDocument.Parse(newest.Utf8);
        if (!signed.RootElement.TryGetProperty("proof", out _)) return "";
        var (found, meant) = (BitstringStatusListCredential.Read(there).List, BitstringStatusListCredential.Read(signed.RootElement).List);
        if (found.Length != meant.Length) return $": it has {found.Length} places instead of {meant.Length}";
        var differing = Enumerable.Range(0, (int)meant.Length).Where(place => found.Read(place) != meant.Read(place)).ToList();
        if (differing.Count == 0) return ": its bits are right, and its other words or its proof are not";
        var cleared = differing.Count(place => meant.Read(place) == 1);
        return $": bits cleared: {cleared}, set: {differing.Count - cleared}, the first at place {differing[0]}";
    }

    private static SiteDifference OfCheckpoint(SiteFile file, byte[] there)
    {
        try
        {
            var (found, meant) = (Checkpoint.In(SignedNote.Parse(there)), Checkpoint.In(SignedNote.Parse(file.Bytes.ToArray())));
            return found.Size > meant.Size
                ? new SiteDifference(file, false, $"counts {found.Size} entries, and the log here has {meant.Size}.") { IsNewer = true }
                : new SiteDifference(file, false, $"is an older checkpoint: it counts {found.Size} entries, and the log has {meant.Size}.");
        }
        catch (Transparency.TransparencyException e)
        {
            return new SiteDifference(file, false, $"is no checkpoint. {e.Message}");
        }
    }
}
