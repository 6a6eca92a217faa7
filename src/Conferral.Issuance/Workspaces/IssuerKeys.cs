// The signing keys of a workspace: which one signs, which ones only still verify, and the changes between.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Workspaces;

/// <summary>What a key of the issuer is good for.</summary>
public enum IssuerKeyState
{
    /// <summary>New credentials are signed with it.</summary>
    Active,

    /// <summary>Published and kept ready; it never signed.</summary>
    Standby,

    /// <summary>It signs no more. What it signed verifies.</summary>
    Retired,

    /// <summary>The issuer no longer stands behind it: what was signed from then on does not verify, and with strict verifiers nothing does.</summary>
    Revoked,
}

/// <summary>One key. <see cref="File"/> is the private key's file, null where it is not in the workspace any more.</summary>
public sealed record IssuerKey(string VerificationMethod, IssuerKeyState State, string? File, int Signed, DateTimeOffset? Revoked);

/// <summary>
/// Keys live in two files: <c>issuer/did.json</c> holds every public key ever used and <c>signing.key</c> in the settings names the one
/// that signs, so a lost ledger loses no key's state (docs/decisions/keys-in-the-issuer-document.md). The ledger's history tells
/// what was done and when.
/// Durability: each step leaves a workspace that works; the same command can be run again.
/// Errors: <see cref="WorkspaceException"/>, <see cref="KeyException"/>.
/// </summary>
public sealed class IssuerKeys(Workspace workspace, TimeProvider time)
{
    private const string Prefix = "signing-";

    /// <summary>Every key, oldest first.</summary>
    public IReadOnlyList<IssuerKey> List()
    {
        var signed = SignedByKey();
        var document = Document();
        return [.. document.VerificationMethods.Select(method =>
        {
            var count = signed.GetValueOrDefault(method.Id);
            var file = FileOf(document, method);
            return new IssuerKey(method.Id, StateOf(document, method, file, count), file, count, method.Revoked);
        })];
    }

    /// <summary>Makes a key and publishes it beside the others; it does not sign yet. Answers its verification method.</summary>
    public async Task<string> AddAsync(string passphrase)
    {
        var method = await AddAsync(passphrase, "key-added");
        return method.Id;
    }

