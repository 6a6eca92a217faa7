// Stages joined by bounded channels: each works on one chunk while its neighbours work on theirs.
using System.Threading.Channels;

namespace Conferral.Issuance;

/// <summary>
/// A line of stages over chunks, in order. A stage that is behind makes those before it wait, so memory does not grow with
/// the cohort; the first failure stops all stages and is what <see cref="RunAsync"/> throws.
/// </summary>
internal sealed class ChunkLine : IDisposable
{
    /// <summary>Chunks waiting between two stages: one being made while one is taken is all a line needs to stay busy.</summary>
    private const int WaitingChunks = 1;

    private readonly CancellationTokenSource _stop;
    private readonly List<Task> _stages = [];

    private ChunkLine(CancellationToken cancellationToken) => _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    public static ChunkLine Start(CancellationToken cancellationToken) => new(cancellationToken);

    /// <summary>The first stage: cuts a stream into chunks of up to <paramref name="size"/>.</summary>
    public ChannelReader<IReadOnlyList<T>> Read<T>(IAsyncEnumerable<T> source, int size)
    {
        var channel = NewChannel<IReadOnlyList<T>>();
        _stages.Add(Run(channel.Writer, async () =>
        {
            var chunk = new List<T>(size);
            await foreach (var item in source.WithCancellation(_stop.Token))
            {
                chunk.Add(item);
                if (chunk.Count < size) continue;
                await channel.Writer.WriteAsync(chunk, _stop.Token);
                chunk = new List<T>(size);
            }

            if (chunk.Count > 0) await channel.Writer.WriteAsync(chunk, _stop.Token);
        }));
        return channel.Reader;
    }

    /// <summary>A stage that turns each chunk into the next stage's chunk.</summary>
    public ChannelReader<TOut> Then<TIn, TOut>(ChannelReader<TIn> input, Func<TIn, TOut> work)
    {
        var channel = NewChannel<TOut>();
        _stages.Add(Run(channel.Writer, async () =>
        {
            await foreach (var chunk in input.ReadAllAsync(_stop.Token)) await channel.Writer.WriteAsync(work(chunk), _stop.Token);
        }));
        return channel.Reader;
    }

    /// <summary>The last stage; returns when every chunk went through, or throws the first failure of any stage.</summary>
    public async Task RunAsync<TIn>(ChannelReader<TIn> input, Action<TIn> work)
    {
        _stages.Add(Run<object>(null, async () =>
        {
            await foreach (var chunk in input.ReadAllAsync(_stop.Token)) work(chunk);
        }));
        var all = Task.WhenAll(_stages);
        try
        {
            await all;
        }
        catch (Exception)
        {
            var failures = all.Exception?.Flatten().InnerExceptions ?? [];
            if (failures.FirstOrDefault(failure => failure is not OperationCanceledException and not ChannelClosedException) is { } first)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
            throw;
        }
    }

    public void Dispose() => _stop.Dispose();

    private Task Run<T>(ChannelWriter<T>? output, Func<Task> stage) => Task.Run(async () =>
    {
        try
        {
            await stage();
            output?.Complete();
        }
        catch (Exception)
        {
            await _stop.CancelAsync();
            output?.Complete();
            throw;
        }
    });

    private static Channel<T> NewChannel<T>() => Channel.CreateBounded<T>(new BoundedChannelOptions(WaitingChunks)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
        SingleWriter = true,
    });
}
