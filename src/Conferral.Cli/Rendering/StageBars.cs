// Progress for people: a bar per stage with count, rate and time left; plain lines where nobody watches.
using System.Globalization;
using Conferral.Issuance;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conferral.Cli.Rendering;

internal static class StageBars
{
    /// <summary>A wait that is worth a line where nobody watches; shorter ones are the ordinary keeping of a limit.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    /// <summary>Runs work while showing its stages; without an interactive terminal a line is written for each finished stage and each long wait.</summary>
    public static Task<T> RunAsync<T>(Terminal terminal, IReadOnlyList<Stage> stages, Func<IProgress<StageProgress>, Task<T>> work)
    {
        if (!terminal.Error.Profile.Capabilities.Interactive) return RunPlainAsync(terminal, work);
        return terminal.Error.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 32 }, new CountColumn(), new RateColumn(), new LeftColumn())
            .StartAsync(context =>
            {
                var tasks = stages.ToDictionary(stage => stage, stage => context.AddTask(Name(stage), autoStart: false));
                return work(new Bars(tasks));
            });
    }

    public static string Name(Stage stage) => stage switch
    {
        Stage.Read => "Read",
        Stage.Check => "Compose and check",
        Stage.Sign => "Sign",
        Stage.Deliver => "Deliver",
        Stage.WriteBack => "Write back",
        Stage.Audit => "Audit",
        Stage.ReadBack => "Read back",
        _ => stage.ToString(),
    };

    private static async Task<T> RunPlainAsync<T>(Terminal terminal, Func<IProgress<StageProgress>, Task<T>> work)
    {
        var lines = new Lines(terminal);
        var result = await work(lines);
        lines.Finish();
        return result;
    }

    private sealed class Bars(Dictionary<Stage, ProgressTask> tasks) : IProgress<StageProgress>
    {
        private readonly Lock _gate = new();

        public void Report(StageProgress value)
        {
            lock (_gate)
            {
                if (!tasks.TryGetValue(value.Stage, out var task)) return;
                if (!task.IsStarted) task.StartTask();
                task.IsIndeterminate = value.Total is null;
                task.MaxValue = Math.Max(value.Total ?? Math.Max(value.Done, 1), 1);
                task.Value = value.Total == 0 ? task.MaxValue : value.Done;
                task.Description = value.Note is { } note ? $"{Name(value.Stage)} [grey]({Markup.Escape(note)})[/]" : Name(value.Stage);
                if (value.Total is { } total && value.Done >= total) task.StopTask();
            }
        }
    }

    private sealed class Lines(Terminal terminal) : IProgress<StageProgress>
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<Stage, (long Started, StageProgress Last)> _seen = [];
        private readonly HashSet<Stage> _written = [];
        private DateTimeOffset _saidUntil;

        public void Report(StageProgress value)
        {
            lock (_gate)
            {
                _seen[value.Stage] = (_seen.TryGetValue(value.Stage, out var seen) ? seen.Started : terminal.Time.GetTimestamp(), value);
                if (value.Total is { } total && value.Done >= total) Write(value.Stage);
                else if (value.WaitingUntil is { } until && until >= terminal.Time.GetUtcNow() + LongWait && until > _saidUntil) WriteWait(value, until);
            }
        }

        private void WriteWait(StageProgress value, DateTimeOffset until)
        {
            _saidUntil = until + LongWait; // the same wait, counted again, may end a moment later
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{Name(value.Stage),-18} {value.Done,8:N0}  {value.Note}"));
        }

        public void Finish()
        {
            lock (_gate)
            {
                foreach (var stage in _seen.Keys.Order()) Write(stage);
            }
        }

        private void Write(Stage stage)
        {
            if (!_written.Add(stage)) return;
            var (started, last) = _seen[stage];
            var seconds = terminal.Time.GetElapsedTime(started).TotalSeconds;
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{Name(stage),-18} {last.Done,8:N0}  in {seconds:0.0} s"));
        }
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => Cell(
            !task.IsStarted ? ""
            : task.IsIndeterminate ? string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} of {task.MaxValue:N0}"));
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
            return Cell(seconds > 0 && task.Value > 0 ? string.Create(CultureInfo.InvariantCulture, $"{task.Value / seconds:N0}/s") : "");
        }
    }

    private sealed class LeftColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            if (!task.IsStarted) return Cell("");
            var elapsed = task.ElapsedTime ?? TimeSpan.Zero;
            if (task.IsFinished) return Cell(string.Create(CultureInfo.InvariantCulture, $"in {elapsed.TotalSeconds:0.0} s"));
            if (task.IsIndeterminate || task.Value <= 0) return Cell("");
            var left = TimeSpan.FromSeconds(elapsed.TotalSeconds / task.Value * (task.MaxValue - task.Value));
            return Cell(left.TotalHours >= 1 ? left.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) + " left" : left.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " left");
        }
    }

    private static Text Cell(string text) => new Text(text).RightJustified();
}
