// The one table of states: documented as it is, known by the code that writes, and kept by every statement that writes.
using System.Reflection;
using Conferral.Issuance.Ledger;
using Conferral.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Ledger;

public sealed class TransitionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-ledger-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_documented_table_is_the_one_in_code()
    {
        var documented = File.ReadAllLines(Path.Combine(Checkout.Root, "docs", "ledger.md"))
            .Where(line => line.StartsWith("| credential |", StringComparison.Ordinal) || line.StartsWith("| delivery |", StringComparison.Ordinal) || line.StartsWith("| status |", StringComparison.Ordinal) || line.StartsWith("| replacement |", StringComparison.Ordinal));
        var coded = LedgerTransitions.All.Select(row => $"| {row.Of} | {row.From ?? "(new)"} | {row.To} | `{row.Event}` | `{row.Writer}` |");
        Assert.Equal(coded, documented);
    }

    [Fact]
    public void The_table_names_states_and_methods_that_exist()
    {
        foreach (var row in LedgerTransitions.All)
        {
            var states = row.Of switch
            {
                LedgerTransitions.Credential => Enum.GetNames<CredentialState>(),
                LedgerTransitions.Delivery => Enum.GetNames<DeliveryState>(),
                LedgerTransitions.Replacement => Enum.GetNames<ReplacementState>(),
                _ => Enum.GetNames<StatusState>(),
            };
            Assert.Contains(row.To, states);
            if (row.From is not null) Assert.Contains(row.From, states);
            var (type, method) = (row.Writer.Split('.')[0], row.Writer.Split('.')[1]);
            Assert.NotNull(typeof(LedgerStore).Assembly.GetType($"Conferral.Issuance.Ledger.{type}")!.GetMethod(method, BindingFlags.Public | BindingFlags.Instance));
        }

        Assert.Equal(Enum.GetNames<CredentialState>().Order(), States(LedgerTransitions.Credential));
        Assert.Equal(Enum.GetNames<DeliveryState>().Order(), States(LedgerTransitions.Delivery));
        Assert.Equal(Enum.GetNames<StatusState>().Order(), States(LedgerTransitions.Status));
        Assert.Equal(Enum.GetNames<ReplacementState>().Order(), States(LedgerTransitions.Replacement));
    }

    [Fact]
    public async Task Every_statement_that_writes_a_state_keeps_to_the_table_and_reaches_all_of_it()
    {
        using var store = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")), new FakeTimeProvider(Scene.Day.AddDays(1)));
        store.Read(read =>
        {
            foreach (var trigger in Guards()) read.Script(trigger);
            return true;
        });
        await Scene.WholeLifeAsync(store);
        await Scene.OtherEndsAsync(store);
        await Scene.PurgeAsync(store);

        var written = store.Read(read => read.All("SELECT DISTINCT kind FROM event", row => row.GetString(0)));
        Assert.Equal(LedgerTransitions.All.Select(row => row.Event).Concat(LedgerTransitions.BatchEvents).Distinct().Order(), written.Except(LedgerTransitions.LogEvents).Order());
        Assert.Empty(new LedgerAudit(store, _ => null).Run(null, CancellationToken.None).Problems);
    }

    [Fact]
    public void An_event_outside_the_table_cannot_be_written()
    {
        using var store = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")), new FakeTimeProvider());
        Assert.Throws<ArgumentException>(() => store.Write(write => write.Event("teleported", null, new CredentialVersion("urn:a", 1))));
    }

    /// <summary>Triggers that stop any change of state the table does not hold, whichever statement makes it.</summary>
    private static IEnumerable<string> Guards()
    {
        foreach (var rows in LedgerTransitions.All.GroupBy(row => row.Of))
        {
            var begun = string.Join(", ", rows.Where(row => row.From is null).Select(row => $"'{row.To}'"));
            var changes = string.Join(", ", rows.Where(row => row.From is not null).Select(row => $"('{row.From}', '{row.To}')"));
            yield return $"CREATE TEMP TRIGGER new_{rows.Key} BEFORE INSERT ON main.{rows.Key} WHEN NEW.state NOT IN ({begun}) BEGIN SELECT RAISE(ABORT, 'no such beginning'); END";
            yield return $"CREATE TEMP TRIGGER change_{rows.Key} BEFORE UPDATE OF state ON main.{rows.Key} WHEN (OLD.state, NEW.state) NOT IN (VALUES {changes}) BEGIN SELECT RAISE(ABORT, 'no such change'); END";
        }
    }

    private static IEnumerable<string> States(string of) => LedgerTransitions.All.Where(row => row.Of == of).Select(row => row.To).Distinct().Order();
}
