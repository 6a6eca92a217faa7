// The token cache as one platform sees it: only entries made for this platform are given out.
namespace Conferral.Issuance.Deliver;

/// <summary>Errors: <see cref="DeliveryException"/> with <see cref="DeliveryCode.NotConnected"/> for an absent entry, or one made for another platform.</summary>
internal sealed class ConnectionStore(PlatformProfile profile, TokenCache? cache)
{
    private TokenCache Cache => cache ?? throw NotConnected($"The connection to {profile.Id} is kept in its workspace");

    /// <summary>The entry, or null where there is none. A platform that has moved gets no tokens of the old one.</summary>
    public StoredConnection? Find()
    {
        var found = Cache.Read(profile.Id);
        if (found is null || found.PlatformUrl == profile.BaseUrl) return found;
        throw NotConnected($"{profile.Id} was connected at {found.PlatformUrl} and the settings now name {profile.BaseUrl}; its tokens were not sent there");
    }

    public StoredConnection Require() => Find() ?? throw NotConnected($"{profile.Id} is not connected");

    public Task<IDisposable> LockAsync(CancellationToken cancellationToken) => Cache.LockAsync(profile.Id, cancellationToken);

    public Task WriteAsync(StoredConnection connection) => Cache.WriteAsync(profile.Id, connection);

    public bool Forget() => Cache.Forget(profile.Id);

    /// <summary>The client the settings name, else the registered one.</summary>
    public ClientIdentity Client(StoredConnection? stored)
    {
        var settings = profile.Authorization;
        if (settings.ClientId is { } id) return new ClientIdentity(id, settings.ClientSecret, settings.TokenAuth);
        return stored?.Client is { } client
            ? new ClientIdentity(client.Id, client.Secret, client.Method)
            : throw new DeliveryException(DeliveryCode.NotConnected, $"No client is known for {profile.Id}: set ClientId, or run `conferral connect {profile.Id} --register`.", retryable: false);
    }

    private DeliveryException NotConnected(string why) => new(DeliveryCode.NotConnected, $"{why}: run `conferral connect {profile.Id}`.", retryable: false);
}
