// The delivery ledger in memory, with the promises of the real one, for tests of the stage above it.
using System.Security.Cryptography;
using System.Text;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Deliver;

internal sealed class MemoryLedger : IDeliveryLedger
{
    private readonly Lock _lock = new();
    private readonly List<Row> _rows = [];

    public MemoryLedger(int credentials, Func<int, string>? document = null)
    {
        for (var i = 0; i < credentials; i++)
        {
            var bytes = Encoding.UTF8.GetBytes((document ?? Credential)(i));
            _rows.Add(new Row(new CredentialVersion(IdOf(i), 1), $"L{i:000}", bytes));
        }
    }

    /// <summary>How many outcomes each recording brought.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>Thrown by the next recording.</summary>
    public LedgerException? Fault { get; set; }

    /// <summary>Claims and recordings, to see that memory stays bounded.</summary>
    public int MostSendingAtOnce { get; private set; }

    public IReadOnlyList<Row> Rows => _rows;

    public static string IdOf(int number) => $"urn:uuid:00000000-0000-4000-8000-{number:000000000000}";

    public static string Credential(int number) => $$$"""
        {"@context":["https://www.w3.org/ns/credentials/v2"],"id":"{{{IdOf(number)}}}","type":["VerifiableCredential","ClrCredential"],
        "issuer":{"id":"https://college.example","type":["Profile"]},"validFrom":"2026-05-01T00:00:00Z",
        "credentialSubject":{"type":["ClrSubject"],"name":"Ada Lovelace-{{{number}}}","identifier":[{"type":"IdentityObject","identityHash":"ada{{{number}}}@college.example"}]},"proof":{"proofValue":"z{{{number}}}"}}
        """;

    public Row Of(int number) => _rows[number];

    public int Count(DeliveryState state) => _rows.Count(row => row.State == state);

    public Task<int> ReleaseInterruptedAsync(string platformId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var interrupted = _rows.Where(row => row.State == DeliveryState.Sending).ToList();
            foreach (var row in interrupted) (row.State, row.MayHaveBeenSent) = (DeliveryState.Pending, true);
            return Task.FromResult(interrupted.Count);
        }
    }

    public Task<int> CountPendingAsync(string platformId, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(Count(DeliveryState.Pending));
    }

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string platformId, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var claimed = _rows.Where(row => row.State == DeliveryState.Pending).OrderBy(row => row.Outcome is { ToTheEnd: true }).Take(max).ToList();
            foreach (var row in claimed)
            {
                row.State = DeliveryState.Sending;
                row.Claims++;
            }

            MostSendingAtOnce = Math.Max(MostSendingAtOnce, Count(DeliveryState.Sending));
            return Task.FromResult<IReadOnlyList<ClaimedDelivery>>(
                [.. claimed.Select(row => new ClaimedDelivery(row.Id, row.LearnerKey, platformId, row.Document, row.Sha256, row.Claims - 1, row.MayHaveBeenSent, row.Outcome?.ReasonCode))]);
        }
    }

    public Task RecordOutcomesAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Fault is not null) throw Fault;
            Groups.Add(outcomes.Count);
            foreach (var outcome in outcomes)
            {
                var row = _rows.Single(candidate => candidate.Id == outcome.Id);
                if (row.State != DeliveryState.Sending) throw new LedgerException(LedgerCode.WrongState, $"{outcome.Id} is {row.State}");
                row.State = outcome.State;
                row.Outcome = outcome;
            }
        }

        return Task.CompletedTask;
    }

    internal sealed class Row(CredentialVersion id, string learnerKey, byte[] document)
    {
        public CredentialVersion Id { get; } = id;

        public string LearnerKey { get; } = learnerKey;

        public byte[] Document { get; } = document;

        public string Sha256 { get; set; } = Convert.ToHexStringLower(SHA256.HashData(document));

        public DeliveryState State { get; set; } = DeliveryState.Pending;

        public bool MayHaveBeenSent { get; set; }

        public int Claims { get; set; }

        public DeliveryOutcome? Outcome { get; set; }
    }
}