    /// <summary>Makes a key, publishes it, and lets it sign from now on. <paramref name="to"/> names a key on standby to be used instead of a new one.</summary>
    public async Task<string> RotateAsync(string passphrase, string? to)
    {
        var method = to is null ? await AddAsync(passphrase, "key-rotated") : Standby(to);
        var path = Path.GetRelativePath(workspace.Folder, Path.Combine(KeyFolder, FileName(method))).Replace('\\', '/');
        var settings = Path.Combine(workspace.Folder, Workspace.FileName);
        var edited = SigningKeyEdit.Apply(await File.ReadAllTextAsync(settings), path)
            ?? throw new WorkspaceException($"{settings}: signing.key could not be changed safely. Write `key: {path}` there yourself; the new key is made and in {workspace.ControllerDocumentPath}.");
        await DurableFile.ReplaceDurably(settings, file => file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(edited)).AsTask());
        if (to is not null) Record("key-rotated", method.Id);
        return method.Id;
    }

    /// <summary>Takes a key's private part out of use: its file goes to <c>keys/retired</c>. Answers where it is now; null when it was gone already.</summary>
    public string? Retire(string verificationMethod)
    {
        var key = Find(verificationMethod);
        if (key.State == IssuerKeyState.Active) throw new WorkspaceException($"{verificationMethod} signs now. Run `conferral keys rotate` first.");
        if (key.File is null) return null;
        var retired = Path.Combine(Directory.CreateDirectory(Path.Combine(KeyFolder, "retired")).FullName, FileName(Document().Find(verificationMethod)!));
        File.Move(key.File, retired);
        Record("key-retired", verificationMethod);
        return retired;
    }

    /// <summary>Says to the world that the issuer no longer stands behind a key. Answers how many signed versions name it.</summary>
    public async Task<int> RevokeAsync(string verificationMethod)
    {
        var key = Find(verificationMethod);
        if (key.State == IssuerKeyState.Active) throw new WorkspaceException($"{verificationMethod} signs now. Run `conferral keys rotate` first, so that another key does.");
        if (key.State == IssuerKeyState.Revoked) return key.Signed;
        var now = time.GetUtcNow();
        var at = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        await WriteAsync(Editable().VerificationMethods.Select(method => method.Id == verificationMethod ? method with { Revoked = at } : method));
        Record("key-revoked", verificationMethod);
        return key.Signed;
    }

    private string KeyFolder => Path.GetDirectoryName(workspace.KeyPath)!;

    private async Task<VerificationMethod> AddAsync(string passphrase, string kind)
    {
        if (DidKey.IsDidKey(workspace.Issuer.Id)) throw new WorkspaceException($"{workspace.Issuer.Id} is its one key, and can have no other. An issuer that shall outlive a key needs a did:web (`conferral init --issuer did:web:…`).");
        if (workspace.HasFixedVerificationMethod) throw new WorkspaceException($"{Workspace.FileName} sets signing.verificationMethod, so which key has which id is yours to decide. Make a key with `conferral keygen`, add it to {workspace.ControllerDocumentPath}, and change both settings.");
        var document = Editable();
        using (workspace.OpenKey(passphrase))
        {
            // The new key gets the passphrase the old one has, or `issue` would ask for another from one day to the next.
        }

        using var key = SigningKey.Generate();
        var method = VerificationMethod.Multikey(workspace.Issuer.Id, key.VerificationKey);
        KeyFile.Create(Path.Combine(KeyFolder, FileName(method)), key, passphrase);
        await WriteAsync(document.VerificationMethods.Append(method));
        Record(kind, method.Id);
        return method;
    }

    private VerificationMethod Standby(string verificationMethod) => Find(verificationMethod) is { State: IssuerKeyState.Standby, File: not null }
        ? Document().Find(verificationMethod)!
        : throw new WorkspaceException($"{verificationMethod} is not on standby. `conferral keys list` shows which keys are; a key that was retired or revoked never signs again.");

    private IssuerKey Find(string verificationMethod) => List().FirstOrDefault(key => key.VerificationMethod == verificationMethod)
        ?? throw new WorkspaceException($"The issuer has no key '{verificationMethod}'. `conferral keys list` names them.");

    private IssuerKeyState StateOf(ControllerDocument document, VerificationMethod method, string? file, int signed)
    {
        if (method.Revoked is not null) return IssuerKeyState.Revoked;
        if (IsActive(document, method)) return IssuerKeyState.Active;
        return file is not null && signed == 0 ? IssuerKeyState.Standby : IssuerKeyState.Retired;
    }

    /// <summary>Key files made here carry the key's name; the first one, from when the workspace was made, belongs to the first method.</summary>
    private bool IsActive(ControllerDocument document, VerificationMethod method)
    {
        var name = Path.GetFileName(workspace.KeyPath);
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name == FileName(method) : method.Id == document.VerificationMethods[0].Id;
    }

    private string? FileOf(ControllerDocument document, VerificationMethod method)
    {
        var named = Path.Combine(KeyFolder, FileName(method));
        if (File.Exists(named)) return named;
        var first = Path.Combine(KeyFolder, Path.GetFileName(WorkspaceTemplate.KeyPath));
        return method.Id == document.VerificationMethods[0].Id && File.Exists(first) ? first : null;
    }

    private static string FileName(VerificationMethod method) => $"{Prefix}{method.Id[(method.Id.IndexOf('#', StringComparison.Ordinal) + 1)..]}.pem";

    private ControllerDocument Document() => ControllerDocument.Parse(File.ReadAllBytes(workspace.ControllerDocumentPath));

    /// <summary>The issuer's document, if it is one of ours to rewrite: whatever somebody added to it by hand would be lost.</summary>
    private ControllerDocument Editable()
    {
        var document = Document();
        return document.ToJson().AsSpan().SequenceEqual(File.ReadAllBytes(workspace.ControllerDocumentPath))
            ? document
            : throw new WorkspaceException($"{workspace.ControllerDocumentPath} was changed by hand and holds what a rewrite would lose. Move your additions out of it for the moment, or edit the keys in it yourself; nothing was changed.");
    }

    private Task WriteAsync(IEnumerable<VerificationMethod> methods)
    {
        var json = ControllerDocument.ForIssuer(workspace.Issuer.Id, methods).ToJson();
        return DurableFile.ReplaceDurably(workspace.ControllerDocumentPath, file => file.WriteAsync(json).AsTask());
    }

    private void Record(string kind, string verificationMethod)
    {
        if (!HasLedger()) return;
        using var ledger = LedgerStore.OpenForWriting(workspace.Ledger, time);
        new StatusLedger(ledger).RecordKeyEvent(kind, verificationMethod);
    }

    private bool HasLedger()
    {
        using var reading = LedgerStore.OpenForReading(workspace.Ledger, time);
        return reading is not null;
    }

    private IReadOnlyDictionary<string, int> SignedByKey()
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, time);
        return ledger is null ? new Dictionary<string, int>() : new StatusLedger(ledger).SignedByKey();
    }
}
