// The platform's access token: fetched, kept, and renewed before it runs out.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// Hands out the current token. One fetch at a time, however many ask; a token the platform refused is fetched anew
/// once, whoever noticed first.
/// Errors: as its source.
/// </summary>
internal sealed class AccessTokens(ITokenSource source, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile AccessToken? _current;
    private volatile AccessToken? _refused;

    public async Task<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable() is { } known) return known;
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Usable() ?? (_current = await source.FetchAsync(_refused, cancellationToken));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>The platform refused <paramref name="refused"/>; if it is still the current one, the next caller fetches another.</summary>
    public void Discard(AccessToken refused)
    {
        _refused = refused;
        Interlocked.CompareExchange(ref _current, null, refused);
    }

    public void Dispose() => _oneAtATime.Dispose();

    private AccessToken? Usable() => _current is { } current && !current.NearlyOver(time.GetUtcNow()) ? current : null;
}
