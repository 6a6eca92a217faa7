// Small moves on a log, for tests that tell a story.
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Tests.Ledger;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Tests.Log;

internal static class LogScene
{
    public const string Origin = "river.example/log";

    public static NoteKey Name { get; } = NewKey().Name;

    public static LogKey NewKey(byte seed = 7)
    {
        var key = SigningKey.FromSeed(Enumerable.Repeat(seed, 32).ToArray());
        return new LogKey(NoteKey.Of(Origin, key.VerificationKey), key);
    }

    public static LogSealer Sealer(LedgerStore store, ILogStore published) => new(store, NewKey(), published);

    public static Task<SealedLog> SealAsync(LedgerStore store, ILogStore published) => Sealer(store, published).SealAsync(CancellationToken.None);

    public static LogAuditReport Audit(LedgerStore store, ILogStore published, params SignedNote[] held) => new LogAudit(store, LogKeys.Of(Name, new LogLedger(store)), published, held).Run(CancellationToken.None);

    /// <summary>So many further events: each an intent of its own.</summary>
    public static void Grow(LedgerStore store, string prefix, int events) => Scene.Intend(store, Scene.Open(store), [.. Enumerable.Range(0, events).Select(i => ($"{prefix}{i:0000}", 1))]);

    /// <summary>One learner, signed.</summary>
    public static CredentialVersion Sign(LedgerStore store, string learner)
    {
        var batch = Scene.Open(store);
        var intent = Scene.Intend(store, batch, (learner, 1)).Single();
        Scene.Sign(store, batch, intent);
        return intent.Id;
    }

    public static byte[] Document(LedgerStore store, CredentialVersion id) => new LedgerReader(store).Document(id)!;

    public static void Tamper(LedgerStore store, string sql) => Assert.NotEqual(0, store.Write(write => write.Execute(sql)));

    /// <summary>A checkpoint with the log's own signature over a tree it does not have.</summary>
    public static SignedNote Forged(long size, byte seed = 7)
    {
        using var key = NewKey(seed);
        var text = new Checkpoint(Origin, size, new Transparency.Merkle.TreeHash(SHA256.HashData(Encoding.UTF8.GetBytes($"fork {size}")))).Text;
        return new SignedNote(text, [key.Sign(text)]);
    }
}
