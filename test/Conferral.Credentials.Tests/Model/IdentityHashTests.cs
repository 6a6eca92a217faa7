// Identity hashes match the specification's worked example and take values exactly as given.
using Conferral.Credentials.Model;

namespace Conferral.Credentials.Tests.Model;

public sealed class IdentityHashTests
{
    [Fact]
    public void The_specifications_example_comes_out()
        => Assert.Equal("sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", IdentityHash.Sha256("a@example.com", "Kosher"));

    [Fact]
    public void Salt_follows_the_value_directly() => Assert.Equal(IdentityHash.Sha256("ab", "c"), IdentityHash.Sha256("a", "bc"));

    [Theory]
    [InlineData("A@example.com")]
    [InlineData(" a@example.com")]
    public void Neither_case_nor_space_is_touched(string other) => Assert.NotEqual(IdentityHash.Sha256("a@example.com", "s"), IdentityHash.Sha256(other, "s"));

    [Fact]
    public void Values_longer_than_the_stack_buffer_hash_as_UTF8()
    {
        var value = string.Concat(Enumerable.Repeat("é", 2000));
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(value + "salt")));
        Assert.Equal("sha256$" + expected, IdentityHash.Sha256(value, "salt"));
    }
}
