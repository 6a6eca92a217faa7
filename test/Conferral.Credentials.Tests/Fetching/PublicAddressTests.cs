// Which addresses are fetched from, and that connections go nowhere else.
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Conferral.Credentials.Fetching;

namespace Conferral.Credentials.Tests.Fetching;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.251")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("168.63.129.16")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public async Task An_address_that_is_not_public_is_refused(string address)
    {
        Assert.False(PublicAddress.IsPublic(IPAddress.Parse(address)));
        var connector = new GuardedConnector(new FetchLimits(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Parse(address)]));
        await Assert.ThrowsAsync<FetchException>(() => connector.ConnectAsync("college.example", 443, CancellationToken.None));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.169.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::101:101")]
    public void A_public_address_is_not_refused(string address) => Assert.True(PublicAddress.IsPublic(IPAddress.Parse(address)));

    /// <summary>The real handler with the real lookup: the odd spellings of this machine's and the cloud's addresses are all seen through.</summary>
    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://0/")]
    public async Task However_it_is_written_this_machine_is_not_reached(string url)
    {
        using var fetcher = new SafeFetcher(new FetchLimits(), TimeProvider.System);
        var refusal = await Assert.ThrowsAsync<FetchException>(() => fetcher.GetAsync(url, CancellationToken.None));
        Assert.Contains("not an address of the public internet", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_the_checked_address_is_the_one_connected_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answers = new Queue<IPAddress>([IPAddress.Loopback, IPAddress.Parse("10.0.0.1"), IPAddress.Loopback]);
        var connector = new GuardedConnector(new FetchLimits { AllowLoopback = true }, (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        await using (await connector.ConnectAsync("rebinding.example", port, CancellationToken.None)) Assert.Equal(2, answers.Count);
        await Assert.ThrowsAsync<FetchException>(() => connector.ConnectAsync("rebinding.example", port, CancellationToken.None));

        using var accepted = await listener.AcceptSocketAsync(CancellationToken.None);
        var strict = new GuardedConnector(new FetchLimits(), (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        await Assert.ThrowsAsync<FetchException>(() => strict.ConnectAsync("rebinding.example", port, CancellationToken.None));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_name_without_an_address_is_refused()
        => await Assert.ThrowsAsync<FetchException>(() => new GuardedConnector(new FetchLimits(), (_, _) => Task.FromResult<IPAddress[]>([])).ConnectAsync("nowhere.example", 443, CancellationToken.None));
}
