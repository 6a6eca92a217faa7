// What a registrar does with one class over the years, step by step, each of which may be killed; and the judge after every one.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Cli.Tests.Crash;

/// <summary>One step. <see cref="Again"/>: what the command says, and refuses, when the killed one had done it all.</summary>
internal sealed record LifeStep(string Name, string[] Command)
{
    public Action<CrashCollege>? Before { get; init; }

    public int DaysAhead { get; init; }

    public string? Again { get; init; }

    /// <summary>The command talks to the platform, so that exchanges can be cut too.</summary>
    public bool Sends => Command is ["issue"];
}

/// <summary>
/// Issued; amended where the platform replaces nothing, so that all are replaced; one suspended and given back; one revoked and asked for
/// anew; published; amended again; and purged when its time has come.
/// </summary>
internal sealed class CrashLife(CrashCollege college)
{
    private const int SixYears = 6 * 366;

    private readonly HashSet<string> _issued = [];
    private readonly HashSet<string> _revoked = [];
    private bool _isPurged;

    public async Task<IReadOnlyList<LifeStep>> BeginAsync(Func<LifeStep, Task> take)
    {
        LifeStep[] begin = [new("issue", ["issue"]) { Before = college => Set(college, "purposes: [revocation]", "purposes: [revocation, suspension]") }];
        foreach (var step in begin) await take(step);
        var learners = Subjects().Select(subject => subject.LearnerKey).Distinct().Order(StringComparer.Ordinal).ToList();
        return
        [
            new("replace", ["issue"]) { Before = college => Amend(college, "one") },
            new("suspend", ["suspend", "--learner", learners[1], "--reason", "under inquiry", "--yes"]),
            new("reinstate", ["reinstate", "--learner", learners[1], "--reason", "cleared", "--yes"]),
            new("revoke", ["revoke", "--learner", learners[0], "--reason", "not earned", "--yes"]),
            new("publish", ["publish", college["site"]]),
            new("reissue", ["reissue", "--learner", learners[0], "--reason", "the appeal was heard"]) { Again = "asked for already" },
            new("replace again", ["issue"]) { Before = college => Amend(college, "two") },
            new("publish again", ["publish", college["site"]]),
            new("rotate the log's key", ["log", "rotate-key"]),
            new("purge", ["purge", "--older-than", "5y"]) { DaysAhead = SixYears },
            new("seal", ["log", "seal"]),
        ];
    }

    /// <summary>Before a step is run or killed.</summary>
    public void Begin(LifeStep step)
    {
        step.Before?.Invoke(college);
        if (step.Name == "revoke") _revoked.Add(step.Command[2]); // a killed command may have done it
    }

    /// <summary>After a kill, before anything is mended: whoever was issued has a credential in force, or was revoked for cause; what is published of the log is whole.</summary>
    public void RequireWhole(string story)
    {
        foreach (var log in (string[])["out/log", "site/log"]) RequireTilesBehindCheckpoint(college[log], story);
        if (_isPurged) return; // nobody is named in the ledger any more
        var inForce = InForce();
        if (inForce.ContainsKey(RetentionLedger.Erased)) return;
        foreach (var learner in _issued.Except(_revoked)) Assert.True(inForce.ContainsKey(learner), $"{story}: after a kill a learner has no credential in force");
    }

    /// <summary>Carries the step to its end and judges what became of everybody; with <paramref name="audit"/> the whole ledger and log too.</summary>
    public async Task FinishAsync(LifeStep step, string story, bool audit)
    {
        var run = step.DaysAhead == 0 ? await college.RunAsync(step.Command) : await college.RunLaterAsync(step.DaysAhead, step.Command);
        var isDone = run.ExitStatus == ExitCode.Done || (step.Again is { } again && run.Error.Contains(again, StringComparison.Ordinal));
        Assert.True(isDone, $"{story}: {step.Name} ended with {run.ExitStatus}\n{run.Out}{run.Error}");
        if (audit) await AuditAsync(step, story);
        if (step.Name == "purge") _isPurged = true;
        if (step.Name.StartsWith("replace", StringComparison.Ordinal) && _revoked.Count > 0) _revoked.Clear();
        if (step.Command[0] == "publish") Assert.Equal(ExitCode.Done, (await college.RunAsync("publish", step.Command[1], "--check")).ExitStatus);
        if (step.Sends) RequireOneEach(story, step);
    }

    // Whoever finds a published checkpoint finds every tile and entry under it, whenever the writer died.
    private static void RequireTilesBehindCheckpoint(string folder, string story)
    {
        if (Read(Tile.CheckpointPath) is not { } bytes) return;
        var head = Checkpoint.In(SignedNote.Parse(bytes));
        Assert.True(TileEdge.Load(head.Size, Read)?.Root == head.Root, $"{story}: {folder} has a checkpoint over {head.Size} entries and not the tiles under it");
        var tree = new MerkleTree(new TileNodes(head.Size, Read), head.Size);
        for (var index = 0L; index < head.Size; index += 37) Assert.NotEmpty(tree.InclusionProof(index));

        byte[]? Read(string path) => File.Exists(Path.Combine(folder, path)) ? File.ReadAllBytes(Path.Combine(folder, path)) : null;
    }

    private async Task AuditAsync(LifeStep step, string story)
    {
        var audit = await college.RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, $"{story}: after {step.Name}\n{audit.Out}");
    }

    private void RequireOneEach(string story, LifeStep step)
    {
        var inForce = InForce();
        _issued.UnionWith(inForce.Keys);
        Assert.True(inForce.Count == CrashCollege.Learners && inForce.Values.All(ids => ids.Count == 1), $"{story}: after {step.Name} {inForce.Count} learners have {inForce.Values.Sum(ids => ids.Count)} credentials in force");
        var held = college.Platform.Credentials;
        Assert.True(held.All(credential => credential.DocumentCount == 1), $"{story}: something was sent twice with other bytes");
        Assert.True(held.Select(credential => credential.Id).Distinct().Count() == held.Count, $"{story}: a credential is stored twice");
        Assert.True(inForce.Values.SelectMany(ids => ids).All(id => held.Any(credential => credential.Id == id)), $"{story}: a credential in force is not at the platform");
    }

    /// <summary>Credential ids in force, by learner.</summary>
    private Dictionary<string, List<string>> InForce() => Subjects().Where(subject => subject.State != StatusState.Revoked)
        .GroupBy(subject => subject.LearnerKey).ToDictionary(group => group.Key, group => group.Select(subject => subject.Newest.CredentialId).ToList());

    private IReadOnlyList<StatusSubject> Subjects()
    {
        using var ledger = LedgerStore.OpenForReading(Workspace.Load(college[""]).Ledger, TimeProvider.System);
        return ledger is null ? [] : new StatusLedger(ledger).Find(StatusQuery.All);
    }

    private static void Amend(CrashCollege college, string wording)
    {
        var lines = File.ReadAllLines(college[Workspace.FileName]).Where(line => !line.TrimStart().StartsWith("description:", StringComparison.Ordinal));
        File.WriteAllLines(college[Workspace.FileName], lines);
        Set(college, "language: en", $"language: en\n  description: \"{wording}\"");
    }

    private static void Set(CrashCollege college, string from, string to)
    {
        var text = File.ReadAllText(college[Workspace.FileName]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(college[Workspace.FileName], text.Replace(from, to, StringComparison.Ordinal));
    }
}
