// Places in status lists: every one once, in an order only the secret knows.
using Conferral.Credentials.Status;
using CsCheck;

namespace Conferral.Credentials.Tests.Status;

public sealed class StatusIndexPermutationTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(BitstringStatusList.MinimumEntries)]
    [InlineData(BitstringStatusList.MinimumEntries + 1)]
    [InlineData(200_003)]
    [InlineData((1 << 18) + 5)]
    public void It_is_a_bijection_of_the_list_onto_itself(int entries)
    {
        var permutation = StatusIndexPermutation.ForList(Secret, 1, entries);
        var seen = new bool[entries];
        for (var number = 0; number < entries; number++)
        {
            var index = permutation.IndexOf(number);
            Assert.False(seen[index], $"{number} shares its place with another.");
            seen[index] = true;
        }
    }

    [Fact]
    public void Any_secret_list_and_pair_of_numbers_gives_two_places_inside_the_list()
        => Gen.Select(Gen.Byte.Array[32], Gen.Long[1, 1000], Gen.Int[BitstringStatusList.MinimumEntries, 500_000])
            .SelectMany(list => Gen.Select(Gen.Const(list), Gen.Int[0, list.Item3 - 1], Gen.Int[0, list.Item3 - 1]))
            .Sample(
                (list, one, other) =>
                {
                    var permutation = StatusIndexPermutation.ForList(list.Item1, list.Item2, list.Item3);
                    var (first, second) = (permutation.IndexOf(one), permutation.IndexOf(other));
                    return first >= 0 && first < list.Item3 && (first == second) == (one == other);
                },
                iter: 50);

    [Fact]
    public void Two_hundred_thousand_credentials_share_no_place()
    {
        var lists = new Dictionary<int, StatusIndexPermutation>();
        var places = new HashSet<(int, int)>();
        for (var number = 0; number < 200_000; number++)
        {
            var list = 1 + (number / BitstringStatusList.MinimumEntries);
            if (!lists.TryGetValue(list, out var permutation)) lists[list] = permutation = StatusIndexPermutation.ForList(Secret, list, BitstringStatusList.MinimumEntries);
            Assert.True(places.Add((list, permutation.IndexOf(number % BitstringStatusList.MinimumEntries))));
        }
    }

    [Fact]
    public void Places_do_not_follow_the_order_in_which_they_are_given()
    {
        const int given = 20_000;
        var permutation = StatusIndexPermutation.ForList(Secret, 1, BitstringStatusList.MinimumEntries);
        var places = Enumerable.Range(0, given).Select(permutation.IndexOf).ToArray();
        var ascents = Enumerable.Range(1, given - 1).Count(i => places[i] > places[i - 1]);
        Assert.InRange(ascents, given * 48 / 100, given * 52 / 100);

        // Spread over the whole list from the start: each sixteenth of it gets its share.
        var shares = places.CountBy(place => place / (BitstringStatusList.MinimumEntries / 16)).Select(share => share.Value).ToArray();
        Assert.Equal(16, shares.Length);
        Assert.All(shares, share => Assert.InRange(share, given / 16 * 85 / 100, given / 16 * 115 / 100));
    }

    [Fact]
    public void Another_secret_or_list_gives_another_order()
    {
        var mine = Order(Secret, 1);
        Assert.NotEqual(mine, Order(Secret, 2));
        Assert.NotEqual(mine, Order([.. Secret.Reverse()], 1));
        Assert.Equal(mine, Order(Secret, 1));
        Assert.NotEqual(StatusIndexPermutation.MarkOf(Secret), StatusIndexPermutation.MarkOf([.. Secret.Reverse()]));
    }

    [Fact]
    public void A_list_too_small_to_hide_anybody_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => StatusIndexPermutation.ForList(Secret, 1, BitstringStatusList.MinimumEntries - 1));

    private static int[] Order(byte[] secret, long list) => [.. Enumerable.Range(0, 50).Select(StatusIndexPermutation.ForList(secret, list, BitstringStatusList.MinimumEntries).IndexOf)];
}
