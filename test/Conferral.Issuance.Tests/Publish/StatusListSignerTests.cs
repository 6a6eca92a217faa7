// Lists are signed once per change, stored as signed, run out when they must, and say of each credential what the ledger says.
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Publish;
using Conferral.Issuance.Tests.Ledger;
using Conferral.Issuance.Workspaces;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Publish;

public sealed class StatusListSignerTests : IDisposable
{
    private const string Issuer = "did:web:college.example";

    private static readonly CredentialSigner Signer = new(new LinkedDataCanonicalizer(ContextStore.BuiltIn));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-lists-");
    private readonly FakeTimeProvider _time = new(Scene.Day.AddDays(1));
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[SigningKey.SeedLength]);
    private readonly LedgerStore _store;
    private readonly StatusLedger _status;
    private StatusSettings _settings = new() { TimeToLive = TimeSpan.FromMinutes(5) };
    private DateTimeOffset? _keyRevoked;

    public StatusListSignerTests()
    {
        _store = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")), _time);
        _status = new StatusLedger(_store);
    }

    private StatusListSigner Lists => new(_store, Issuer, _settings, ControllerDocument.ForIssuer(Issuer, [VerificationMethod.Multikey(Issuer, _key.VerificationKey) with { Revoked = _keyRevoked }]), _time);

    public void Dispose()
    {
        _store.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void However_many_change_each_list_is_signed_once_and_then_rests()
    {
        Issue("revocation suspension", 40);
        Assert.Equal(["https://college.example/status/revocation-1.json", "https://college.example/status/suspension-1.json"], Sign().Select(list => list.Url));
        Assert.Empty(Lists.Due());

        _status.Revoke(All()[..10], "not earned");
        _status.Suspend(All()[10..15], "under inquiry");
        Assert.Equal([2, 2], Sign().Select(list => list.Number));
        _status.Reinstate(All()[12..13], "cleared");
        Assert.Equal("https://college.example/status/suspension-1.json", Assert.Single(Sign()).Url);
        Assert.Empty(Lists.Due());

        foreach (var credential in _status.Find(StatusQuery.All))
        {
            Assert.Equal(credential.State == StatusState.Revoked ? 1 : 0, Bit("revocation", credential));
            Assert.Equal(credential.State == StatusState.Active ? 0 : 1, Bit("suspension", credential));
        }
    }

    [Fact]
    public void A_list_says_how_long_it_holds_and_is_renewed_at_half_of_it()
    {
        _settings = _settings with { Validity = TimeSpan.FromDays(30) };
        Issue("revocation", 1);
        var list = Sign().Single();
        using var document = JsonDocument.Parse(list.Utf8);
        Assert.Equal("2026-05-17T17:00:00Z", document.RootElement.GetProperty("validFrom").GetString());
        Assert.Equal("2026-06-16T17:00:00Z", document.RootElement.GetProperty("validUntil").GetString());
        Assert.Equal(300_000, document.RootElement.GetProperty("credentialSubject").GetProperty("ttl").GetInt64());
        _time.Advance(TimeSpan.FromDays(15));
        Assert.Empty(Lists.Due());
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("half of its time has passed", Assert.Single(Lists.Due()).Why);
        Assert.Equal(2, Sign().Single().Number);
    }

    [Fact]
    public void A_list_whose_key_was_revoked_is_signed_anew()
    {
        Issue("revocation", 1);
        Sign();
        _keyRevoked = _time.GetUtcNow();
        Assert.Contains("key", Assert.Single(Lists.Due()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_signings_of_one_ledger_copy_give_the_same_bytes()
    {
        Issue("revocation", 3);
        _status.Revoke(All()[..1], "not earned");
        _store.Dispose();
        var copy = Path.Combine(_folder.FullName, "copy.db");
        File.Copy(Path.Combine(_folder.FullName, "ledger.db"), copy);
        Assert.Equal(SignIn(Path.Combine(_folder.FullName, "ledger.db")), SignIn(copy));
    }

    private byte[] SignIn(string path)
    {
        using var store = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(path), _time);
        var lists = new StatusListSigner(store, Issuer, _settings, ControllerDocument.ForIssuer(Issuer, [VerificationMethod.Multikey(Issuer, _key.VerificationKey)]), _time);
        return lists.Sign(lists.Due().Single(), Signer, _key, VerificationMethod.IdOf(Issuer, _key.VerificationKey)).Utf8;
    }

    private void Issue(string purposes, int learners)
    {
        var allotment = StatusLedgerTests.NewAllotment(new StatusForm { Kind = StatusListKind.Bitstring, Url = "https://college.example/status", Purposes = purposes, InMembers = true, Entries = BitstringStatusList.MinimumEntries });
        var batch = Scene.Open(_store);
        foreach (var intent in Scene.Intend(_store, batch, allotment, [.. Enumerable.Range(0, learners).Select(i => ($"l{i:000}", 1))])) Scene.Sign(_store, batch, intent);
    }

    private List<SignedList> Sign() => [.. Lists.Due().Select(list => Lists.Sign(list, Signer, _key, VerificationMethod.IdOf(Issuer, _key.VerificationKey)))];

    private StatusSubject[] All() => [.. _status.Find(StatusQuery.All)];

    private int Bit(string purpose, StatusSubject credential)
    {
        using var document = JsonDocument.Parse(_status.NewestSigned().Single(list => list.Url == credential.Place!.List.UrlOf(purpose)).Utf8);
        return BitstringStatusListCredential.Read(document.RootElement).List.Read(credential.Place!.Index);
    }
}
